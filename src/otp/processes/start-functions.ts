import { fatesOf } from '../../elixir/fates.js';
import { clauseExprs } from '../../elixir/flow.js';
import { atomOf, keywordValue } from '../../elixir/literals.js';
import type { CallSite, FunctionDef } from '../../elixir/model.js';
import { oncePerProject } from '../../project/memory.js';
import type { Project } from '../../project/project.js';
import type { Expr } from '../../syntax/ast.js';
import { visit } from '../../syntax/visit.js';
import { isMarked } from './clause-marks.js';

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

/** True for a function named `start_link` or like it, and one that a child spec or another `{module, function, args}` names. */
export function isStartFunction(fn: FunctionDef, project: Project): boolean {
  return fn.name.includes('start_link') || namedInSpecs(project).has(`${fn.module.name}.${fn.name}`);
}

/** Every `start: {Module, :function, args}` of the project, and every such tuple elsewhere, as `Module.function`. */
const namedInSpecs = oncePerProject(
  ({ modules }): ReadonlySet<string> =>
    new Set(modules.flatMap(({ def }) => def.functions.flatMap(specStarts))),
);

function specStarts(fn: FunctionDef): string[] {
  const found: string[] = [];
  const clauses = fn.clauses.filter((clause) => isMarked(clause, 'start', 'module tuple'));
  for (const root of clauses.flatMap(clauseExprs)) {
    visit(root, (expr) => {
      if (expr.kind === 'tuple') found.push(...named(expr.items, fn));
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

/** `{Module, :function, args}`. */
function named([target, name, args, ...more]: readonly Expr[], fn: FunctionDef): string[] {
  const started = atomOf(name);
  if (started === undefined || args?.kind !== 'list' || more.length > 0) return [];
  if (target?.kind === 'alias') return [`${target.module}.${started}`];
  return target?.kind === 'variable' && target.name === '__MODULE__' ? [`${fn.module.name}.${started}`] : [];
}
