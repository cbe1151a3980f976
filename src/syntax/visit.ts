import type { BlockBody, Clause, Expr } from './ast.js';

function* bodyChildren(body: BlockBody | undefined): Generator<Expr> {
  if (body?.expr) yield body.expr;
  if (body?.clauses) for (const clause of body.clauses) yield* clauseChildren(clause);
}

function* clauseChildren(clause: Clause): Generator<Expr> {
  yield* clause.params;
  if (clause.guard) yield clause.guard;
  yield clause.body;
}

/** The expressions directly inside another, in the order of the source. */
export function* childrenOf(expr: Expr): Generator<Expr> {
  switch (expr.kind) {
    case 'list':
    case 'tuple':
    case 'bitstring':
    case 'block':
      yield* expr.items;
      return;
    case 'interpolated':
      yield* expr.parts;
      return;
    case 'operator':
      yield* expr.args;
      return;
    case 'map':
      if (expr.struct) yield expr.struct;
      if (expr.base) yield expr.base;
      for (const { key, value } of expr.pairs) {
        yield key;
        yield value;
      }
      return;
    case 'fn':
      for (const clause of expr.clauses) yield* clauseChildren(clause);
      return;
    case 'capture':
      if (expr.named) yield expr.named;
      if (expr.body) yield expr.body;
      return;
    case 'call':
      if (expr.receiver) yield expr.receiver;
      yield* expr.args;
      if (expr.blocks) for (const body of Object.values(expr.blocks)) yield* bodyChildren(body);
      return;
    case 'attribute':
      if (expr.value) yield expr.value;
      return;
    case 'access':
      yield expr.target;
      yield expr.key;
      return;
    case 'alias':
      if (expr.head) yield expr.head;
      return;
    default:
      return;
  }
}

/** An expression and everything inside it, outermost first. Return `false` to leave out what is inside. */
export function visit(expr: Expr, see: (expr: Expr) => unknown): void {
  if (see(expr) === false) return;
  for (const child of childrenOf(expr)) visit(child, see);
}

/** The first expression inside (or the expression itself) that answers to a test. */
export function findExpr(expr: Expr | undefined, test: (expr: Expr) => boolean): Expr | undefined {
  if (!expr) return undefined;
  if (test(expr)) return expr;
  for (const child of childrenOf(expr)) {
    const found = findExpr(child, test);
    if (found) return found;
  }
  return undefined;
}
