import { parentOf } from '../../elixir/fates.js';
import type { CallSite, FunctionClause } from '../../elixir/model.js';
import { callsTo } from '../../project/calls-to.js';
import type { ProjectModule } from '../../project/project-module.js';
import { type Starter, starterOf } from '../processes/processes.js';

/** A call that starts a task and gives back the `%Task{}` to await it by. */
export interface TaskStart {
  site: CallSite;
  clause: FunctionClause;
  starter: Starter;
}

/** The tasks that a module's own functions start, in the order of the source; `quote` blocks are left out. */
export function taskStartsOf(module: ProjectModule): TaskStart[] {
  return taskCalls(module).flatMap((site) => {
    const starter = starterOf(site);
    const { clause, quoted } = site.situation;
    return starter?.gives === 'task' && clause && !quoted ? [{ site, clause, starter }] : [];
  });
}

const taskCalls = callsTo((callee) => starterOf(callee)?.gives === 'task');

/** Functions of `Task` that settle a task (`Task`, "async and await"; `Task.ignore/1`). */
const SETTLING: ReadonlySet<string> = new Set([
  'await',
  'await_many',
  'yield',
  'yield_many',
  'shutdown',
  'ignore',
]);

/** True for a call that awaits, yields, shuts down or ignores a task. */
export function settlesTask({ module, name }: { module?: string | undefined; name: string }): boolean {
  return module === 'Task' && SETTLING.has(name);
}

/**
 * Of the calls that stand in one list or tuple only the first, and every other call: what is written in one list
 * is one decision.
 */
export function firstOfEachList(sites: readonly CallSite[]): CallSite[] {
  const lists = new Set<unknown>();
  return sites.filter(({ expr, situation }) => {
    const list = situation.clause && parentOf(expr, situation.clause);
    if (list?.kind !== 'list' && list?.kind !== 'tuple') return true;
    if (lists.has(list)) return false;
    lists.add(list);
    return true;
  });
}
