import type { CallExpr, Expr } from '../syntax/ast.js';
import { childrenOf } from '../syntax/visit.js';
import { clauseExprs } from './flow.js';
import type { FunctionClause } from './model.js';

interface Span {
  start: number;
  end: number;
}

function holds(outer: Span, inner: Span): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}

/** True where two places of a clause stand in branches of which at most one is taken. */
export function exclude(clause: FunctionClause, one: Span, other: Span): boolean {
  return clauseExprs(clause).some(
    (root) => holds(root, one) && holds(root, other) && divides(root, one, other),
  );
}

function divides(expr: Expr, one: Span, other: Span): boolean {
  if (expr.kind === 'call' && expr.blocks && isDivided(expr, one, other)) return true;
  if (
    expr.kind === 'fn' &&
    isAmong(
      expr.clauses.map(({ body }) => body),
      one,
      other,
    )
  )
    return true;
  return childrenOf(expr).some(
    (child) => holds(child, one) && holds(child, other) && divides(child, one, other),
  );
}

/** `if` and `else`, the clauses of `case`, `cond`, `with … else`; what follows in `after` and `rescue` may both run. */
function isDivided({ name, blocks = {} }: CallExpr, one: Span, other: Span): boolean {
  const bodies = [blocks.do, ...(name === 'try' ? [] : [blocks.else])];
  const branches = bodies.flatMap((body): Expr[] => {
    if (body?.expr) return [body.expr];
    return body?.clauses?.map((clause) => clause.body) ?? [];
  });
  return isAmong(branches, one, other);
}

function isAmong(branches: readonly Expr[], one: Span, other: Span): boolean {
  const first = branches.find((branch) => holds(branch, one));
  const second = branches.find((branch) => holds(branch, other));
  return first !== undefined && second !== undefined && first !== second;
}
