import { bindingAt } from '../../elixir/bindings.js';
import { conditionsAround } from '../../elixir/conditions.js';
import { mentions } from '../../elixir/flow.js';
import { atomOf } from '../../elixir/literals.js';
import type { CallSite } from '../../elixir/model.js';
import { type Origin, originsOf } from '../../project/origins.js';
import type { Project } from '../../project/project.js';
import type { Expr, TupleExpr } from '../../syntax/ast.js';

/** A name that only OTP's behaviours understand: `{:via, module, key}` or `{:global, key}`. */
export interface NameTuple {
  tuple: TupleExpr;
  kind: 'via' | 'global';
  /** Where it is written. */
  origin: Origin;
}

/** The name that a tuple is, as `GenServer` reads it (`GenServer`, "Name registration"). */
export function nameTupleKind(expr: Expr): NameTuple['kind'] | undefined {
  if (expr.kind !== 'tuple') return undefined;
  const head = atomOf(expr.items[0]);
  if (head === 'via' && expr.items.length === 3) return 'via';
  return head === 'global' && expr.items.length === 2 ? 'global' : undefined;
}

/**
 * The tuple that an argument of a call is whatever happens, followed through variables, attributes and functions.
 *
 * @returns `undefined` where it may be anything else: one of several values, or one that a condition tells apart
 */
export function nameTupleGiven(site: CallSite, arg: number, project: Project): NameTuple | undefined {
  const expr = site.args[arg];
  const { owner, clause } = site.situation;
  if (!expr || (clause && isToldApart(expr, site))) return undefined;
  const origins = originsOf(expr, [], { owner, ...(clause ? { clause } : {}), entered: [] }, project);
  const found = origins.map((origin): NameTuple | undefined => {
    const kind = origin.path.length === 0 ? nameTupleKind(origin.expr) : undefined;
    return kind && origin.expr.kind === 'tuple' ? { tuple: origin.expr, kind, origin } : undefined;
  });
  return found.every((name) => name !== undefined) ? found[0] : undefined;
}

/** True for a variable that a condition, or an earlier clause of the function, may have looked at. */
function isToldApart(expr: Expr, site: CallSite): boolean {
  const { clause } = site.situation;
  if (!clause || expr.kind !== 'variable') return false;
  const binding = bindingAt(clause, expr.name, expr.start);
  if (binding?.kind === 'parameter' && clause.fn.clauses.filter(({ body }) => body).length > 1) return true;
  return conditionsAround(site).some((condition) => mentions(condition, new Set([expr.name])));
}
