import { conditionsAround } from '../../elixir/conditions.js';
import { atomOf, isAtom } from '../../elixir/literals.js';
import type { CallSite, FunctionClause } from '../../elixir/model.js';
import { mayMatch } from '../../project/reach.js';
import type { Expr, MapExpr } from '../../syntax/ast.js';
import { findExpr } from '../../syntax/visit.js';
import { sendOf } from '../messages/own-messages.js';
import { returnsOf } from '../processes/returns.js';
import type { Callback, CallbackName, Server } from '../processes/server.js';
import { alwaysCalls } from '../requests/certain-calls.js';
import { requestsIn } from '../requests/clients.js';
import { type Holding, holdingIn, holdingOf, pathOf } from '../state/state.js';
import {
  type Arming,
  addedTimerUsesOf,
  cancelsTimer,
  isConstant,
  isSameMessage,
  looksAtTimer,
  namesTimer,
  type TimerUse,
  takersOf,
  timerUsesOf,
} from './timers.js';

/** A timer that goes on by itself, and the other callbacks that start it once more. */
export interface DoubledLoop {
  message: Expr;
  /** The arming in the handler of the message, which keeps the loop going; absent for an interval. */
  rearmed?: Arming;
  /** The arming in another callback, first in the source. */
  again: Arming;
  /** Further ones. */
  others: readonly Arming[];
  /** True where a macro of the project adds the callback that arms again, which the module so does not show. */
  added?: boolean;
}

/** Callbacks that run as often as others like; `init`, `mount` and `join` run once. */
const REPEATED: ReadonlySet<CallbackName> = new Set([
  'handle_call',
  'handle_cast',
  'handle_info',
  'handle_event',
  'handle_events',
  'handle_demand',
  'handle_subscribe',
  'handle_cancel',
  'handle_params',
  'handle_async',
  'handle_in',
]);

/**
 * The timers of a server that keep themselves going and that another of its callbacks starts again, without
 * cancelling the one that runs or looking whether there is one: one entry a message.
 */
export function doubledLoopsOf(server: Server): DoubledLoop[] {
  const own = timerUsesOf(server);
  const uses = [...own, ...addedTimerUsesOf(server)].filter(({ armings }) => armings.length > 0);
  const found: DoubledLoop[] = [];
  if (uses.length === 0) return found;
  const changed = changedFields(server);
  for (const use of uses) {
    if (!isRepeated(use.callback, server)) continue;
    const added = !own.includes(use);
    for (const arming of use.armings) {
      if (found.some(({ message }) => isSameMessage(message, arming.message))) continue;
      if (added && !comesFromModule(arming)) continue;
      const loop = loopOf(arming, use, server, changed);
      if (!loop) continue;
      found.push({ ...loop, others: othersLike(loop, server, changed), ...(added ? { added } : {}) });
    }
  }
  return found;
}

/** True for an arming in a function of the module itself that a callback of a macro runs, not that it takes itself. */
function comesFromModule({ callback, chain, message }: Arming): boolean {
  return chain.length > 1 && callback.message !== undefined && !mayMatch(callback.message, message);
}

function othersLike({ again }: { again: Arming }, server: Server, changed: ReadonlySet<string>): Arming[] {
  return timerUsesOf(server).flatMap((use) => {
    if (use.callback === again.callback || use.armings.length === 0) return [];
    if (!isRepeated(use.callback, server)) return [];
    const alike = use.armings.find(
      (arming) =>
        isSameMessage(arming.message, again.message) && loopOf(arming, use, server, changed) !== undefined,
    );
    return alike ?? [];
  });
}

/** The loop that an arming in a repeated callback doubles. */
function loopOf(
  arming: Arming,
  use: TimerUse,
  server: Server,
  changed: ReadonlySet<string>,
): Omit<DoubledLoop, 'others'> | undefined {
  const { message } = arming;
  if (!isConstant(message) || use.cancels.length > 0) return undefined;
  const takers = takersOf(message, server);
  if (takers.length === 0 || takers.includes(use.callback)) return undefined;
  const takerUses = timerUsesOf(server).filter(({ callback }) => takers.includes(callback));
  if (takerUses.some(({ cancels }) => cancels.length > 0)) return undefined;
  if (arming.by === 'interval')
    return isChecked(arming, new Set(), server, changed) ? undefined : { message, again: arming };
  const rearmed = rearmedBy(takerUses, arming, server);
  if (rearmed && isSwitchedOff(rearmed, server)) return undefined;
  if (!rearmed || isChecked(arming, clausesOf(rearmed), server, changed)) return undefined;
  return { message, rearmed, again: arming };
}

