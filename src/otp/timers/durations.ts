import { keywordsOf } from '../../elixir/literals.js';
import type { Expr } from '../../syntax/ast.js';

const UNITS: Record<string, number> = {
  milliseconds: 1,
  millisecond: 1,
  seconds: 1000,
  second: 1000,
  minutes: 60_000,
  minute: 60_000,
  hours: 3_600_000,
  hour: 3_600_000,
  day: 86_400_000,
  week: 604_800_000,
};

/**
 * A timeout in milliseconds: a number, a product of numbers, `:timer.seconds(5)`, `to_timeout(second: 5)`, or
 * `Infinity` for `:infinity`.
 *
 * @param expr with variables and attributes already followed
 * @returns `undefined` where the source does not say
 */
export function durationOf(expr: Expr | undefined): number | undefined {
  if (expr?.kind === 'number') return expr.value;
  if (expr?.kind === 'atom') return expr.value === 'infinity' ? Number.POSITIVE_INFINITY : undefined;
  if (expr?.kind === 'operator' && expr.name === '*') {
    const [left, right] = expr.args.map(durationOf);
    return left === undefined || right === undefined ? undefined : left * right;
  }
  if (expr?.kind === 'call' && expr.module === ':timer') {
    const unit = UNITS[expr.name];
    const count = durationOf(expr.args[0]);
    return unit === undefined || count === undefined ? undefined : unit * count;
  }
  if (expr?.kind === 'call' && expr.name === 'to_timeout') {
    let sum = 0;
    for (const { key, value } of keywordsOf(expr.args[0]))
      sum += (UNITS[key] ?? Number.NaN) * (durationOf(value) ?? Number.NaN);
    return Number.isNaN(sum) ? undefined : sum;
  }
  return undefined;
}
