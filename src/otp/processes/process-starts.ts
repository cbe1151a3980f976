import { calleeOf, type Named } from '../../elixir/callee.js';
import { isAtom } from '../../elixir/literals.js';
import type { CallSite, FunctionDef } from '../../elixir/model.js';
import { perProject } from '../../project/memory.js';
import { originsOf } from '../../project/origins.js';
import { kindOfModule } from '../../project/process-kinds.js';
import type { Project } from '../../project/project.js';
import { reach, sought } from '../../project/reach.js';
import { isSelf } from '../messages/wakers.js';

/** A call that starts a process which is meant to live on. */
export interface ProcessStart {
  /** False for `GenServer.start/3` and its like: the new process and the caller are not linked. */
  linked: boolean;
  /** The module whose process it is, where the source says. */
  module?: string;
}

/**
 * OTP's own start functions and those of well-known behaviours, without `Task` (`GenServer`, `Agent`,
 * `Supervisor`, `DynamicSupervisor`, `PartitionSupervisor`, `Registry`, `:gen_server`, `:gen_statem`, `:supervisor`,
 * `GenStage`, `GenStateMachine`, `Broadway`, `WebSockex`).
 */
const STARTS = new Set(
  `GenServer GenStage GenStateMachine Agent WebSockex :gen_server :gen_statem :gen_event`
    .split(' ')
    .flatMap((module) => [`${module}.start_link`, `${module}.start`]),
);

/** Start functions whose first argument is the module of the process. */
const MODULE_FIRST: ReadonlySet<string> = new Set([
  'GenServer',
  'GenStage',
  'GenStateMachine',
  'WebSockex',
  'Broadway',
  'Supervisor',
  'DynamicSupervisor',
]);

/** What starts no process that lives on: `Task`, and `:proc_lib`, on which all others are built. */
const NO_SERVERS: ReadonlySet<string> = new Set(['Task', ':proc_lib', 'Kernel']);

/** True for a function that may start a process which is meant to live on (see `processStartOf`). */
export function mayStartProcess(call: Named): boolean {
  if (call.module === undefined || NO_SERVERS.has(call.module)) return false;
  return call.name === 'start_link' || STARTS.has(calleeOf(call));
}

/** How a call starts a process that is meant to live on; `undefined` for any other call. */
export function processStartOf(site: CallSite, project: Project): ProcessStart | undefined {
  const { module, name } = site;
  if (module === undefined || !mayStartProcess(site)) return undefined;
  if (STARTS.has(calleeOf(site))) {
    if (isRemote(site)) return undefined;
    const started = startedModule(site);
    const linked = name === 'start_link' || asksForLink(site, project);
    return { linked, ...(started === undefined ? {} : { module: started }) };
  }
  const own = project.moduleNamed(module);
  if (!own) return { linked: true, module: startedModule(site) ?? module };
  if (kindOfModule(own) === 'task') return undefined;
  const target = project.targetOf(site);
  if (target && !startsProcess(target, project)) return undefined;
  return { linked: true, module };
}

/** `:rpc.call(node, GenServer, :start, args)`: it runs on another node. */
function isRemote({ situation }: CallSite): boolean {
  return /^:e?rpc$/.test(situation.closure?.via?.module ?? '');
}

/** `spawn_opt: [:link]` makes `start` link as `start_link` does (`GenServer`, "option"; `:proc_lib`). */
function asksForLink({ args, situation }: CallSite, project: Project): boolean {
  const options = args.at(-1);
  const { owner, clause } = situation;
  if (!options || !clause) return false;
  const at = { owner, clause, entered: [] };
  const given = originsOf(options, [{ kind: 'key', key: 'spawn_opt' }], at, project);
  return given.some(({ expr }) => expr.kind === 'list' && expr.items.some((item) => isAtom(item, 'link')));
}

function startedModule({ module, args, situation }: CallSite): string | undefined {
  const [first] = MODULE_FIRST.has(module ?? '') ? args : [];
  if (first?.kind === 'alias') return first.module;
  return first?.kind === 'variable' && first.name === '__MODULE__' ? situation.owner.name : undefined;
}

/** True for a function that leads to the start of a process; one out of sight is taken at its word. */
const startsProcess = perProject((fn: FunctionDef, project): boolean =>
  fn.clauses.some((clause) => !reach(clause, project, { depth: 4, only: bareStarts }).next().done),
);

const bareStarts = sought(isBareStart);

function isBareStart(site: CallSite, project: Project): boolean {
  if (STARTS.has(calleeOf(site))) return true;
  if (site.name !== 'start_link' || NO_SERVERS.has(site.module ?? '')) return false;
  return project.targetOf(site) === undefined;
}

const ENDS = /^(stop|close|terminate|shutdown|disconnect|exit)!?$/;
const OTHER_ENDS: ReadonlySet<string> = new Set([
  'System',
  'Logger',
  'Application',
  'File',
  ':init',
  'Kernel',
]);

/** True for a call that ends another process: `GenServer.stop(pid)`, `Redix.stop(conn)`, `Process.exit(pid, reason)`. */
export function endsProcess({ module, name, args }: CallSite): boolean {
  if (!ENDS.test(name) || OTHER_ENDS.has(module ?? '')) return false;
  return !isSelf(args[0]);
}