/** True where another callback cancels the timer that the loop keeps: one starts the loop, the other ends it. */
function isSwitchedOff({ site }: Arming, server: Server): boolean {
  if (site.pattern?.kind !== 'variable') return false;
  const { name } = site.pattern;
  return timerUsesOf(server).some(
    ({ callback, armings, cancels }) =>
      armings.length === 0 &&
      isRepeated(callback, server) &&
      cancels.some(({ site: cancel }) => cancelsTimer(cancel) && isNamed(cancel.args[0], name)),
  );
}

/** `timer`, `state.timer` */
function isNamed(expr: Expr | undefined, name: string): boolean {
  return (expr?.kind === 'variable' || expr?.kind === 'call') && expr.name === name;
}

/** The arming that the handler of the message comes to on every path, or through the same function as the other. */
function rearmedBy(takers: readonly TimerUse[], again: Arming, server: Server): Arming | undefined {
  const { project } = server.module;
  const entered = clausesLedByState(again);
  const armings = takers.flatMap((use) =>
    use.armings.filter(({ message, by }) => by !== 'interval' && isSameMessage(message, again.message)),
  );
  const sites = new Set(armings.map(({ site }) => site));
  const wanted = {
    call: (site: CallSite) => sites.has(site),
    clause: (clause: FunctionClause) => entered.has(clause),
    continued: (term: Expr) => continuedClauses(term, server),
  };
  const certain = takers.every(({ callback }) => alwaysCalls(callback.clause, wanted, project));
  return certain ? armings[0] : undefined;
}

function continuedClauses(term: Expr, { callbacks }: Server): FunctionClause[] {
  return callbacks
    .filter(({ name, message }) => name === 'handle_continue' && message && mayMatch(message, term))
    .map(({ clause }) => clause);
}

/** The functions' clauses on the way to an arming, the callback's own left out. */
function clausesOf({ chain, callback, continued }: Arming): Set<FunctionClause> {
  const clauses = new Set<FunctionClause>();
  for (const { situation } of chain) if (situation.clause) clauses.add(situation.clause);
  if (continued) clauses.add(continued.clause);
  clauses.delete(callback.clause);
  return clauses;
}

/**
 * Of the functions' clauses on the way to an arming, those in which nothing but the state decides whether to go on:
 * as long as the state stays, both callbacks arm. What depends on the outcome of some work is a retry.
 */
function clausesLedByState(arming: Arming): Set<FunctionClause> {
  const shared = clausesOf(arming);
  let holding = holdingOf(arming.continued ?? arming.callback);
  for (const site of arming.chain) {
    const { clause } = site.situation;
    if (!clause) continue;
    if (clause !== holding.clause) holding = enteredFrom(clause, arming.chain, holding);
    const here = holding;
    const byState = conditionsAround(site).every(
      (condition) => asksConnection(condition) || isField(condition) || pathOf(condition, here) !== undefined,
    );
    if (!byState) shared.delete(clause);
  }
  return shared;
}

// --- what decides whether it is armed ----------------------------------------------------------------------------

/**
 * True where the way to an arming depends on a field that is about a timer, or on any part of the state that the
 * process ever changes. In functions that the loop itself goes through, only the first counts.
 */
function isChecked(
  arming: Arming,
  shared: ReadonlySet<FunctionClause>,
  server: Server,
  changed: ReadonlySet<string>,
): boolean {
  const { callback, chain, continued } = arming;
  if (continued && branches(callback.clause)) return true;
  if (isHeldBack(callback, server, changed)) return true;
  let holding = holdingOf(continued ?? callback);
  for (const site of chain) {
    const { clause } = site.situation;
    if (!clause) continue;
    if (clause !== holding.clause) {
      if (!shared.has(clause) && isEnteredByState(clause, chain, holding, changed)) return true;
      holding = enteredFrom(clause, chain, holding);
    }
    const here = holding;
    const conditions = conditionsAround(site).filter((condition) => !asksConnection(condition));
    if (conditions.some(looksAtTimer)) return true;
    if (clause !== callback.clause && asksTimerInHead(clause)) return true;
    if (!shared.has(clause) && conditions.some((condition) => readsChanged(condition, here, changed)))
      return true;
  }
  return false;
}

