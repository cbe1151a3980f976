import type { BlockBody, Clause, Expr } from '../ast.js';
import { blockOf, clausesOf } from './children.js';
import type { Node, Part } from './node.js';

/** One `params when guard -> body`. */
export function stab(node: Node): Part {
  const left = node.children.find((child) => child.field === 'left');
  const right = node.children.find((child) => child.field === 'right');
  const body: Expr =
    right?.part.kind === 'body' && right.part.body.expr
      ? right.part.body.expr
      : { kind: 'block', items: [], start: node.start, end: node.end };
  const clause: Clause = { params: [], body, start: node.start, end: node.end };
  if (left?.part.kind === 'args') clause.params = left.part.exprs;
  else if (left?.part.kind === 'head') {
    clause.params = left.part.params;
    clause.guard = left.part.guard;
  } else if (left?.part.kind === 'expr') clause.params = [left.part.expr];
  return { kind: 'clause', clause };
}

/** What stands in a block: clauses, or one expression. */
export function bodyOf(node: Node): BlockBody {
  const clauses = clausesOf(node);
  return clauses.length > 0 ? { clauses } : { expr: blockOf(node) };
}

/** What stands in parentheses: `(1; 2)`, or clauses as in `else: (_ -> 1)`. */
export function parenthesised(node: Node): Expr {
  const clauses = clausesOf(node);
  return clauses.length > 0
    ? { kind: 'fn', clauses, bare: true, start: node.start, end: node.end }
    : blockOf(node);
}
