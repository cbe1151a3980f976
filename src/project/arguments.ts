import type { CallSite, FunctionClause, ModuleDef } from '../elixir/model.js';
import { followValue } from '../elixir/values.js';
import type { Expr } from '../syntax/ast.js';
import { parameterName } from './reach.js';

/** An expression with the place it stands in. */
export interface Placed {
  expr: Expr;
  owner: ModuleDef;
  clause?: FunctionClause;
}

/**
 * What an argument of the last call of a chain stands for: variables and attributes are followed, and a parameter
 * to what the call before gives for it, or to its default.
 *
 * @param expr an argument of the chain's last call
 * @param chain calls as `reach` gives them, outermost first
 */
export function argumentAlong(expr: Expr, chain: readonly CallSite[]): Placed {
  const site = chain.at(-1);
  const callers = chain.slice(0, -1);
  if (!site) throw new Error('an empty chain has no arguments');
  const { owner, clause } = site.situation;
  return clause ? followUp(expr, owner, clause, callers) : { expr, owner };
}

function followUp(
  expr: Expr,
  owner: ModuleDef,
  clause: FunctionClause,
  callers: readonly CallSite[],
): Placed {
  const value = followValue(expr, owner, clause);
  const index =
    value.kind === 'variable' ? clause.params.findIndex((param) => parameterName(param) === value.name) : -1;
  const caller = callers.at(-1);
  if (index === -1 || !caller) return { expr: value, owner, clause };
  const given = givenFor(index, clause, caller);
  if (given === undefined) return { expr: value, owner, clause };
  if (given === 'default') {
    const fallback = defaultOf(index, clause);
    return fallback
      ? { expr: followValue(fallback, owner, undefined), owner }
      : { expr: value, owner, clause };
  }
  const { situation } = caller;
  if (!situation.clause) return { expr: given, owner: situation.owner };
  return followUp(given, situation.owner, situation.clause, callers.slice(0, -1));
}

/** What a call gives for a parameter; defaults are left out from the right (`Kernel.def/2`, "Default arguments"). */
function givenFor(index: number, { fn }: FunctionClause, call: CallSite): Expr | 'default' | undefined {
  if (call.captured) return undefined;
  const count = call.args.length;
  if (count === fn.arity) return call.args[index];
  let spare = count - fn.minArity;
  let at = 0;
  for (let param = 0; param < fn.arity; param += 1) {
    const optional = fn.clauses.some((clause) => isDefault(clause.params[param]));
    const given = !optional || spare > 0;
    if (optional && spare > 0) spare -= 1;
    if (param === index) return given ? call.args[at] : 'default';
    if (given) at += 1;
  }
  return undefined;
}

function isDefault(param: Expr | undefined): boolean {
  return param?.kind === 'operator' && param.name === '\\\\';
}

function defaultOf(index: number, { fn }: FunctionClause): Expr | undefined {
  for (const { params } of fn.clauses) {
    const param = params[index];
    if (param?.kind === 'operator' && param.name === '\\\\') return param.args[1];
  }
  return undefined;
}
