import type { ModuleDef } from '../../elixir/model.js';
import type { CallExpr, Expr } from '../../syntax/ast.js';
import type { Standpoint } from '../origins.js';

/** One entry of a list of children, in start order. */
export interface ListedChild {
  /** What is written: a child spec in one of its forms, or what could not be followed. */
  expr: Expr;
  at: Standpoint;
  /** True where some runs leave it out. */
  conditional: boolean;
  /** Why the source does not say what stands here. */
  unknown?: string;
  /** Why there may be any number of it. */
  repeated?: string;
  /** Where it stands in the other lists that may be given instead. */
  also?: readonly { owner: ModuleDef; start: number; end: number }[];
}

/** An entry that every run starts, as it is written. */
export function writtenChild(expr: Expr, at: Standpoint): ListedChild {
  return { expr, at, conditional: false };
}

/** An entry, or several, that the source does not say, with the reason as a clause (`it is no list`). */
export function unknownChild(expr: Expr, at: Standpoint, reason: string): ListedChild {
  return { expr, at, conditional: false, unknown: reason };
}

/** What a call gives that makes children in a way not followed. */
export function madeByCall(call: CallExpr, at: Standpoint): ListedChild {
  const name = `${call.module === undefined ? '' : `${call.module}.`}${call.name}/${call.arity}`;
  return unknownChild(call, at, `\`${name}\` makes it at run time`);
}

/** The same entry, left out by some runs. */
export function conditionalChild(child: ListedChild): ListedChild {
  return { ...child, conditional: true };
}

/** The same entry, once for each item of a list that the source does not write out. */
export function repeatedChild(child: ListedChild): ListedChild {
  return { ...child, repeated: 'there is one for each item of a list known only at run time' };
}
