import type { Expr } from '../syntax/ast.js';
import { bindingAt, type Step } from './bindings.js';
import type { FunctionClause, ModuleDef } from './model.js';

/**
 * What a variable of a clause stands for at an offset: the right side of `name = value`, or what stands at its
 * place there where pattern and value have the same shape.
 *
 * @returns `undefined` for a parameter, or where it is bound by a pattern that cannot be followed
 */
export function bindingOf(clause: FunctionClause, name: string, before: number): Expr | undefined {
  const binding = bindingAt(clause, name, before);
  return binding?.kind === 'value' ? partAt(binding.value, binding.path) : undefined;
}

/** The part of a written value that a path leads to; only tuples are taken apart. */
export function partAt(value: Expr, path: readonly Step[]): Expr | undefined {
  let part: Expr | undefined = value;
  for (const step of path)
    part = step.kind === 'item' && part?.kind === 'tuple' ? part.items[step.index] : undefined;
  return part;
}

/**
 * Follows variables, module attributes and pipes into a match to what they stand for.
 *
 * @param clause the clause the expression stands in; absent in a module body
 */
export function followValue(
  expr: Expr,
  owner: ModuleDef,
  clause: FunctionClause | undefined,
  depth = 5,
): Expr {
  if (depth === 0) return expr;
  if (expr.kind === 'attribute' && !expr.value) {
    const value = owner.attributes.get(expr.name)?.at(-1);
    return value ? followValue(value, owner, undefined, depth - 1) : expr;
  }
  if (expr.kind === 'variable' && clause) {
    const value = bindingOf(clause, expr.name, expr.start);
    return value ? followValue(value, owner, clause, depth - 1) : expr;
  }
  if (expr.kind === 'block' && expr.items.length > 0)
    return followValue(expr.items.at(-1) as Expr, owner, clause, depth - 1);
  return expr;
}
