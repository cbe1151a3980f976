import type { Expr } from '../ast.js';
import { capture } from './captures.js';
import { fieldExpr, operatorText } from './children.js';
import { callLike } from './new-call.js';
import { exprOf, type Node, type Part } from './node.js';

/** An operator with one operand; `@attribute`, captures and negative numbers are expressions of their own. */
export function unary(node: Node, text: string): Expr {
  const name = operatorText(node, text);
  const operand = fieldExpr(node, 'operand') ?? { kind: 'error', start: node.start, end: node.end };
  if (name === '@') return attribute(operand, node);
  if (name === '&') return capture(operand, node);
  if (name === '-' && operand.kind === 'number' && operand.value !== undefined) {
    return {
      kind: 'number',
      text: `-${operand.text}`,
      value: -operand.value,
      start: node.start,
      end: node.end,
    };
  }
  return { kind: 'operator', name, args: [operand], start: node.start, end: node.end };
}

function attribute(operand: Expr, node: Node): Expr {
  if (operand.kind === 'call' && !operand.receiver) {
    const [value] = operand.args;
    return {
      kind: 'attribute',
      name: operand.name,
      ...(value ? { value } : {}),
      start: node.start,
      end: node.end,
    };
  }
  return {
    kind: 'attribute',
    name: operand.kind === 'variable' ? operand.name : '',
    start: node.start,
    end: node.end,
  };
}

/** An operator with two operands; a pipe is the call it stands for, and `params when guard` the head of a clause. */
export function binary(node: Node, text: string): Part {
  const name = operatorText(node, text);
  const leftChild = node.children.find((child) => child.field === 'left');
  const right = fieldExpr(node, 'right') ?? { kind: 'error', start: node.start, end: node.end };
  if (name === 'when' && leftChild?.part.kind === 'args') {
    return { kind: 'head', params: leftChild.part.exprs, guard: right };
  }
  const left = fieldExpr(node, 'left') ?? { kind: 'error', start: node.start, end: node.end };
  if (name === '|>') {
    const piped = pipeInto(left, right, node);
    if (piped) return exprOf(piped);
  }
  return exprOf({ kind: 'operator', name, args: [left, right], start: node.start, end: node.end });
}

/** `left |> right` as the call it stands for (`Kernel.|>/2`). */
function pipeInto(left: Expr, right: Expr, node: Node): Expr | undefined {
  if (right.kind === 'call') {
    const args = [left].concat(right.args);
    return callLike(right, { args, arity: right.arity + 1, piped: true, start: node.start, end: node.end });
  }
  if (right.kind === 'variable') {
    const { name, start } = right;
    return {
      kind: 'call',
      name,
      args: [left],
      arity: 1,
      piped: true,
      parens: false,
      nameStart: start,
      start: node.start,
      end: node.end,
    };
  }
  return undefined;
}
