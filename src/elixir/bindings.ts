import type { CallExpr, Clause, Expr, MapExpr, OperatorExpr } from '../syntax/ast.js';
import { findChild, someChild } from '../syntax/visit.js';
import { clauseExprs } from './flow.js';
import type { FunctionClause } from './model.js';

/**
 * One step into a value: the value under a key (`text` for a string, as in parameters of a request), an element
 * of a tuple, any item of a collection, or what follows the known beginning of a text.
 */
export type Step =
  | { kind: 'key'; key: string; text?: boolean }
  | { kind: 'item'; index: number }
  | { kind: 'each' }
  | { kind: 'rest' };

/** What a variable stands for at one place. */
export type Binding =
  /** A part of the value of an expression of the same clause; `narrowed` where a pattern lets only some values in. */
  | { kind: 'value'; value: Expr; path: Step[]; narrowed?: true }
  /** A part of a parameter of the clause itself. */
  | { kind: 'parameter'; index: number; path: Step[] }
  /** A part of what a call gives to the anonymous function that is its argument `arg`. */
  | { kind: 'given'; call: CallExpr; arg: number; index: number; path: Step[] }
  /** Bound by a pattern that cannot be followed, to some part of this value where one is written. */
  | { kind: 'opaque'; value?: Expr };

const OPAQUE: Binding = { kind: 'opaque' };

/**
 * What a variable is bound to where it stands, by Elixir's lexical scoping: the nearest match before it in its
 * own or an enclosing block, `case`, `with`, `for` or `fn`, or a parameter of the clause.
 *
 * @returns `undefined` where nothing in the clause binds it
 */
export function bindingAt(clause: FunctionClause, name: string, offset: number): Binding | undefined {
  let bindings = known.get(clause);
  if (!bindings) {
    bindings = new Map();
    known.set(clause, bindings);
  }
  const before = bindings.get(offset);
  if (before?.name === name) return before.binding;
  const binding = findBinding(clause, name, offset);
  bindings.set(offset, { name, binding });
  return binding;
}

/**
 * The expression whose value, or a part of it, a variable stands for.
 *
 * @returns `undefined` for a parameter, and where nothing that is written gives the value
 */
export function sourceOf(clause: FunctionClause, name: string, offset: number): Expr | undefined {
  const binding = bindingAt(clause, name, offset);
  return binding?.kind === 'value' || binding?.kind === 'opaque' ? binding.value : undefined;
}

/** Each variable is asked about again and again, by all who follow values through its clause. */
const known = new WeakMap<FunctionClause, Map<number, { name: string; binding: Binding | undefined }>>();

function findBinding(clause: FunctionClause, name: string, offset: number): Binding | undefined {
  for (const root of clauseExprs(clause)) {
    if (!holds(root, offset)) continue;
    const inside = within(root, name, offset);
    if (inside) return inside;
  }
  return fromParameters(clause.params, name);
}

function fromParameters(params: readonly Expr[], name: string): Binding | undefined {
  for (let index = 0; index < params.length; index += 1) {
    const param = params[index];
    const path = param && pathTo(param, name);
    if (path) return path === 'opaque' ? OPAQUE : { kind: 'parameter', index, path };
  }
  return undefined;
}

function holds(expr: { start: number; end: number }, offset: number): boolean {
  return expr.start <= offset && offset < expr.end;
}

/** The binding of a name that an expression makes for a place inside it. */
function within(
  expr: Expr,
  name: string,
  offset: number,
  parent?: { call: CallExpr; arg: number },
): Binding | undefined {
  if (expr.kind === 'block') return inBlock(expr.items, name, offset);
  if (expr.kind === 'fn') return inFunction(expr.clauses, name, offset, parent);
  if (expr.kind === 'call') return inCall(expr, name, offset);
  const child = findChild(expr, (inner) => holds(inner, offset));
  return child && within(child, name, offset);
}

/** Looks into the expression that holds the place, then at those before it, nearest first. */
function inBlock(items: readonly Expr[], name: string, offset: number): Binding | undefined {
  const at = items.findIndex((item) => holds(item, offset));
  const holder = items[at];
  const inside = holder && within(holder, name, offset);
  if (inside) return inside;
  return boundBefore(items, at, name);
}

/** What the nearest of the expressions before a position binds a name to. */
function boundBefore(
  items: readonly Expr[],
  end: number,
  name: string,
  generator = false,
): Binding | undefined {
  for (let at = end - 1; at >= 0; at -= 1) {
    const item = items[at];
    const bound = item && boundBy(item, name, generator);
    if (bound) return bound;
  }
  return undefined;
}

function inFunction(
  clauses: readonly Clause[],
  name: string,
  offset: number,
  parent?: { call: CallExpr; arg: number },
): Binding | undefined {
  const clause = clauses.find((one) => holds(one, offset));
  if (!clause) return undefined;
  const inside = inClauseBody(clause, name, offset);
  if (inside) return inside;
  const bound = fromParameters(clause.params, name);
  if (bound?.kind !== 'parameter') return bound;
  return parent ? { kind: 'given', ...parent, index: bound.index, path: bound.path } : OPAQUE;
}

function inClauseBody(clause: Clause, name: string, offset: number): Binding | undefined {
  return holds(clause.body, offset) ? within(clause.body, name, offset) : undefined;
}