/** `state.active?`, `socket.assigns[:active]`: a field of a variable. */
function isField(expr: Expr): boolean {
  const whole = wholeOf(expr);
  return whole !== undefined && (whole.kind === 'variable' || isField(whole));
}

/** What an expression takes a field of. */
function wholeOf(expr: Expr): Expr | undefined {
  if (expr.kind === 'access') return expr.target;
  return expr.kind === 'call' && expr.args.length === 0 && !expr.parens && !expr.blocks
    ? expr.receiver
    : undefined;
}

function enteredFrom(clause: FunctionClause, chain: readonly CallSite[], caller: Holding): Holding {
  const call = chain.findLast(
    ({ situation, name }) => situation.clause === caller.clause && name === clause.fn.name,
  );
  return call ? holdingIn(clause, call, caller) : { clause, parts: new Map() };
}

/** True where a function's own heads, this clause's or one's before it, ask for a state that can change. */
function isEnteredByState(
  { fn, index }: FunctionClause,
  chain: readonly CallSite[],
  caller: Holding,
  changed: ReadonlySet<string>,
): boolean {
  return fn.clauses.slice(0, index + 1).some((clause) => {
    const { pattern } = enteredFrom(clause, chain, caller);
    return pattern !== undefined && demandsState(pattern, changed);
  });
}

function branches({ calls, body }: FunctionClause): boolean {
  return (
    calls.some(({ situation }) => situation.branches > 0) ||
    findExpr(body, (expr) => expr.kind === 'call' && expr.blocks !== undefined) !== undefined
  );
}

/** `connected?(socket)` tells the two renders of a LiveView apart, and no more (`Phoenix.LiveView.connected?/1`). */
function asksConnection(condition: Expr): boolean {
  return condition.kind === 'call' && condition.name === 'connected?';
}

/** True where a callback runs in some states only: by its own state pattern, or because a clause before takes others. */
function isHeldBack(callback: Callback, server: Server, changed: ReadonlySet<string>): boolean {
  const earlier = server.callbacks.filter(
    ({ clause, message }) =>
      clause.fn === callback.clause.fn &&
      clause.index < callback.clause.index &&
      message !== undefined &&
      callback.message !== undefined &&
      message.kind !== 'variable' &&
      mayMatch(message, callback.message),
  );
  return [callback, ...earlier].some(
    ({ state, clause }) =>
      (state !== undefined && demandsState(state, changed)) || (clause.guard && looksAtTimer(clause.guard)),
  );
}

/**
 * True for a state pattern with a literal, or a pin, under a field that changes or is about a timer, and for a tuple
 * with a literal in it, `{nil, items}`.
 */
function demandsState(pattern: Expr, changed: ReadonlySet<string>): boolean {
  if (pattern.kind === 'operator' && pattern.name === '=')
    return pattern.args.some((side) => demandsState(side, changed));
  if (pattern.kind === 'tuple' && pattern.items.some(({ kind }) => kind === 'atom')) return true;
  return pairsIn(pattern).some(({ key, value }) => {
    const name = atomOf(key) ?? '';
    return value.kind !== 'variable' && value.kind !== 'map' && (changed.has(name) || namesTimer(name));
  });
}

function pairsIn(pattern: Expr): MapExpr['pairs'] {
  const pairs: MapExpr['pairs'] = [];
  findExpr(pattern, (expr) => {
    if (expr.kind === 'map') pairs.push(...expr.pairs);
    return false;
  });
  return pairs;
}

/** True for a function one of whose clauses is only for states with, or without, a timer. */
function asksTimerInHead({ fn }: FunctionClause): boolean {
  return fn.clauses.some(
    ({ params, guard }) =>
      (guard && looksAtTimer(guard)) ||
      params.some((param) =>
        pairsIn(param).some(({ key, value }) => namesTimer(atomOf(key) ?? '') && value.kind !== 'variable'),
      ),
  );
}

