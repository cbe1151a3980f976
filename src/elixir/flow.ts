import type { BlockBody, CallExpr, Expr } from '../syntax/ast.js';
import { someChild } from '../syntax/visit.js';
import type { FunctionClause } from './model.js';

/** One value that an expression can have, with what led to it. */
export interface Tail {
  expr: Expr;
  /** Number of branches (`case`, `if`, …) on the way to it. */
  branches: number;
  /** True in `rescue`, `catch` and the `else` of `with`: the value after something went wrong. */
  recovered: boolean;
}

const BRANCHING: ReadonlySet<string> = new Set(['case', 'if', 'unless', 'cond', 'with', 'try', 'receive']);

/**
 * The expressions whose values an expression can have: the ends of its branches.
 *
 * An `if` without `else` also gives `nil`, which is not listed.
 */
export function tailsOf(expr: Expr | undefined, branches = 0, recovered = false): Tail[] {
  if (!expr) return [];
  if (expr.kind === 'block') return tailsOf(expr.items.at(-1), branches, recovered);
  if (expr.kind === 'operator' && expr.name === '=') return tailsOf(expr.args[1], branches, recovered);
  if (expr.kind === 'call' && !expr.receiver && expr.blocks && BRANCHING.has(expr.name))
    return branchTails(expr, branches, recovered);
  if (expr.kind === 'call' && expr.name === 'tap' && !expr.receiver)
    return tailsOf(expr.args[0], branches, recovered);
  return [{ expr, branches, recovered }];
}

function branchTails(call: CallExpr, branches: number, recovered: boolean): Tail[] {
  const blocks = call.blocks ?? {};
  const ends = (body: BlockBody | undefined, failed: boolean): Tail[] => {
    if (body?.expr) return tailsOf(body.expr, branches + 1, failed);
    return (body?.clauses ?? []).flatMap((clause) => tailsOf(clause.body, branches + 1, failed));
  };
  const main = call.name === 'try' && blocks.else ? [] : ends(blocks.do, recovered);
  const other = ends(blocks.else, recovered || call.name === 'with');
  const afters = call.name === 'receive' ? ends(blocks.after, recovered) : [];
  return [...main, ...other, ...ends(blocks.rescue, true), ...ends(blocks.catch, true), ...afters];
}

/** Every `if` and `unless` without `else` whose value, `nil` included, is that of an expression. */
export function missingElses(expr: Expr | undefined): CallExpr[] {
  if (!expr) return [];
  if (expr.kind === 'block') return missingElses(expr.items.at(-1));
  if (expr.kind === 'operator' && expr.name === '=') return missingElses(expr.args[1]);
  if (expr.kind !== 'call' || expr.receiver || !expr.blocks || !BRANCHING.has(expr.name)) return [];
  const { blocks, name } = expr;
  if ((name === 'if' || name === 'unless') && !blocks.else) return [expr];
  const bodies = name === 'try' ? [blocks.do, blocks.else] : [blocks.do, blocks.else, blocks.after];
  return bodies.flatMap((body) => {
    if (body?.expr) return missingElses(body.expr);
    return (body?.clauses ?? []).flatMap((clause) => missingElses(clause.body));
  });
}

/** The values a clause can return, those of its own `rescue` and `catch` included. */
export function clauseTails(clause: FunctionClause): Tail[] {
  const { blocks } = clause;
  const ends = (body: BlockBody | undefined): Tail[] => {
    if (body?.expr) return tailsOf(body.expr, 1, true);
    return (body?.clauses ?? []).flatMap((inner) => tailsOf(inner.body, 1, true));
  };
  return [...tailsOf(clause.body), ...ends(blocks.rescue), ...ends(blocks.catch)];
}

/** Every expression of a clause: parameters, guard, body and handlers, outermost first. */
export function clauseExprs(clause: FunctionClause): Expr[] {
  const exprs = [...clause.params];
  if (clause.guard) exprs.push(clause.guard);
  if (clause.body) exprs.push(clause.body);
  for (const body of Object.values(clause.blocks)) {
    if (body.expr) exprs.push(body.expr);
    for (const inner of body.clauses ?? [])
      exprs.push(...inner.params, ...(inner.guard ? [inner.guard] : []), inner.body);
  }
  return exprs;
}

/** The names of the variables in a pattern or expression, `_` and pinned ones left out. */
export function variablesIn(expr: Expr | undefined, names = new Set<string>()): Set<string> {
  if (!expr) return names;
  if (expr.kind === 'variable') {
    if (expr.name !== '_' && expr.name !== '__MODULE__') names.add(expr.name);
    return names;
  }
  if (expr.kind === 'operator' && expr.name === '^') return names;
  someChild(expr, (child) => {
    variablesIn(child, names);
    return false;
  });
  return names;
}

/** True where a variable is read in an expression. */
export function mentions(expr: Expr | undefined, names: ReadonlySet<string>): boolean {
  if (!expr) return false;
  if (expr.kind === 'variable') return names.has(expr.name);
  return someChild(expr, (child) => mentions(child, names));
}