function inCall(call: CallExpr, name: string, offset: number): Binding | undefined {
  const { receiver } = call;
  if (receiver && holds(receiver, offset)) return within(receiver, name, offset);
  const at = call.args.findIndex((arg) => holds(arg, offset));
  const holder = call.args[at];
  const inside = holder ? within(holder, name, offset, { call, arg: at }) : inBlocks(call, name, offset);
  if (inside || !isForm(call)) return inside;
  return boundBefore(call.args, at === -1 ? call.args.length : at, name, call.name === 'for');
}

const FORMS: ReadonlySet<string> = new Set(['for', 'with', 'if', 'unless', 'case']);

/** Forms whose arguments bind variables for their blocks. */
function isForm(call: CallExpr): boolean {
  return !call.receiver && call.blocks !== undefined && FORMS.has(call.name);
}

function inBlocks(call: CallExpr, name: string, offset: number): Binding | undefined {
  for (const body of Object.values(call.blocks ?? {})) {
    if (body.expr && holds(body.expr, offset)) return within(body.expr, name, offset);
    const clause = (body.clauses ?? []).find((one: Clause) => holds(one, offset));
    if (clause) return inClauseBody(clause, name, offset) ?? matched(call, clause, name);
  }
  return undefined;
}

/** What the pattern of a clause binds: a part of what `case` looks at. */
function matched(call: CallExpr, clause: Clause, name: string): Binding | undefined {
  const bound = fromParameters(clause.params, name);
  if (!bound || call.name !== 'case' || call.receiver) return bound && OPAQUE;
  const [value] = call.args;
  if (!value) return OPAQUE;
  return bound.kind === 'parameter'
    ? { kind: 'value', value, path: bound.path, narrowed: true }
    : { kind: 'opaque', value };
}

/** What `pattern = value` or `pattern <- value` binds a name to. */
function boundBy(expr: Expr, name: string, generator = false): Binding | undefined {
  if (expr.kind !== 'operator' || (expr.name !== '=' && expr.name !== '<-')) return undefined;
  const [pattern, value] = expr.args;
  if (!pattern || !value) return undefined;
  const path = pathTo(pattern, name);
  if (!path) return boundBy(value, name);
  if (path === 'opaque') return { kind: 'opaque', value };
  const each: Step[] = generator && expr.name === '<-' ? [{ kind: 'each' }] : [];
  const narrowed = pattern.kind !== 'variable';
  return { kind: 'value', value, path: [...each, ...path], ...(narrowed ? { narrowed } : {}) };
}

/** The way from a matched value to a variable of its pattern; `opaque` where it is bound in a way not followed. */
function pathTo(pattern: Expr, name: string): Path {
  switch (pattern.kind) {
    case 'variable':
      return pattern.name === name ? [] : undefined;
    case 'tuple':
      return inTuple(pattern.items, name);
    case 'map':
      return inMap(pattern.pairs, name);
    case 'list':
      return inList(pattern.items, name);
    case 'operator':
      return inOperator(pattern, name);
    default:
      return anywhere(pattern, name);
  }
}

function inOperator(pattern: OperatorExpr, name: string): Path {
  const [left, right] = pattern.args;
  switch (pattern.name) {
    case '=':
      return (left && pathTo(left, name)) ?? (right && pathTo(right, name));
    case '\\\\':
    case 'when':
      return left && pathTo(left, name);
    case '^':
      return undefined;
    case '<>':
      return right && after({ kind: 'rest' }, pathTo(right, name));
    default:
      return anywhere(pattern, name);
  }
}

/** The step that a literal key takes. */
export function keyStep(key: Expr): Step | 'unknown' {
  if (key.kind === 'atom') return { kind: 'key', key: key.value };
  return key.kind === 'text' ? { kind: 'key', key: key.value, text: true } : 'unknown';
}

type Path = Step[] | 'opaque' | undefined;

function inTuple(items: readonly Expr[], name: string): Path {
  for (let index = 0; index < items.length; index += 1) {
    const item = items[index];
    const path = item && pathTo(item, name);
    if (path) return after({ kind: 'item', index }, path);
  }
  return undefined;
}

function inMap(pairs: MapExpr['pairs'], name: string): Path {
  for (const { key, value } of pairs) {
    const path = pathTo(value, name);
    if (path) return after(keyStep(key), path);
  }
  return undefined;
}

function inList(items: readonly Expr[], name: string): Path {
  for (const item of items) {
    const [key, value] = item.kind === 'tuple' && item.keyword ? item.items : [];
    const path = pathTo(value ?? item, name);
    if (path) return after(key && value ? keyStep(key) : stepToItem(item), path);
  }
  return undefined;
}

function stepToItem(item: Expr): Step | 'unknown' {
  return item.kind === 'operator' && item.name === '|' ? 'unknown' : { kind: 'each' };
}

/** A way that begins with a step; where that is not known, neither is the way. */
function after(step: Step | 'unknown', path: Path): Path {
  if (!path || path === 'opaque') return path;
  return step === 'unknown' ? 'opaque' : [step, ...path];
}

function anywhere(pattern: Expr, name: string): 'opaque' | undefined {
  return someChild(pattern, (child) => pathTo(child, name) !== undefined) ? 'opaque' : undefined;
}
