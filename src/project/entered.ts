import type { CallSite, FunctionClause } from '../elixir/model.js';
import type { Expr } from '../syntax/ast.js';
import type { Standpoint } from './origins.js';

/** A value together with where it stands. */
export interface Located {
  expr: Expr;
  at: Standpoint;
}

/**
 * Where a clause stands when OTP calls it with certain arguments: a supervisor its children's start functions, a
 * start function `init/1`.
 */
export function enteredWith(clause: FunctionClause, args: readonly Located[]): Standpoint {
  const [first] = args;
  const owner = clause.fn.module;
  if (!first) return { owner, clause, entered: [] };
  return { owner, clause, entered: [...first.at.entered, callOf(clause, args, first)] };
}

/** The call that nobody wrote. */
function callOf({ fn }: FunctionClause, args: readonly Located[], { expr, at }: Located): CallSite {
  return {
    module: fn.module.name,
    name: fn.name,
    arity: args.length,
    args: args.map((arg) => arg.expr),
    expr,
    captured: false,
    situation: {
      owner: at.owner,
      ...(at.clause ? { clause: at.clause } : {}),
      quoted: false,
      branches: 0,
      rescued: false,
      logged: false,
      devOnly: false,
    },
    result: 'tail',
    start: expr.start,
    end: expr.end,
    nameStart: expr.start,
  };
}

/** The standpoint of a call, with the calls that were entered on the way to it. */
export function standpointOf(site: CallSite, entered: readonly CallSite[] = []): Standpoint {
  const { owner, clause } = site.situation;
  return { owner, ...(clause ? { clause } : {}), entered };
}

/** The standpoint of a call that was reached from a clause, through the calls on the way. */
export function reachedFrom(from: Standpoint, chain: readonly CallSite[]): Standpoint | undefined {
  const site = chain.at(-1);
  return site && standpointOf(site, [...from.entered, ...chain.slice(0, -1)]);
}
