import type { FunctionClause } from '../../elixir/model.js';
import type { Spot, SupervisedNode } from '../../project/supervision/supervised-node.js';
import type { BlockBody, CallExpr, Expr } from '../../syntax/ast.js';
import { childrenOf } from '../../syntax/visit.js';

/** Two children of one supervisor where one list of children has both, in start order. */
export interface Ordered {
  earlier: Spot;
  later: Spot;
}

/**
 * The lists in which the first of two siblings starts before the second: supervisors start their children in the
 * order of the list, and stop them in the opposite order (`Supervisor`, "Start and shutdown").
 *
 * @returns nothing where the second comes first, or where each belongs to a list of its own
 */
export function startsBefore(first: SupervisedNode, second: SupervisedNode): Ordered[] {
  const pairs = spotsOf(first).flatMap((earlier) =>
    spotsOf(second).map((later) => ({ earlier, later, order: orderOf(earlier, later) })),
  );
  const before = pairs.filter(({ order }) => order === 'before');
  // A list that has both says more than one list for each.
  if (before.length > 0 || pairs.some(({ order }) => order === 'after')) return before;
  const byIndex = indexOf(first) < indexOf(second);
  return byIndex ? pairs.filter(({ order }) => order === 'elsewhere') : [];
}

function indexOf(node: SupervisedNode): number {
  return node.parent?.children.indexOf(node) ?? -1;
}

/** The places of a child: one in each list that its supervisor may be given. */
function spotsOf({ owner, start, end, also = [] }: SupervisedNode): Spot[] {
  return [{ owner, start, end }, ...also];
}

function orderOf(a: Spot, b: Spot): 'before' | 'after' | 'never' | 'elsewhere' {
  if (a.owner !== b.owner) return 'elsewhere';
  const [home, other] = [clauseOf(a), clauseOf(b)];
  if (!home || !other) return 'elsewhere';
  if (home !== other) return home.fn === other.fn ? 'never' : 'elsewhere';
  const around = innermost(home, a, b);
  if (!around) return 'elsewhere';
  if (around.kind === 'call' && around.blocks && blockOf(around, a) !== blockOf(around, b)) return 'never';
  const listed = around.kind === 'list' || (around.kind === 'operator' && around.name === '++');
  if (!listed) return 'elsewhere';
  return a.start < b.start ? 'before' : 'after';
}

function clauseOf({ owner, start, end }: Spot): FunctionClause | undefined {
  for (const fn of owner.functions) {
    for (const clause of fn.clauses) if (clause.start <= start && end <= clause.end) return clause;
  }
  return undefined;
}

function holds(expr: { start: number; end: number }, spot: Spot): boolean {
  return expr.start <= spot.start && spot.end <= expr.end;
}

/** The smallest expression of a clause around two places. */
function innermost(clause: FunctionClause, a: Spot, b: Spot): Expr | undefined {
  const others = new Set(pathTo(clause, b));
  return pathTo(clause, a).findLast((expr) => others.has(expr));
}

const paths = new WeakMap<FunctionClause, Map<string, readonly Expr[]>>();

/** The expressions of a clause around a place, the outermost first. */
function pathTo(clause: FunctionClause, spot: Spot): readonly Expr[] {
  const known = paths.get(clause) ?? new Map<string, readonly Expr[]>();
  paths.set(clause, known);
  const key = `${spot.start} ${spot.end}`;
  const before = known.get(key);
  if (before) return before;
  const path: Expr[] = [];
  for (let at = clause.body; at; at = childrenOf(at).find((child) => holds(child, spot))) path.push(at);
  known.set(key, path);
  return path;
}

/** The block or clause of a form that a place stands in. */
function blockOf({ blocks }: CallExpr, spot: Spot): unknown {
  for (const body of Object.values(blocks ?? {}) as BlockBody[]) {
    if (body.expr && holds(body.expr, spot)) return body;
    const clause = body.clauses?.find((inner) => holds(inner.body, spot));
    if (clause) return clause;
  }
  return undefined;
}
