import { clauseTails, variablesIn } from '../../elixir/flow.js';
import { atomOf, keywordsOf } from '../../elixir/literals.js';
import type { FunctionClause, FunctionDef, ModuleDef } from '../../elixir/model.js';
import { followValue } from '../../elixir/values.js';
import type { ProjectModule } from '../../project/project-module.js';
import type { Expr, MapExpr } from '../../syntax/ast.js';
import { findExpr, visit } from '../../syntax/visit.js';
import { ANY, type Shape, takesShape } from '../messages/message-shapes.js';
import type { Callback, Server } from './server.js';

/** True for a pattern that matches any term: a variable, `_`, or several of them joined by `=`. */
export function isCatchAll(pattern: Expr | undefined): boolean {
  return pattern !== undefined && takesShape(pattern, ANY);
}

/**
 * The clauses of a process for plain messages, in order: `handle_info`, and in a `gen_statem` the clauses for
 * `:info` events as well as those for any type of event (`:gen_statem`, "State callback").
 */
export function infoCallbacks(server: Server): readonly Callback[] {
  return server.callbacks.filter(({ name, anyEvent }) => name === 'handle_info' || anyEvent);
}

/** The functions of a process that take plain messages: `handle_info/2`, or those of a `gen_statem`. */
export function infoHandlers(server: Server): readonly FunctionDef[] {
  const handlers = new Set<FunctionDef>();
  for (const { name, anyEvent, clause } of server.callbacks) {
    const statem = server.kind === 'gen_statem' && clause.fn.arity >= 3 && clause.fn.name !== 'terminate';
    if (statem || name === 'handle_info' || anyEvent) handlers.add(clause.fn);
  }
  return [...handlers];
}

/** True where a clause takes every message of a shape, whatever the state is. */
export function takesMessage(callback: Callback, shape: Shape, server: Server): boolean {
  const { message, clause } = callback;
  if (!message || !isOpenGuard(clause, shape)) return false;
  const states = stateParams(callback, server);
  const bound = new Set<string>();
  for (const state of states) variablesIn(state, bound);
  return takesShape(message, shape, bound) && states.every((state) => alwaysHolds(state, server));
}

/** True for a clause that takes whatever comes: a plain variable, no guard, and no demand on the state. */
export function takesEveryMessage(callback: Callback, server: Server): boolean {
  return takesMessage(callback, ANY, server);
}

/** The patterns of state and data: `handle_event/4` has both, all others only one. */
function stateParams({ clause, state }: Callback, server: Server): Expr[] {
  const name = clause.fn.name === 'handle_event' ? clause.params[EVENT_STATE] : undefined;
  return [hasOneState(clause.fn, server) ? undefined : name, state].filter((param) => param !== undefined);
}

const EVENT_STATE = 2;

/** True for a `gen_statem` whose clauses all name the same state: one that stands for having none. */
function hasOneState(fn: FunctionDef, server: Server): boolean {
  if (server.kind !== 'gen_statem' || fn.arity !== 4) return false;
  const names = fn.clauses
    .flatMap((clause) => clause.params[EVENT_STATE] ?? [])
    .filter((param) => param.kind !== 'variable');
  const [first] = names.map(constantOf);
  return first !== undefined && names.every((name) => constantOf(name) === first);
}

/** An atom or a module attribute as it is written. */
function constantOf(expr: Expr): string | undefined {
  return expr.kind === 'attribute' ? `@${expr.name}` : atomOf(expr);
}

const TYPE_TESTS: ReadonlySet<string> = new Set(['is_reference', 'is_pid', 'is_port']);

/**
 * True without a guard, or with one that says no more than the shape: that a reference is one, that the type of
 * the event is `:info`.
 */
function isOpenGuard({ guard, fn, params }: FunctionClause, shape: Shape): boolean {
  if (!guard) return true;
  if (guard.kind === 'call') return shape !== ANY && TYPE_TESTS.has(guard.name);
  if (guard.kind !== 'operator' || fn.arity < 3) return false;
  const [type, allowed] = guard.args;
  const about = type?.kind === 'variable' && params[0]?.kind === 'variable' && type.name === params[0].name;
  if (!about || !allowed) return false;
  if (guard.name === '==' || guard.name === '===') return atomOf(allowed) === 'info';
  return (
    guard.name === 'in' && allowed.kind === 'list' && allowed.items.some((item) => atomOf(item) === 'info')
  );
}

/**
 * True for a state pattern that holds whatever the process has been through: a variable, a struct or a map whose
 * values are left open, as long as the state has these keys from the start.
 */
export function alwaysHolds(pattern: Expr, server: Server): boolean {
  if (pattern.kind === 'variable') return true;
  if (pattern.kind === 'operator' && pattern.name === '=')
    return pattern.args.every((part) => alwaysHolds(part, server));
  if (pattern.kind === 'tuple') return pattern.items.every((item) => isCatchAll(item));
  if (pattern.kind !== 'map') return false;
  if (pattern.struct) return isOwnStruct(pattern, server) && pattern.pairs.every(isOpenPair);
  return pattern.pairs.every(isOpenPair) && hasKeys(pattern, server);
}

