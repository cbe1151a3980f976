import { bindingAt, type Step } from '../../elixir/bindings.js';
import { calleeOf } from '../../elixir/callee.js';
import { missingElses, tailsOf } from '../../elixir/flow.js';
import { atomOf } from '../../elixir/literals.js';
import type { CallSite, FunctionClause } from '../../elixir/model.js';
import { partAt } from '../../elixir/values.js';
import type { Expr } from '../../syntax/ast.js';
import type { Callback } from '../processes/server.js';

/**
 * Where in a process's state a value comes from: `''` is the whole state, `conn` its field, `conn.socket` a field
 * of that, `0` the first element of a tuple.
 */
export type StatePath = string;

/** A function clause with what its parameters hold of the state that a callback was given. */
export interface Holding {
  clause: FunctionClause;
  /** By the variable's name. */
  parts: ReadonlyMap<string, StatePath>;
  /** The pattern of the whole state, where the clause has one. */
  pattern?: Expr;
}

/** What a callback clause holds of its state. */
export function holdingOf(callback: Callback): Holding {
  const { clause, state } = callback;
  if (!state) return { clause, parts: new Map() };
  return { clause, parts: partsOf(state, ''), pattern: state };
}

/** What a clause that is called with (parts of) the state holds of it. */
export function holdingIn(callee: FunctionClause, site: CallSite, caller: Holding): Holding {
  const parts = new Map<string, StatePath>();
  let pattern: Expr | undefined;
  for (const [index, param] of callee.params.entries()) {
    const path = site.captured ? undefined : pathOf(site.args[index], caller);
    if (path === undefined) continue;
    const [left] = param.kind === 'operator' && param.name === '\\\\' ? param.args : [param];
    if (!left) continue;
    for (const [name, part] of partsOf(left, path)) parts.set(name, part);
    if (path === '') pattern = left;
  }
  return { clause: callee, parts, ...(pattern ? { pattern } : {}) };
}

/** The parts of a state that the variables of a pattern hold. */
export function partsOf(
  pattern: Expr,
  path: StatePath,
  parts = new Map<string, StatePath>(),
): Map<string, StatePath> {
  if (pattern.kind === 'variable') {
    if (pattern.name !== '_') parts.set(pattern.name, path);
  } else if (pattern.kind === 'operator' && pattern.name === '=') {
    for (const side of pattern.args) partsOf(side, path, parts);
  } else if (pattern.kind === 'tuple') {
    for (const [index, item] of pattern.items.entries()) partsOf(item, join(path, `${index}`), parts);
  } else if (pattern.kind === 'map') {
    for (const { key, value } of pattern.pairs) partsOf(value, join(path, atomOf(key) ?? '[]'), parts);
  } else if (pattern.kind === 'list') {
    for (const item of pattern.items)
      partsOf(
        item.kind === 'tuple' && item.keyword ? (item.items[1] ?? item) : item,
        join(path, keyOf(item)),
        parts,
      );
  } else if (pattern.kind === 'operator' && pattern.name !== '^') {
    for (const side of pattern.args) partsOf(side, path, parts);
  }
  return parts;
}

function keyOf(item: Expr): string {
  return (item.kind === 'tuple' && atomOf(item.items[0])) || '[]';
}

function join(path: StatePath, key: string): StatePath {
  return path === '' ? key : `${path}.${key}`;
}

/** Functions that only take a part out of what they are given, with the position of the key. */
const GETTERS: Record<string, number> = {
  'Map.get': 1,
  'Map.fetch!': 1,
  'Keyword.get': 1,
  'Keyword.fetch!': 1,
  'Kernel.elem': 1,
};

/** The part of the state that an expression stands for, unchanged; `undefined` for anything else. */
export function pathOf(expr: Expr | undefined, holding: Holding): StatePath | undefined {
  if (expr?.kind === 'variable') return variablePath(expr.name, expr.start, holding);
  if (expr?.kind === 'access') return fieldOf(expr.target, atomOf(expr.key), holding);
  if (expr?.kind === 'operator' && expr.name === '=') return pathOf(expr.args[1], holding);
  if (expr?.kind !== 'call') return undefined;
  if (expr.receiver && expr.args.length === 0 && !expr.parens && !expr.blocks)
    return fieldOf(expr.receiver, expr.name, holding);
  const at = GETTERS[calleeOf(expr)];
  const key = at === undefined ? undefined : expr.args[at];
  const name = atomOf(key) ?? (key?.kind === 'number' ? key.text : undefined);
  return name === undefined ? undefined : fieldOf(expr.args[0], name, holding);
}

function fieldOf(
  whole: Expr | undefined,
  field: string | undefined,
  holding: Holding,
): StatePath | undefined {
  const path = field === undefined ? undefined : pathOf(whole, holding);
  return path === undefined || field === undefined ? undefined : join(path, field);
}

function variablePath(name: string, at: number, holding: Holding): StatePath | undefined {
  const binding = bindingAt(holding.clause, name, at);
  if (binding?.kind === 'parameter') return holding.parts.get(name);
  if (binding?.kind !== 'value') return undefined;
  const path = pathOf(binding.value, holding);
  return path === undefined
    ? undefined
    : binding.path.reduce((whole, step) => join(whole, stepName(step)), path);
}

function stepName(step: Step): string {
  if (step.kind === 'key') return step.key;
  return step.kind === 'item' ? `${step.index}` : '[]';
}

/** True where an expression gives back the very state that the callback was given. */
export function isWholeState(expr: Expr, holding: Holding): boolean {
  if (pathOf(expr, holding) === '' || isChosenWhole(expr, holding)) return true;
  return holding.pattern !== undefined && rebuilds(expr, holding.pattern, '', holding);
}

/** True for `state` after `{found, state} = case … do`, where every branch has the state as it was in that place. */
function isChosenWhole(expr: Expr, holding: Holding): boolean {
  if (expr.kind !== 'variable') return false;
  const binding = bindingAt(holding.clause, expr.name, expr.start);
  if (binding?.kind !== 'value') return false;
  const { value, path } = binding;
  const ends = tailsOf(value).map((tail) => tail.expr);
  // A branch that is not written out, of an `if`, gives `nil`.
  if (ends.length === 0 || ends[0] === value || missingElses(value).length > 0) return false;
  return ends.every((end) => {
    const part = partAt(end, path);
    return part !== undefined && isWholeState(part, holding);
  });
}

/** True for a literal or a tuple that is written like the pattern of the state, part by part. */
function rebuilds(expr: Expr, pattern: Expr, path: StatePath, holding: Holding): boolean {
  if (path !== '' && pathOf(expr, holding) === path) return true;
  if (pattern.kind === 'operator' && pattern.name === '=')
    return pattern.args.some((side) => rebuilds(expr, side, path, holding));
  if (expr.kind === 'atom' && pattern.kind === 'atom') return expr.value === pattern.value;
  if (expr.kind === 'list' && pattern.kind === 'list')
    return expr.items.length === 0 && pattern.items.length === 0;
  if (expr.kind !== 'tuple' || pattern.kind !== 'tuple' || expr.items.length !== pattern.items.length)
    return false;
  return expr.items.every((item, index) => {
    const part = pattern.items[index];
    return part !== undefined && rebuilds(item, part, join(path, `${index}`), holding);
  });
}
