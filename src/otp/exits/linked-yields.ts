import type { CallSite, FunctionClause } from '../../elixir/model.js';
import type { Project } from '../../project/project.js';
import { guardsItself } from '../tasks/task-failures.js';
import { type AwaitedTask, fatesOfTask } from '../tasks/task-fates.js';
import { type OutcomeBranch, outcomeBranchOf } from '../tasks/task-outcomes.js';
import { type TaskStart, taskStartsOf } from '../tasks/tasks.js';
import { exitTrapOf } from './exit-traps.js';
import { trapsExits } from './exits.js';

/** A call that asks how linked tasks went, with a branch for a task that failed. */
export interface LinkedYield {
  site: CallSite;
  branch: OutcomeBranch;
  /** Where the tasks are started. */
  starts: CallSite[];
}

const ASKING: ReadonlySet<string> = new Set(['yield', 'yield_many', 'shutdown']);
const CALLERS = 2;

/**
 * The calls of `Task.yield`, `Task.yield_many` and `Task.shutdown` in production code on tasks that are linked to a
 * caller which does not trap exits, and whose crash a branch is meant to take (`Task.async/1`, "Linking").
 */
export function linkedYieldsIn(project: Project): LinkedYield[] {
  const found = new Map<CallSite, LinkedYield>();
  for (const module of project.modules) {
    if (!module.production || module.def.quoted) continue;
    for (const start of taskStartsOf(module)) {
      const asked = isAtRisk(start, project) ? askedAbout(start, project) : undefined;
      if (!asked) continue;
      const known = found.get(asked.site);
      if (known) known.starts.push(start.site);
      else found.set(asked.site, { ...asked, starts: [start.site] });
    }
  }
  return [...found.values()];
}

/** True for a task whose crash kills the process that started it. */
function isAtRisk({ site, clause, starter }: TaskStart, project: Project): boolean {
  if (!starter.linked || site.situation.devOnly || guardsItself(site.args.at(-1))) return false;
  if (clause.calls.some(({ module, name }) => module === 'Process' && name === 'unlink')) return false;
  return !trapsAround(clause, project);
}

/** True where the process that runs a clause may trap exits: it, or a near caller of it, says so. */
function trapsAround(clause: FunctionClause, project: Project): boolean {
  let level = new Set([clause]);
  for (let depth = CALLERS; depth >= 0; depth -= 1) {
    const next = new Set<FunctionClause>();
    for (const one of level) {
      const module = project.moduleOf(one.fn.module);
      if (one.calls.some(trapsExits) || (module?.server && exitTrapOf(module.server))) return true;
      for (const { situation } of project.callersOf(one.fn)) if (situation.clause) next.add(situation.clause);
    }
    level = next;
  }
  return false;
}

/** The first call that asks about a task and has a branch for its failure; a `shutdown` only where no `yield` does. */
function askedAbout(
  start: TaskStart,
  project: Project,
): { site: CallSite; branch: OutcomeBranch } | undefined {
  const asking = fatesOfTask(start, project).filter(
    (fate): fate is AwaitedTask => fate.kind === 'awaited' && ASKING.has(fate.call.name),
  );
  const yields = asking.filter(({ call }) => call.name !== 'shutdown');
  for (const { call, clause, site } of yields.length > 0 ? yields : asking) {
    const branch = outcomeBranchOf(call, clause, project);
    if (site && branch) return { site, branch };
  }
  return undefined;
}
