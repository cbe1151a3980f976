import type { BlockBody, CallExpr, Clause, Expr } from '../syntax/ast.js';
import { childrenOf } from '../syntax/visit.js';
import { variablesIn } from './flow.js';
import type { FunctionClause } from './model.js';

/** A pattern that binds variables inside a function's body, and how far they are seen. */
export interface Bound {
  names: ReadonlySet<string>;
  pattern: Expr;
  /** What the pattern is matched with; absent for a parameter of an anonymous function, and in a generator. */
  value?: Expr;
  /** From this offset on. */
  from: number;
  /** Up to this offset. */
  to: number;
}

const known = new WeakMap<FunctionClause, readonly Bound[]>();

/** What a clause binds beyond its parameters, in the order of the source (`Kernel.SpecialForms`, "=/2"). */
export function boundIn(clause: FunctionClause): readonly Bound[] {
  let found = known.get(clause);
  if (!found) {
    const list: Bound[] = [];
    if (clause.body) collect(clause.body, clause.body.end, list);
    for (const body of Object.values(clause.blocks)) collectBody(body, undefined, list);
    list.sort((a, b) => a.from - b.from);
    known.set(clause, list);
    found = list;
  }
  return found;
}

/** The pattern that last bound a variable, as seen from an offset; `undefined` where it is still the parameter. */
export function binderOf(clause: FunctionClause, name: string, at: number): Bound | undefined {
  return boundIn(clause).findLast((bound) => bound.from <= at && at < bound.to && bound.names.has(name));
}

function note(pattern: Expr, value: Expr | undefined, from: number, to: number, list: Bound[]): void {
  const names = variablesIn(pattern);
  if (names.size > 0) list.push({ names, pattern, ...(value ? { value } : {}), from, to });
}

/** Collects what an expression binds; `to` is where the block that it stands in ends. */
function collect(expr: Expr, to: number, list: Bound[]): void {
  if (expr.kind === 'operator' && expr.name === '=') {
    const [pattern, value] = expr.args;
    if (value) collect(value, to, list);
    if (pattern && value) note(pattern, value, expr.end, to, list);
    return;
  }
  if (expr.kind === 'fn') {
    for (const clause of expr.clauses) collectClause(clause, undefined, list);
    return;
  }
  if (expr.kind === 'call' && expr.blocks) {
    collectForm(expr, to, list);
    return;
  }
  for (const child of childrenOf(expr)) collect(child, to, list);
}

function collectForm(call: CallExpr, to: number, list: Bound[]): void {
  const { blocks = {} } = call;
  const inside = call.name === 'with' ? (blocks.do?.expr?.end ?? call.end) : call.end;
  if (call.receiver) collect(call.receiver, to, list);
  for (const arg of call.args) collectArgument(arg, call, inside, to, list);
  for (const [name, body] of Object.entries(blocks)) {
    collectBody(body, call.name === 'case' && name === 'do' ? call.args[0] : undefined, list);
  }
}

/** An argument of a block form: `with` and `for` bind for what follows inside them. */
function collectArgument(arg: Expr, { name }: CallExpr, inside: number, to: number, list: Bound[]): void {
  const binds = name === 'with' || name === 'for';
  const generator = arg.kind === 'bitstring' ? arg.items.at(-1) : arg;
  if (!binds || generator?.kind !== 'operator' || generator.name !== '<-') {
    collect(arg, binds ? inside : to, list);
    return;
  }
  const [left, value] = generator.args;
  if (value) collect(value, inside, list);
  const pattern = left?.kind === 'operator' && left.name === 'when' ? left.args[0] : left;
  if (pattern) note(pattern, name === 'with' ? value : undefined, generator.end, inside, list);
}

function collectBody(body: BlockBody | undefined, value: Expr | undefined, list: Bound[]): void {
  if (body?.expr) collect(body.expr, body.expr.end, list);
  for (const clause of body?.clauses ?? []) collectClause(clause, value, list);
}

function collectClause(clause: Clause, value: Expr | undefined, list: Bound[]): void {
  for (const param of clause.params) note(param, value, param.end, clause.end, list);
  collect(clause.body, clause.end, list);
}
