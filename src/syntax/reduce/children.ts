import type { Clause, Expr, TupleExpr } from '../ast.js';
import { fitted } from './fitted.js';
import { fieldAccess } from './new-call.js';
import type { Node } from './node.js';

/** The expressions among the children, keyword pairs as tuples. */
export function itemsOf(node: Node): Expr[] {
  const items: Expr[] = [];
  for (const { part } of node.children) {
    if (part.kind === 'expr') items.push(part.expr);
    else if (part.kind === 'pairs') items.push(...part.pairs);
  }
  return fitted(items);
}

/** Arguments of a call or items of a tuple: trailing keywords are one list. */
export function argumentsOf(node: Node): Expr[] {
  const args: Expr[] = [];
  for (const { part, start, end } of node.children) {
    if (part.kind === 'expr') args.push(part.expr);
    else if (part.kind === 'pairs') args.push({ kind: 'list', items: part.pairs, bare: true, start, end });
  }
  return fitted(args);
}

/** The `pattern -> body` among the children. */
export function clausesOf(node: Node): Clause[] {
  const clauses: Clause[] = [];
  for (const { part } of node.children) if (part.kind === 'clause') clauses.push(part.clause);
  return fitted(clauses);
}

/** The keyword pairs among the children. */
export function pairsOf(node: Node): TupleExpr[] {
  const pairs: TupleExpr[] = [];
  for (const { part } of node.children) if (part.kind === 'pairs') pairs.push(...part.pairs);
  return fitted(pairs);
}

/** The children as one expression: a block unless there is exactly one. */
export function blockOf(node: Node): Expr {
  const items = itemsOf(node);
  const [only] = items;
  return items.length === 1 && only ? only : { kind: 'block', items, start: node.start, end: node.end };
}

/** The first expression among the children. */
export function onlyExpr(node: Node): Expr {
  for (const { part } of node.children) if (part.kind === 'expr') return part.expr;
  return { kind: 'error', start: node.start, end: node.end };
}

/** The child of a field as an expression; `undefined` where there is none. */
export function fieldExpr(node: Node, field: string): Expr | undefined {
  for (const child of node.children) {
    if (child.field !== field) continue;
    if (child.part.kind === 'expr') return child.part.expr;
    if (child.part.kind === 'pairs')
      return { kind: 'list', items: child.part.pairs, start: child.start, end: child.end };
    if (child.part.kind === 'dot') return fieldAccess(child.part, child);
  }
  return undefined;
}

/** The operator of a node, as in `not in`: white space in it is one blank; empty where there is none. */
export function operatorText(node: Node, text: string): string {
  const token = node.children.find((child) => child.field === 'operator');
  return token ? text.slice(token.start, token.end).replace(/\s+/g, ' ') : '';
}
