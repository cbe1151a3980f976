import type { Expr } from '../syntax/ast.js';
import { atomOf } from './literals.js';
import type { FunctionClause } from './model.js';

/** Names that projects give to the environment their tests run in. */
const TESTS: ReadonlySet<string> = new Set(['test', 'ci', 'bench']);

/** True for a clause that only takes the name of the test environment: `children(:test)`, `when env in [:test]`. */
export function isForTests({ params, guard }: FunctionClause): boolean {
  return params.some((param) => isTests(param)) || (guard !== undefined && asksForTests(guard));
}

function isTests(expr: Expr): boolean {
  return expr.kind === 'text' ? TESTS.has(expr.value) : TESTS.has(atomOf(expr) ?? '');
}

function asksForTests(guard: Expr): boolean {
  if (guard.kind !== 'operator') return false;
  const [, right] = guard.args;
  if (!right) return false;
  if (guard.name === '==' || guard.name === '===') return isTests(right);
  return guard.name === 'in' && right.kind === 'list' && right.items.length > 0 && right.items.every(isTests);
}
