import type { CallExpr, Expr } from '../ast.js';
import { NONE } from './fitted.js';
import { callLike } from './new-call.js';
import type { Node } from './node.js';

/** `&name/arity`, `&(&1 + 1)` or `&1`, by what stands behind the `&`. */
export function capture(operand: Expr, node: Node): Expr {
  if (operand.kind === 'number' && operand.value !== undefined) {
    return { kind: 'placeholder', index: operand.value, start: node.start, end: node.end };
  }
  if (operand.kind === 'operator' && operand.name === '/') {
    const [target, arity] = operand.args;
    if (target && arity?.kind === 'number' && arity.value !== undefined) {
      // A number of any size makes room for such a one in all calls.
      const named = capturedFunction(target, arity.value | 0);
      if (named) return { kind: 'capture', named, start: node.start, end: node.end };
    }
  }
  return { kind: 'capture', body: operand, start: node.start, end: node.end };
}

function capturedFunction(target: Expr, arity: number): CallExpr | undefined {
  if (target.kind === 'variable') {
    const { name, start, end } = target;
    return { kind: 'call', name, args: NONE, arity, parens: false, nameStart: start, start, end };
  }
  if (target.kind === 'call' && target.args.length === 0 && !target.blocks)
    return callLike(target, { args: NONE, arity, start: target.start, end: target.end });
  return undefined;
}