/** A variable; the assigns of a socket may be taken apart as well. */
function isOpenPair({ key, value }: MapExpr['pairs'][number]): boolean {
  if (isCatchAll(value)) return true;
  if (atomOf(key) !== 'assigns') return false;
  const parts = value.kind === 'operator' && value.name === '=' ? value.args : [value];
  return parts.every(
    (part) => isCatchAll(part) || (part.kind === 'map' && part.pairs.every((pair) => isCatchAll(pair.value))),
  );
}

/** A process has one struct for its state, unless its clauses tell several apart. */
function isOwnStruct(pattern: MapExpr, server: Server): boolean {
  const owner = server.module.def;
  const name = structOf(pattern, owner);
  return server.callbacks.every(({ state }) => {
    const other = structOf(state, owner);
    return other === undefined || other === name;
  });
}

/** The module of a struct pattern, as it stands or as one side of `=`. */
function structOf(expr: Expr | undefined, owner: ModuleDef): string | undefined {
  if (expr?.kind === 'operator' && expr.name === '=') {
    return expr.args.map((part) => structOf(part, owner)).find((name) => name !== undefined);
  }
  if (expr?.kind !== 'map' || !expr.struct) return undefined;
  if (expr.struct.kind === 'alias') return expr.struct.module;
  return expr.struct.kind === 'variable' && expr.struct.name === '__MODULE__' ? owner.name : undefined;
}

/** False where `init/1` builds the state as a map in sight that lacks a key of the pattern. */
function hasKeys({ pairs }: MapExpr, server: Server): boolean {
  const known = initialKeys(server);
  return !known || pairs.every(({ key }) => known.has(atomOf(key) ?? ''));
}

/** The keys of the map that every `init/1` returns as the state, where that can be read. */
function initialKeys(server: Server): ReadonlySet<string> | undefined {
  const inits = server.callbacks.filter(({ name }) => name === 'init');
  const states = inits.flatMap(({ clause }) => initialStates(clause));
  const [first, ...rest] = states.map(keysOf);
  if (!first) return undefined;
  const shared = new Set(first);
  for (const keys of rest) {
    if (!keys) return undefined;
    for (const key of shared) if (!keys.has(key)) shared.delete(key);
  }
  return shared;
}

/** What `init/1` returns as the state: the second of `{:ok, state, …}`. */
function initialStates(clause: FunctionClause): Expr[] {
  return clauseTails(clause).flatMap(({ expr }) => {
    if (expr.kind !== 'tuple' || atomOf(expr.items[0]) !== 'ok' || !expr.items[1]) return [];
    return [followValue(expr.items[1], clause.fn.module, clause)];
  });
}

function keysOf(state: Expr): ReadonlySet<string> | undefined {
  if (state.kind !== 'map' || state.struct || state.base) return undefined;
  return new Set(keywordsOf(state).map(({ key }) => key));
}

/**
 * True where a macro of the project gives a module a last clause that takes every message: through `use`, through
 * `@before_compile`, or as a macro that the module's body calls. What `defoverridable` lets go of does not count.
 *
 * @param handler the function that the module defines itself
 */
export function macroTakesEveryMessage(module: ProjectModule, handler: FunctionDef): boolean {
  const added = [...module.injected, ...calledMacros(module)];
  return added.some((quote) => {
    if (isOverridable(quote, handler)) return false;
    const fn = quote.functions.find(({ name, arity }) => name === handler.name && arity === handler.arity);
    return (
      fn?.clauses.some(
        (clause) =>
          !clause.guard && clause.params.every((param) => isCatchAll(param) || param.kind === 'map'),
      ) === true
    );
  });
}

/** What macros of the project that are called in a module's body put there. */
function calledMacros(module: ProjectModule): ModuleDef[] {
  return module.def.bodyCalls.flatMap((site) => {
    const target = module.project.targetOf(site);
    return target?.kind === 'defmacro' ? (target.module.quotes.get(target.name) ?? []) : [];
  });
}

/** True where what a macro adds lets go of a function with `defoverridable`, so that the module's own replaces it. */
export function isOverridable(quote: ModuleDef, { name, arity }: FunctionDef): boolean {
  return quote.bodyCalls.some((site) => {
    if (site.name !== 'defoverridable') return false;
    const [listed] = site.args;
    if (listed?.kind !== 'list') return true;
    return keywordsOf(listed).some(
      ({ key, value }) => key === name && value.kind === 'number' && value.value === arity,
    );
  });
}

/** True for a clause that does more with the message than log it. */
export function usesMessage({ message, clause }: Callback): boolean {
  const names = variablesIn(message);
  if (clause.guard && findExpr(clause.guard, (expr) => expr.kind === 'variable' && names.has(expr.name)))
    return true;
  let used = false;
  if (clause.body)
    visit(clause.body, (expr) => {
      if (expr.kind === 'call' && expr.module === 'Logger') return false;
      if (expr.kind === 'variable' && names.has(expr.name)) used = true;
      return true;
    });
  return used;
}

/** True for a clause for any message that does nothing with it, or with anything else, but log it. */
export function dropsMessages(callback: Callback): boolean {
  const { message, clause } = callback;
  return (
    isCatchAll(message) &&
    !usesMessage(callback) &&
    clause.calls.every(({ module, situation }) => module === 'Logger' || situation.logged)
  );
}
