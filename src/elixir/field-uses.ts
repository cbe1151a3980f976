import type { Expr, VariableExpr } from '../syntax/ast.js';
import { visit } from '../syntax/visit.js';
import { bindingAt } from './bindings.js';
import { calleeOf } from './callee.js';
import { parentOf } from './fates.js';
import type { FunctionClause } from './model.js';

/** A variable that a function takes along from where it is written, and where it uses it. */
export interface Taken {
  name: string;
  /** Where it is used inside the function, in the order of the source. */
  uses: VariableExpr[];
}

/**
 * The variables that an anonymous function closes over, where they hold a parameter of the clause or what a match
 * before the function binds (`Kernel.SpecialForms.fn/1`, closures).
 */
export function closedOver(fun: Expr, clause: FunctionClause): Taken[] {
  const found = new Map<string, Taken>();
  visit(fun, (expr) => {
    if (expr.kind !== 'variable' || !isBoundOutside(expr, fun, clause)) return;
    const taken = found.get(expr.name);
    if (taken) taken.uses.push(expr);
    else found.set(expr.name, { name: expr.name, uses: [expr] });
  });
  return [...found.values()];
}

function isBoundOutside({ name, start }: VariableExpr, fun: Expr, clause: FunctionClause): boolean {
  const binding = bindingAt(clause, name, start);
  if (binding?.kind === 'value') return binding.value.end <= fun.start;
  return binding?.kind === 'parameter';
}

/** Functions that only take a field out of what they are given (`Map`, `Access`, `Kernel`). */
const GETTERS: ReadonlySet<string> = new Set([
  'Map.get',
  'Map.fetch!',
  'Map.fetch',
  'Access.get',
  'Keyword.get',
  'Kernel.get_in',
]);

/**
 * The field that one use of a variable takes out, the innermost there is: `socket.assigns.user` for `socket`;
 * `undefined` where the use needs the whole value.
 */
export function fieldTaken(use: VariableExpr, clause: FunctionClause): Expr | undefined {
  let field: Expr | undefined;
  for (let expr: Expr = use, next = outer(expr, clause); next; next = outer(expr, clause)) {
    field = next;
    expr = next;
  }
  return field ?? taken(use, clause);
}

/** The field access that an expression is the container of. */
function outer(expr: Expr, clause: FunctionClause): Expr | undefined {
  const parent = parentOf(expr, clause);
  if (parent?.kind === 'access') return parent.target === expr ? parent : undefined;
  if (parent?.kind !== 'call' || parent.receiver !== expr) return undefined;
  return parent.name !== '' && parent.args.length === 0 && !parent.parens && !parent.blocks
    ? parent
    : undefined;
}

/** `Map.get(use, :key)`, or `%{key: value} = use`. */
function taken(use: VariableExpr, clause: FunctionClause): Expr | undefined {
  const parent = parentOf(use, clause);
  if (parent?.kind === 'call')
    return GETTERS.has(calleeOf(parent)) && parent.args[0] === use ? parent : undefined;
  if (parent?.kind !== 'operator' || parent.name !== '=' || parent.args[1] !== use) return undefined;
  const [pattern] = parent.args;
  return pattern?.kind === 'map' ? pattern : undefined;
}
