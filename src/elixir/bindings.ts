import type { CallExpr, Clause, Expr } from '../syntax/ast.js';
import { childrenOf } from '../syntax/visit.js';
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
  for (const [index, param] of params.entries()) {
    const path = pathTo(param, name);
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
  const child = childrenOf(expr).find((inner) => holds(inner, offset));
  return child && within(child, name, offset);
}

/** Looks into the expression that holds the place, then at those before it, nearest first. */
function inBlock(items: readonly Expr[], name: string, offset: number): Binding | undefined {
  const at = items.findIndex((item) => holds(item, offset));
  const holder = items[at];
  const inside = holder && within(holder, name, offset);
  if (inside) return inside;
  for (const item of items.slice(0, Math.max(at, 0)).reverse()) {
    const bound = boundBy(item, name);
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
  for (const arg of (at === -1 ? call.args : call.args.slice(0, at)).slice().reverse()) {
    const bound = boundBy(arg, name, call.name === 'for');
    if (bound) return bound;
  }
  return undefined;
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
function pathTo(pattern: Expr, name: string): Step[] | 'opaque' | undefined {
  switch (pattern.kind) {
    case 'variable':
      return pattern.name === name ? [] : undefined;
    case 'tuple':
      return first(
        pattern.items.map((item, index) => ({ pattern: item, step: { kind: 'item', index } })),
        name,
      );
    case 'map':
      return first(
        pattern.pairs.map(({ key, value }) => ({ pattern: value, step: keyStep(key) })),
        name,
      );
    case 'list':
      return first(
        pattern.items.map((item) => listItem(item)),
        name,
      );
    case 'operator':
      if (pattern.name === '=')
        return first(
          pattern.args.map((arg) => ({ pattern: arg })),
          name,
        );
      if (pattern.name === '\\\\' || pattern.name === 'when')
        return first(
          pattern.args.slice(0, 1).map((arg) => ({ pattern: arg })),
          name,
        );
      if (pattern.name === '^') return undefined;
      if (pattern.name === '<>')
        return first(
          pattern.args.slice(1).map((arg) => ({ pattern: arg, step: { kind: 'rest' } })),
          name,
        );
      return anywhere(pattern, name);
    default:
      return anywhere(pattern, name);
  }
}

interface Part {
  pattern: Expr;
  /** `unknown` where it is not known how it is reached. */
  step?: Step | 'unknown';
}

/** The step that a literal key takes. */
export function keyStep(key: Expr): Step | 'unknown' {
  if (key.kind === 'atom') return { kind: 'key', key: key.value };
  return key.kind === 'text' ? { kind: 'key', key: key.value, text: true } : 'unknown';
}

function listItem(item: Expr): Part {
  if (item.kind === 'tuple' && item.keyword && item.items[0] && item.items[1])
    return { pattern: item.items[1], step: keyStep(item.items[0]) };
  if (item.kind === 'operator' && item.name === '|') return { pattern: item, step: 'unknown' };
  return { pattern: item, step: { kind: 'each' } };
}

function first(parts: readonly Part[], name: string): Step[] | 'opaque' | undefined {
  for (const { pattern, step } of parts) {
    const path = pathTo(pattern, name);
    if (!path) continue;
    if (path === 'opaque' || step === 'unknown') return 'opaque';
    return step ? [step, ...path] : path;
  }
  return undefined;
}

function anywhere(pattern: Expr, name: string): 'opaque' | undefined {
  for (const child of childrenOf(pattern)) if (pathTo(child, name)) return 'opaque';
  return undefined;
}
