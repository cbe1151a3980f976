import type { CallExpr, Expr } from '../ast.js';
import { NONE } from './fitted.js';

type Called = Pick<CallExpr, 'name' | 'args' | 'arity' | 'parens' | 'nameStart' | 'start' | 'end'>;

/** A call without blocks. What is added to an object later takes more room than what it is made with. */
export function newCall({
  receiver,
  name,
  args,
  arity,
  parens,
  nameStart,
  start,
  end,
}: Called & { receiver: Expr | undefined }): CallExpr {
  const module = undefined;
  const callee = undefined;
  return receiver
    ? { kind: 'call', receiver, name, args, arity, parens, nameStart, module, callee, start, end }
    : { kind: 'call', name, args, arity, parens, nameStart, module, callee, start, end };
}

/** A call like another. An object that is spread anew each time becomes one of a kind, which takes its own room. */
export function callLike(
  { receiver, name, blocks, parens, nameStart, piped: wasPiped }: CallExpr,
  { args, arity, piped = wasPiped, start, end }: Pick<CallExpr, 'args' | 'arity' | 'piped' | 'start' | 'end'>,
): CallExpr {
  const call = newCall({ receiver, name, args, arity, parens, nameStart, start, end });
  if (blocks) call.blocks = blocks;
  if (piped) call.piped = true;
  return call;
}

/** `left.name` as a call without parentheses, which stands at `place`. */
export function fieldAccess(
  part: { left: Expr; name: string; nameStart: number },
  place: { start: number; end: number },
): Expr {
  const { left: receiver, name, nameStart } = part;
  return {
    kind: 'call',
    receiver,
    name,
    args: NONE,
    arity: 0,
    parens: false,
    nameStart,
    start: place.start,
    end: place.end,
  };
}
