import type { Expr } from '../syntax/ast.js';
import { type Fate, fatesOf } from './fates.js';
import type { CallSite, FunctionClause } from './model.js';

/** Functions that run what they are given once per item and give nothing of it back (`Enum.each/2`, `Stream.each/2`). */
const FOR_EFFECT: ReadonlySet<string> = new Set(['Enum.each', 'Stream.each', 'Kernel.tap']);

/**
 * True for a call whose value nobody looks at: a statement of its own, also as the end of a branch or a `for`, or
 * what a function given to `Enum.each/2` returns. A match says that it is meant, `_ = …` included.
 */
export function isThrownAway({ expr, result, situation: { clause } }: CallSite): boolean {
  if (!clause || result === 'bound') return false;
  const fates = fatesOf(expr, clause);
  return fates.length > 0 && fates.every((fate) => throwsAway(fate, expr, clause));
}

function throwsAway(fate: Fate, expr: Expr, clause: FunctionClause): boolean {
  if (fate.kind === 'discarded') return true;
  if (fate.kind === 'given') return expr.kind === 'capture' && isForEffect(fate.call);
  if (fate.kind !== 'yielded') return false;
  return fatesOf(fate.closure, clause).some((outer) => outer.kind === 'given' && isForEffect(outer.call));
}

function isForEffect({ module, name }: { module?: string | undefined; name: string }): boolean {
  return FOR_EFFECT.has(`${module}.${name}`);
}
