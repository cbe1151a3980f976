import { inspected } from '../../project/inspected.js';
import type { Standpoint } from '../../project/origins.js';
import type { Project } from '../../project/project.js';
import type { ProjectModule } from '../../project/project-module.js';
import { type Reached, reach, sought } from '../../project/reach.js';
import type { SupervisedNode } from '../../project/supervision/supervised-node.js';
import type { Expr } from '../../syntax/ast.js';
import { isSelf } from '../messages/wakers.js';
import type { Callback, ServerKind } from '../processes/server.js';
import { originsThroughState } from '../state/state-origins.js';
import { askedProcess } from './synchronous.js';

/** A call by which a process waits for a supervisor above itself. */
export interface SupervisorCall extends Reached {
  callback: Callback;
  /** The process that waits. */
  node: SupervisedNode;
  /** The supervisor that it waits for. */
  supervisor: SupervisedNode;
}

const KINDS: ReadonlySet<ServerKind> = new Set(['gen_server', 'gen_stage', 'gen_statem']);

const SUPERVISORS: ReadonlySet<string> = new Set(['Supervisor', 'DynamicSupervisor', ':supervisor']);

/**
 * The calls of a server's callbacks that wait for a supervisor above the server's own process. While a supervisor
 * starts or stops a child it answers nobody (`:supervisor`; it is a `gen_server`).
 */
export function supervisorCalls(module: ProjectModule): SupervisorCall[] {
  const { project, server } = module;
  if (!server || !KINDS.has(server.kind)) return [];
  const calls = server.callbacks.flatMap((callback) =>
    [...reach(callback.clause, project, { only: questions })].map((reached) => ({ ...reached, callback })),
  );
  if (calls.length === 0) return [];
  const nodes = project.supervision.nodesAnywhere(module.name);
  return calls.flatMap((call): SupervisorCall[] => {
    for (const node of nodes) {
      const supervisor = supervisorAbove(call, node, project);
      if (supervisor) return [{ ...call, node, supervisor }];
    }
    return [];
  });
}

const questions = sought((site) => SUPERVISORS.has(site.module ?? '') && askedProcess(site) !== undefined);

/** The supervisor above a process that a call asks, by its name or by the pid that it gave its child. */
function supervisorAbove(
  { site, chain }: Reached,
  node: SupervisedNode,
  project: Project,
): SupervisedNode | undefined {
  const asked = askedProcess(site);
  if (!asked) return undefined;
  const { owner, clause } = site.situation;
  const at: Standpoint = { owner, ...(clause ? { clause } : {}), entered: chain.slice(0, -1) };
  const name = inspected(asked, at, project);
  const own = asksItsOwn(asked) ? owner.name : undefined;
  const givers = selfGivers(asked, at, project, node.module ?? '');
  // The supervisor runs `start_link`: what is `self()` there is the supervisor (`Supervisor`, "Child specification").
  if (givers.has(STARTED) && node.parent) return node.parent;
  for (let above = node.parent; above; above = above.parent) {
    if (isFixed(name) && above.name === name) return above;
    if (above.module !== undefined && (above.module === own || givers.has(above.module))) return above;
  }
  return undefined;
}

/** True for a name that is the same wherever it stands. */
function isFixed(name: string): boolean {
  return /^(:[a-z_]|[A-Z])[\w.@!?]*$/.test(name);
}

/** `Supervisor.start_child(name(opts), spec)`: what a supervisor's module makes of its arguments is its own name. */
function asksItsOwn(asked: Expr): boolean {
  if (asked.kind === 'variable') return asked.name === '__MODULE__';
  return asked.kind === 'call' && !asked.receiver && /name|via/.test(asked.name);
}

/** Stands for the process that starts the server, among the modules that hand out `self()`. */
const STARTED = 'start_link';

/** The modules whose own process an expression is: those that hand out `self()`. */
function selfGivers(asked: Expr, at: Standpoint, project: Project, server: string): Set<string> {
  const origins = originsThroughState(asked, at, project);
  return new Set(
    origins.flatMap(({ expr, at: from }) => {
      if (!isSelf(expr)) return [];
      const starts = from.owner.name === server && from.clause?.fn.name === STARTED;
      return [starts ? STARTED : from.owner.name];
    }),
  );
}