/** True where a condition asks the whole state, or a field that is not always the same. */
function readsChanged(condition: Expr, holding: Holding, changed: ReadonlySet<string>): boolean {
  if (asksWholeState(condition, holding)) return true;
  const read = findExpr(condition, (expr) => {
    const field = expr.kind === 'access' ? atomOf(expr.key) : expr.kind === 'call' ? expr.name : undefined;
    if (field !== undefined && wholeOf(expr) && changed.has(field)) return true;
    const path = expr.kind === 'variable' ? pathOf(expr, holding) : undefined;
    return path?.split('.').some((part) => changed.has(part)) === true;
  });
  return read !== undefined;
}

/** `armed?(state)`: a function of the project decides by the state. */
function asksWholeState(condition: Expr, holding: Holding): boolean {
  return (
    condition.kind === 'call' &&
    condition.name.endsWith('?') &&
    condition.args.some((arg) => pathOf(arg, holding) === '')
  );
}

const SETTERS: ReadonlySet<string> = new Set([
  'put',
  'update',
  'assign',
  'put_in',
  'update_in',
  'assign_new',
  'put_new',
]);

/** The names of the fields that the server's module writes anywhere after its start. */
function changedFields({ module }: Server): ReadonlySet<string> {
  const fields = new Set<string>();
  for (const { clauses, name } of module.def.functions) {
    if (name === 'init' || name === 'mount') continue;
    for (const { body } of clauses) findExpr(body, (expr) => noteChange(expr, fields));
  }
  return fields;
}

function noteChange(expr: Expr, fields: Set<string>): false {
  if (expr.kind === 'map' && expr.base) for (const { key } of expr.pairs) fields.add(atomOf(key) ?? '');
  if (expr.kind !== 'call' || !SETTERS.has(expr.name)) return false;
  const keys = expr.args.flatMap((arg) =>
    arg.kind === 'list' ? arg.items.map((item) => (item.kind === 'tuple' ? item.items[0] : item)) : [arg],
  );
  for (const key of keys) {
    const name = key?.kind === 'call' && key.args.length === 0 ? key.name : atomOf(key);
    if (name !== undefined) fields.add(name);
  }
  return false;
}

// --- how often a callback runs ------------------------------------------------------------------------------------

/** True for a callback that can run more than once: not one whose message only the start of the process sends. */
function isRepeated(callback: Callback, server: Server): boolean {
  const { name, message } = callback;
  if (!REPEATED.has(name)) return false;
  if (name === 'handle_call' || name === 'handle_cast') return isRequested(callback, server);
  if (name !== 'handle_info' || !message || message.kind === 'variable') return true;
  const senders = timerUsesOf(server).filter(({ armings }) =>
    armings.some((arming) => mayMatch(message, arming.message)),
  );
  if (senders.length === 0)
    return atomOf(message) === 'timeout' ? asksForTimeouts(server) : !isSentOnceFromStart(callback, server);
  return senders.some(({ callback: sender }) => sender !== callback && REPEATED.has(sender.name));
}

/**
 * True where a callback that runs often returns a time after which `:timeout` comes (`GenServer`, "Timeouts"). That
 * of `init/1` comes once, and without any the clause never runs.
 */
function asksForTimeouts(server: Server): boolean {
  const { callbacks, kind, module } = server;
  return callbacks
    .filter(({ name }) => REPEATED.has(name))
    .flatMap((callback) => returnsOf(callback, kind, module.project))
    .some(
      ({ next }) => next !== undefined && next.kind !== 'tuple' && !isAtom(next, 'hibernate', 'infinity'),
    );
}

/** True where functions outside the callbacks send the message only in `start_link`-like functions. */
function isSentOnceFromStart({ message }: Callback, { module }: Server): boolean {
  const sends = module.sites.filter((site) => {
    const sent = sendOf(site)?.message;
    return sent !== undefined && message !== undefined && isConstant(sent) && mayMatch(message, sent);
  });
  return (
    sends.length > 0 && sends.every(({ situation }) => situation.clause?.fn.name.startsWith('start') === true)
  );
}

/** True where code of the project, tests aside, asks for it, or nobody in sight asks this server for anything. */
function isRequested({ message, name }: Callback, { module }: Server): boolean {
  if (!message) return true;
  return requestsIn(module.project).some(
    ({ from, request }) =>
      request.to === name && (from === module || from.production) && mayMatch(message, request.message),
  );
}
