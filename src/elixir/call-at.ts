import type { Expr } from '../syntax/ast.js';
import type { CallSite, FunctionClause } from './model.js';

/** From this many calls on, a clause gets an index of them. */
const MANY = 12;
const indexes = new WeakMap<FunctionClause, ReadonlyMap<Expr, CallSite>>();

/** The call of a clause that an expression of it is; the first where one expression stands for several. */
export function callAt(expr: Expr, clause: FunctionClause): CallSite | undefined {
  if (clause.calls.length < MANY) return clause.calls.find((site) => site.expr === expr);
  let index = indexes.get(clause);
  if (!index) {
    index = indexOf(clause);
    indexes.set(clause, index);
  }
  return index.get(expr);
}

function indexOf({ calls }: FunctionClause): ReadonlyMap<Expr, CallSite> {
  const index = new Map<Expr, CallSite>();
  for (const site of calls) if (!index.has(site.expr)) index.set(site.expr, site);
  return index;
}
