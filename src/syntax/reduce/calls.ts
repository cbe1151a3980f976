import type { Blocks, CallExpr, Expr } from '../ast.js';
import { splitBlocks } from './blocks.js';
import { NONE } from './fitted.js';
import { newCall } from './new-call.js';
import { exprOf, type Node, type Part } from './node.js';

/** A call with its arguments and blocks. */
export function call(node: Node, text: string): Part {
  const { start, end, children } = node;
  let target: Part | undefined;
  let args: Expr[] = NONE;
  let parens = false;
  let blocks: Blocks | undefined;
  for (const { part, field, start: at } of children) {
    if (field === 'target') target = part;
    else if (part.kind === 'args') {
      args = part.exprs;
      parens = text[at] === '(';
    } else if (part.kind === 'do') blocks = part.blocks;
  }
  const arity = args.length + (blocks ? 1 : 0);
  if (!blocks) ({ args, blocks } = splitBlocks(args));
  const { receiver, name, nameStart } = calleeOf(target, node);
  const expr = newCall({ receiver, name, args, arity, parens, nameStart, start, end });
  if (blocks) expr.blocks = blocks;
  return exprOf(expr);
}

/** What a call calls: a function behind a dot, one of this module or an import, or a value (`f.()`, `f()()`). */
function calleeOf(
  target: Part | undefined,
  { start, end }: Node,
): Pick<CallExpr, 'receiver' | 'name' | 'nameStart'> {
  if (target?.kind === 'dot')
    return { receiver: target.left, name: target.name, nameStart: target.nameStart };
  const callee = target?.kind === 'expr' ? target.expr : undefined;
  if (callee?.kind === 'variable') return { name: callee.name, nameStart: callee.start };
  return { receiver: callee ?? { kind: 'error', start, end }, name: '', nameStart: start };
}
