import type { Expr } from '../syntax/ast.js';
import { keywordsOf, keywordValue } from './literals.js';

/** The value of a block with what it binds on the way put in place of the variables. */
export function inlined(body: Expr): Expr {
  if (body.kind !== 'block') return body;
  const values = new Map<string, Expr>();
  const items = body.items.map((item) => {
    const [pattern, value] = item.kind === 'operator' && item.name === '=' ? item.args : [];
    const rewritten = rewrite(item, values, item);
    if (pattern && value) bindInto(pattern, rewrite(value, values, value), values);
    return rewritten;
  });
  return items.at(-1) ?? body;
}

/** An expression with what a pattern binds put in place of its variables. */
export function substituted(body: Expr, pattern: Expr | undefined, value: Expr): Expr {
  const values = new Map<string, Expr>();
  if (pattern) bindInto(pattern, value, values);
  return rewrite(body, values, value);
}

function bindInto(pattern: Expr, value: Expr, values: Map<string, Expr>): void {
  if (pattern.kind === 'variable') values.set(pattern.name, value);
  else if (pattern.kind === 'tuple' && value.kind === 'tuple') {
    for (const [index, item] of pattern.items.entries()) {
      const part = value.items[index];
      if (part) bindInto(item, part, values);
    }
  } else if (pattern.kind === 'operator' && pattern.name === '=') {
    for (const part of pattern.args) bindInto(part, value, values);
  } else if (pattern.kind === 'map' || pattern.kind === 'list') {
    for (const { key, value: inner } of keywordsOf(pattern)) {
      const part = keywordValue(value, key);
      if (part) bindInto(inner, part, values);
    }
  }
}

/** Copies an expression; `&1` of a capture stands for the whole value. */
function rewrite(expr: Expr, values: ReadonlyMap<string, Expr>, whole: Expr): Expr {
  const again = (inner: Expr): Expr => rewrite(inner, values, whole);
  switch (expr.kind) {
    case 'variable':
      return values.get(expr.name) ?? expr;
    case 'placeholder':
      return expr.index === 1 ? whole : expr;
    case 'list':
    case 'tuple':
    case 'block':
      return { ...expr, items: expr.items.map(again) };
    case 'operator':
      return { ...expr, args: expr.args.map(again) };
    case 'interpolated':
      return { ...expr, parts: expr.parts.map(again) };
    case 'map':
      return {
        ...expr,
        pairs: expr.pairs.map(({ key, value }) => ({ key: again(key), value: again(value) })),
      };
    case 'call':
      return expr.blocks
        ? expr
        : {
            ...expr,
            args: expr.args.map(again),
            ...(expr.receiver ? { receiver: again(expr.receiver) } : {}),
          };
    default:
      return expr;
  }
}
