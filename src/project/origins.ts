import type { Step } from '../elixir/bindings.js';
import type { CallSite, FunctionClause, ModuleDef } from '../elixir/model.js';
import type { Expr } from '../syntax/ast.js';
import { perProject } from './memory.js';
import { Tracer } from './origins/tracer.js';
import type { Project } from './project.js';

/** Where an expression stands, and the calls that were entered on the way to it, outermost first. */
export interface Standpoint {
  owner: ModuleDef;
  clause?: FunctionClause;
  entered: readonly CallSite[];
}

/** An expression that a value comes from, as far back as the source shows, and the part of it that is meant. */
export interface Origin {
  expr: Expr;
  path: readonly Step[];
  at: Standpoint;
}

/** How many expressions one question may look at, where the asker does not want fewer. */
const BUDGET = 600;

/**
 * Follows a value back to the expressions that make it: through variables, patterns, attributes, branches,
 * keyword lists and maps, functions of the project and, from a parameter, to all who call the function.
 *
 * @param at where the expression stands; calls entered before are gone back through
 * @param budget how many expressions may be looked at; what stands further away is left as it is written
 */
export function originsOf(
  expr: Expr,
  path: readonly Step[],
  at: Standpoint,
  project: Project,
  budget = BUDGET,
): readonly Origin[] {
  const whole = path.length === 0 && at.entered.length === 0 && budget === BUDGET;
  if (!whole) return new Tracer(project, budget).trace(expr, path, at);
  const known = tracedFrom(expr, project);
  const before = known.find(({ owner, clause }) => owner === at.owner && clause === at.clause);
  if (before) return before.origins;
  const origins = new Tracer(project, budget).trace(expr, path, at);
  known.push({ owner: at.owner, clause: at.clause, origins });
  return origins;
}

/** What is known of the whole values of expressions, by where each stands. */
const tracedFrom = perProject(
  (_: Expr): { owner: ModuleDef; clause: FunctionClause | undefined; origins: readonly Origin[] }[] => [],
);
