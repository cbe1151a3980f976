import type { Expr } from '../syntax/ast.js';

/**
 * The expressions in one item of `<<…>>`: its value, and of its type the sizes; `size(n)` and `binary` themselves
 * are no calls (`Kernel.SpecialForms.<<>>/1`).
 */
export function expressionsIn(item: Expr): Expr[] {
  if (item.kind !== 'operator' || item.name !== '::') return [item];
  const [value, type] = item.args;
  return [...(value ? [value] : []), ...(type ? sizesIn(type) : [])];
}

function sizesIn(type: Expr): Expr[] {
  if (type.kind === 'operator' && (type.name === '-' || type.name === '*')) return type.args.flatMap(sizesIn);
  const isSize = type.kind === 'call' && !type.receiver && (type.name === 'size' || type.name === 'unit');
  return isSize ? type.args : [];
}
