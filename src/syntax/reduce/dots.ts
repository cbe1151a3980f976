import { wordAt } from '../words.js';
import { fieldExpr } from './children.js';
import { exprOf, type Node, type Part } from './node.js';

/** `left.right`: an alias, `left.{A, B}`, or a dot whose call stands around it. */
export function dot(node: Node, text: string): Part {
  const left = fieldExpr(node, 'left') ?? { kind: 'error', start: node.start, end: node.end };
  const right = node.children.find((child) => child.field === 'right');
  const operator = node.children.find((child) => child.field === 'operator');
  if (!right) return { kind: 'dot', left, name: '', nameStart: operator?.start ?? node.end };
  const expr = right.part.kind === 'expr' ? right.part.expr : undefined;
  if (expr?.kind === 'alias') {
    if (left.kind === 'alias') {
      const { head } = left;
      return exprOf({
        kind: 'alias',
        name: `${left.name}.${expr.name}`,
        ...(head ? { head } : {}),
        module: undefined,
        start: node.start,
        end: node.end,
      });
    }
    return exprOf({ kind: 'alias', name: expr.name, head: left, start: node.start, end: node.end });
  }
  if (expr?.kind === 'tuple') {
    const { items } = expr;
    const common = {
      arity: items.length,
      parens: true,
      nameStart: right.start,
      start: node.start,
      end: node.end,
    };
    return exprOf({ kind: 'call', receiver: left, name: '{}', args: items, ...common });
  }
  const name = expr?.kind === 'text' ? expr.value : wordAt(text, right.start, right.end);
  return { kind: 'dot', left, name, nameStart: right.start };
}
