import type { Expr, MapExpr } from '../ast.js';
import { fieldExpr, itemsOf } from './children.js';
import { fitted } from './fitted.js';
import { exprOf, type Node, type Part } from './node.js';

/** One `key: value`. */
export function pair(node: Node): Part {
  const key = node.children.find((child) => child.part.kind === 'key')?.part;
  const value = fieldExpr(node, 'value') ?? { kind: 'error', start: node.start, end: node.end };
  const keyExpr: Expr = key?.kind === 'key' ? key.atom : { kind: 'error', start: node.start, end: node.end };
  return {
    kind: 'pairs',
    pairs: [{ kind: 'tuple', items: [keyExpr, value], keyword: true, start: node.start, end: node.end }],
  };
}

/** A map or struct. */
export function map(node: Node): Part {
  const result: MapExpr = { kind: 'map', pairs: [], start: node.start, end: node.end };
  for (const { part, type } of node.children) {
    if (part.kind === 'content') Object.assign(result, part.content);
    else if (type === 'struct' && part.kind === 'expr') result.struct = part.expr;
  }
  return exprOf(result);
}

/** What stands between the braces of a map: its pairs, and in `%{base | key: value}` what is updated. */
export function mapContent(node: Node): Part {
  const items = itemsOf(node);
  const [first] = items;
  if (first?.kind === 'operator' && first.name === '|') {
    const [base, rest] = first.args;
    if (base && rest) {
      return { kind: 'content', content: { base, pairs: mapPairs([rest, ...items.slice(1)]) } };
    }
  }
  return { kind: 'content', content: { pairs: mapPairs(items) } };
}

function mapPairs(exprs: readonly Expr[]): MapExpr['pairs'] {
  const pairs: MapExpr['pairs'] = [];
  for (const expr of exprs) addPairs(expr, pairs);
  return fitted(pairs);
}

function addPairs(expr: Expr, pairs: MapExpr['pairs']): void {
  const isPair = expr.kind === 'operator' ? expr.name === '=>' : expr.kind === 'tuple' && expr.keyword;
  if (expr.kind === 'list') for (const item of expr.items) addPairs(item, pairs);
  else if (isPair) {
    const [key, value] = expr.kind === 'operator' ? expr.args : expr.kind === 'tuple' ? expr.items : [];
    if (key && value) pairs.push({ key, value });
  } else pairs.push({ key: expr, value: { kind: 'error', start: expr.start, end: expr.end } });
}

/** `target[key]`. */
export function access(node: Node): Expr {
  const target = fieldExpr(node, 'target') ?? { kind: 'error', start: node.start, end: node.end };
  const key = fieldExpr(node, 'key') ?? { kind: 'error', start: node.start, end: node.end };
  return { kind: 'access', target, key, start: node.start, end: node.end };
}
