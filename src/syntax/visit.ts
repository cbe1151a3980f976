import type { BlockBody, Clause, Expr } from './ast.js';

/** Sees one expression; true ends the walk. */
type See = (expr: Expr) => boolean;

function someOf(exprs: readonly Expr[], see: See): boolean {
  for (const expr of exprs) if (see(expr)) return true;
  return false;
}

function someInBody(body: BlockBody, see: See): boolean {
  if (body.expr && see(body.expr)) return true;
  return body.clauses !== undefined && someInClauses(body.clauses, see);
}

function someInClauses(clauses: readonly Clause[], see: See): boolean {
  for (const { params, guard, body } of clauses) {
    if (someOf(params, see) || (guard && see(guard)) || see(body)) return true;
  }
  return false;
}

/** True as soon as an expression directly inside another is, in the order of the source. */
export function someChild(expr: Expr, see: See): boolean {
  switch (expr.kind) {
    case 'list':
    case 'tuple':
    case 'bitstring':
    case 'block':
      return someOf(expr.items, see);
    case 'interpolated':
      return someOf(expr.parts, see);
    case 'operator':
      return someOf(expr.args, see);
    case 'map':
      if ((expr.struct && see(expr.struct)) || (expr.base && see(expr.base))) return true;
      for (const { key, value } of expr.pairs) if (see(key) || see(value)) return true;
      return false;
    case 'fn':
      return someInClauses(expr.clauses, see);
    case 'capture':
      return (expr.named && see(expr.named)) || (expr.body ? see(expr.body) : false);
    case 'call':
      if ((expr.receiver && see(expr.receiver)) || someOf(expr.args, see)) return true;
      if (expr.blocks) for (const body of Object.values(expr.blocks)) if (someInBody(body, see)) return true;
      return false;
    case 'attribute':
      return expr.value ? see(expr.value) : false;
    case 'access':
      return see(expr.target) || see(expr.key);
    case 'alias':
      return expr.head ? see(expr.head) : false;
    default:
      return false;
  }
}

/** The expressions directly inside another, in the order of the source. */
export function childrenOf(expr: Expr): Expr[] {
  const children: Expr[] = [];
  someChild(expr, (child) => {
    children.push(child);
    return false;
  });
  return children;
}

/** The first expression directly inside another that answers to a test. */
export function findChild(expr: Expr, test: (child: Expr) => boolean): Expr | undefined {
  let found: Expr | undefined;
  someChild(expr, (child) => {
    if (!test(child)) return false;
    found = child;
    return true;
  });
  return found;
}

/** An expression and everything inside it, outermost first. Return `false` to leave out what is inside. */
export function visit(expr: Expr, see: (expr: Expr) => unknown): void {
  const enter = (one: Expr): boolean => {
    if (see(one) !== false) someChild(one, enter);
    return false;
  };
  enter(expr);
}

/** The first expression inside (or the expression itself) that answers to a test. */
export function findExpr(expr: Expr | undefined, test: (expr: Expr) => boolean): Expr | undefined {
  let found: Expr | undefined;
  const enter = (one: Expr): boolean => {
    if (!test(one)) return someChild(one, enter);
    found = one;
    return true;
  };
  if (expr) enter(expr);
  return found;
}
