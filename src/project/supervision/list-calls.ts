import { isAtom } from '../../elixir/literals.js';
import type { CallExpr, Expr } from '../../syntax/ast.js';
import {
  appliedChildren,
  comprehendedChildren,
  mappedChildren,
  reducedChildren,
} from './applied-functions.js';
import type { ChildReading } from './child-reading.js';
import { branchChildren, followedChildren, isBranching, returnedChildren } from './given-children.js';
import { conditionalChild, type ListedChild, madeByCall } from './listed-child.js';

/** The children in the list that a call gives: a branch, a comprehension, `Enum`, `List`, a function of the project. */
export function childrenOfCall(call: CallExpr, reading: ChildReading): ListedChild[] {
  const read = reading.list.bind(reading);
  if (isBranching(call)) return branchChildren(call, reading, read);
  if (call.name === 'for' && !call.receiver) return comprehendedChildren(call, reading);
  const [first, second] = call.args;
  if (first && (call.module === 'Enum' || call.module === 'List'))
    return collectionChildren(call, first, second, reading);
  if (first && !call.receiver && call.name === 'then') return appliedChildren(call, first, second, reading);
  if (first && !call.receiver && call.name === 'tap') return reading.list(first);
  return (
    returnedChildren(call, reading, read) ??
    followedChildren(call, reading, read) ?? [madeByCall(call, reading.at)]
  );
}

/** What functions of `Enum` and `List` give. */
function collectionChildren(
  call: CallExpr,
  first: Expr,
  second: Expr | undefined,
  reading: ChildReading,
): ListedChild[] {
  switch (call.name) {
    case 'reject':
    case 'filter':
      return dropsNothingElse(second) ? reading.list(first) : reading.list(first).map(conditionalChild);
    case 'concat':
      if (!second && first.kind === 'list') return first.items.flatMap((item) => reading.list(item));
      return [first, ...(second ? [second] : [])].flatMap((part) => reading.list(part));
    case 'reverse':
      return reading.list(first).reverse();
    case 'flatten':
    case 'wrap':
    case 'to_list':
    case 'uniq':
    case 'uniq_by':
    case 'sort':
    case 'sort_by':
      return reading.list(first);
    case 'delete':
    case 'take':
    case 'drop':
      return reading.list(first).map(conditionalChild);
    case 'insert_at': {
      const added = call.args[2];
      return [...reading.list(first), ...(added ? reading.item(added) : [])];
    }
    case 'map':
    case 'flat_map':
      return mappedChildren(call, first, second, reading);
    case 'reduce':
      return reducedChildren(call, first, second, reading);
    default:
      return [madeByCall(call, reading.at)];
  }
}

/** True for predicates that only leave out what is `nil` or `false`. */
function dropsNothingElse(fun: Expr | undefined): boolean {
  if (fun?.kind !== 'capture') return false;
  if (fun.named) return fun.named.name === 'is_nil' || fun.named.name === '!';
  const { body } = fun;
  if (body?.kind === 'placeholder') return true;
  if (body?.kind === 'operator')
    return (
      body.args.some((arg) => arg.kind === 'placeholder') &&
      (body.args.length === 1 || body.args.some((arg) => isAtom(arg, 'nil', 'false')))
    );
  return body?.kind === 'call' && body.name === 'is_nil';
}
