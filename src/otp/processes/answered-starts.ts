import type { CallSite } from '../../elixir/model.js';
import { followValue } from '../../elixir/values.js';
import { callsTo } from '../../project/calls-to.js';
import type { Project } from '../../project/project.js';
import type { Expr } from '../../syntax/ast.js';
import { mayStartProcess, processStartOf } from './process-starts.js';

/** Supervisors that start the child they are given and answer as it did (`DynamicSupervisor.on_start_child/0`). */
const SUPERVISORS: ReadonlySet<string> = new Set([
  'DynamicSupervisor',
  'Supervisor',
  'Horde.DynamicSupervisor',
  ':supervisor',
]);

/** True for a call that asks a supervisor to start a process which is meant to live on; a task is none. */
export function startsChild({ module, name, args, situation }: CallSite): boolean {
  if (name !== 'start_child' || !SUPERVISORS.has(module ?? '')) return false;
  const spec = args[1] && followValue(args[1], situation.owner, situation.clause);
  return !isTask(spec?.kind === 'tuple' ? spec.items[0] : spec);
}

function isTask(expr: Expr | undefined): boolean {
  return expr?.kind === 'alias' && expr.module === 'Task';
}

/** The calls of a module that may be answered starts (see `isAnsweredStart`). */
export const answeredCalls = callsTo((callee) => callee.name === 'start_child' || mayStartProcess(callee));

/**
 * True for a call that starts a process and answers `{:ok, pid}`, `:ignore` or `{:error, reason}`
 * (`GenServer.on_start/0`, `Supervisor.on_start_child/0`).
 */
export function isAnsweredStart(site: CallSite, project: Project): boolean {
  return startsChild(site) || processStartOf(site, project) !== undefined;
}
