import type { Expr } from '../../syntax/ast.js';

/** Whether a condition on `Mix.env()` holds in production; `undefined` where it is about something else. */
export function inProduction(condition: Expr): boolean | undefined {
  if (condition.kind !== 'operator') return undefined;
  const [left, right] = condition.args;
  if (condition.name === 'not' || condition.name === '!') return left && negate(inProduction(left));
  const asked =
    left?.kind === 'call' &&
    left.name === 'env' &&
    left.receiver?.kind === 'alias' &&
    left.receiver.name === 'Mix';
  if (!asked || !right) return undefined;
  const names = right.kind === 'list' ? right.items : [right];
  const named = names.some((name) => name.kind === 'atom' && name.value === 'prod');
  const negated = condition.name === '!=' || condition.name === '!==' || condition.name === 'not in';
  return named !== negated;
}

/** The contrary of what may not be known. */
export function negate(value: boolean | undefined): boolean | undefined {
  return value === undefined ? undefined : !value;
}
