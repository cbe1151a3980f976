import { calleeOf } from '../elixir/callee.js';
import { callsTo } from './calls-to.js';
import type { Project } from './project.js';
import type { ProjectModule } from './project-module.js';
import type { ChildSpec } from './supervision/child-spec.js';

/** What kind of process a child is. */
export type ProcessKind =
  | 'supervisor'
  | 'dynamic_supervisor'
  | 'partition_supervisor'
  | 'task_supervisor'
  | 'registry'
  | 'worker'
  | 'task'
  | 'agent'
  | 'unknown';

const KNOWN: Record<string, ProcessKind> = {
  Supervisor: 'supervisor',
  DynamicSupervisor: 'dynamic_supervisor',
  'Horde.DynamicSupervisor': 'dynamic_supervisor',
  PartitionSupervisor: 'partition_supervisor',
  'Task.Supervisor': 'task_supervisor',
  Registry: 'registry',
  'Horde.Registry': 'supervisor',
  Task: 'task',
  Agent: 'agent',
  'Phoenix.PubSub': 'supervisor',
  Finch: 'supervisor',
  Oban: 'supervisor',
  'Absinthe.Subscription': 'supervisor',
  'Phoenix.Presence': 'supervisor',
  'Cluster.Supervisor': 'supervisor',
  Cachex: 'supervisor',
  Cldr: 'worker',
};

/** Behaviours of libraries whose modules are supervisors. */
const SUPERVISING: ReadonlySet<string> = new Set([
  'Ecto.Repo',
  'Phoenix.Endpoint',
  'Phoenix.Presence',
  'Nebulex.Cache',
  'Commanded.Application',
  'PromEx',
]);

/** The kind of process that a child spec starts. */
export function kindOf(spec: ChildSpec, project: Project): ProcessKind {
  if (spec.module === undefined) return 'unknown';
  const module = project.moduleNamed(spec.module);
  if (!module) return KNOWN[spec.module] ?? spec.type ?? 'worker';
  return kindOfModule(module, spec.start);
}

/** The kind of process a module of the project is; `start` is the function that starts it. */
export function kindOfModule(module: ProjectModule, start = 'start_link'): ProcessKind {
  if (module.is('dynamic_supervisor')) return 'dynamic_supervisor';
  if (module.is('supervisor', 'broadway') || module.uses.some((use) => SUPERVISING.has(use.module)))
    return 'supervisor';
  if (module.is('agent')) return 'agent';
  if (module.is('task')) return 'task';
  return startsSupervisor(module, start) ?? 'worker';
}

const STARTED: Record<string, ProcessKind> = {
  'Supervisor.start_link': 'supervisor',
  'DynamicSupervisor.start_link': 'dynamic_supervisor',
  'Task.Supervisor.start_link': 'task_supervisor',
  'Registry.start_link': 'registry',
  'Broadway.start_link': 'supervisor',
  'Agent.start_link': 'agent',
  'Task.start_link': 'task',
};

/** A module without a behaviour whose start function starts one of OTP's processes. */
function startsSupervisor(module: ProjectModule, start: string): ProcessKind | undefined {
  if (module.server) return undefined;
  for (const site of startingCalls(module)) {
    if (site.situation.clause?.fn.name !== start) continue;
    const kind = STARTED[calleeOf(site)];
    if (kind) return kind;
  }
  return undefined;
}

const startingCalls = callsTo(({ callee }) => STARTED[callee] !== undefined);

/** Kinds whose process supervises others; a `Registry` supervises its partitions, `Task.Supervisor` its tasks. */
const SUPERVISES: ReadonlySet<ProcessKind> = new Set([
  'supervisor',
  'dynamic_supervisor',
  'partition_supervisor',
  'task_supervisor',
  'registry',
]);

/** True where a start function starts a supervisor: a module of the project, OTP or a library that is known. */
export function isSupervisorModule(name: string, start: string, project: Project): boolean {
  const module = project.moduleNamed(name);
  // A Broadway pipeline is a process that supervises through another (`Broadway.child_spec/1`).
  if (module?.sites.some((site) => site.module === 'Broadway' && site.name === 'start_link')) return false;
  if (module && startsOtherwise(module, start)) return false;
  const kind = module ? kindOfModule(module, start) : KNOWN[name];
  return kind !== undefined && SUPERVISES.has(kind);
}

const STARTERS: ReadonlySet<string> = new Set(['start_link', 'start', 'start_child']);

/** True where a function of the module that is no `start_link` starts something else than the module's own process. */
function startsOtherwise(module: ProjectModule, start: string): boolean {
  const functions = module.def.functions.filter(({ name }) => name === start);
  if (start === 'start_link') return false;
  return !functions.some(({ clauses }) =>
    clauses.some(({ calls }) => calls.some((site) => STARTERS.has(site.name))),
  );
}
