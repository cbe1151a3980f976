import { fatesOf } from '../elixir/fates.js';
import { clauseExprs } from '../elixir/flow.js';
import { atomOf, keywordValue } from '../elixir/literals.js';
import type { CallSite, FunctionDef } from '../elixir/model.js';
import type { Project } from '../project/project.js';
import { visit } from '../syntax/visit.js';

const CALLERS = 3;

/**
 * True where a call that starts a process gives its result back to a supervisor: through a function named
 * `start_link`, or one that a child spec names in `start:` (`Supervisor`, "Child specification").
 */
export function startsForSupervisor(site: CallSite, project: Project, depth = CALLERS): boolean {
  const { clause } = site.situation;
  if (!clause || depth === 0 || !fatesOf(site.expr, clause).some(({ kind }) => kind === 'returned'))
    return false;
  if (isStartFunction(clause.fn, project)) return true;
  return project.callersOf(clause.fn).some((caller) => startsForSupervisor(caller, project, depth - 1));
}

function isStartFunction(fn: FunctionDef, project: Project): boolean {
  return fn.name.startsWith('start_link') || namedInSpecs(project).has(`${fn.module.name}.${fn.name}`);
}

const known = new WeakMap<Project, ReadonlySet<string>>();

/** Every `start: {Module, :function, args}` of the project, as `Module.function`. */
function namedInSpecs(project: Project): ReadonlySet<string> {
  let names = known.get(project);
  if (!names) {
    names = new Set(project.modules.flatMap(({ def }) => def.functions.flatMap((fn) => specStarts(fn))));
    known.set(project, names);
  }
  return names;
}

function specStarts(fn: FunctionDef): string[] {
  const found: string[] = [];
  for (const root of fn.clauses.flatMap(clauseExprs)) {
    visit(root, (expr) => {
      if (expr.kind !== 'map' && expr.kind !== 'list') return;
      const start = keywordValue(expr, 'start');
      const [target, name] = start?.kind === 'tuple' ? start.items : [];
      const started = atomOf(name);
      if (!target || started === undefined) return;
      found.push(`${target.kind === 'alias' ? target.module : fn.module.name}.${started}`);
    });
  }
  return found;
}
