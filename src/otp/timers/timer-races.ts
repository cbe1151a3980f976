import { bindingAt } from '../../elixir/bindings.js';
import { variablesIn } from '../../elixir/flow.js';
import { keptAs } from '../../elixir/kept-as.js';
import { atomOf } from '../../elixir/literals.js';
import type { CallSite, FunctionClause } from '../../elixir/model.js';
import { exprText } from '../../elixir/shown.js';
import { argumentAlong, type Placed } from '../../project/arguments.js';
import type { CallExpr, Clause, Expr } from '../../syntax/ast.js';
import { childrenOf, findExpr } from '../../syntax/visit.js';
import type { Callback, CallbackName, Server } from '../processes/server.js';
import { type Arming, cancelsTimer, type TimerUse, takersOf, timerUsesOf } from './timers.js';

/** A timer that is cancelled and armed again, whose message may be in the mailbox already. */
export interface CancelRace {
  callback: Callback;
  /** The call that cancels, or the one that gives the reference to a function that does. */
  cancel: CallSite;
  again: Arming;
  /** The clause that takes the message, whichever timer it is of. */
  taker: Callback;
}

/** Callbacks before which no timer has been armed, and the last; what goes on from others is theirs. */
const ONCE: ReadonlySet<CallbackName> = new Set(['init', 'mount', 'join', 'handle_continue', 'terminate']);

type Cancel = TimerUse['cancels'][number];

/**
 * Timers that a callback cancels and arms again with the same message, without taking a message out of the mailbox
 * that has been sent before, and whose handler cannot tell it from the new one; each place once.
 */
export function cancelRacesOf(server: Server): CancelRace[] {
  const found = new Map<CallSite, CancelRace>();
  for (const use of timerUsesOf(server)) {
    if (ONCE.has(use.callback.name) || use.receives) continue;
    for (const race of racesIn(use, server)) if (!found.has(race.cancel)) found.set(race.cancel, race);
  }
  return [...found.values()];
}

function racesIn(use: TimerUse, server: Server): CancelRace[] {
  return use.cancels.flatMap((cancel) => {
    if (!cancelsTimer(cancel.site) || usesResult(cancel.site)) return [];
    const again = use.armings.find((arming) => isRace(cancel, arming, use, server));
    const taker = again && takersOf(again.message, server)[0];
    if (!again || !taker) return [];
    return [{ callback: use.callback, cancel: giverOf(cancel), again, taker }];
  });
}

function isRace(cancel: Cancel, arming: Arming, { callback }: TimerUse, server: Server): boolean {
  if (arming.message.kind === 'variable' || arming.by !== 'timer' || arming.site.module === ':timer')
    return false;
  const takers = takersOf(arming.message, server);
  if (takers.length === 0 || takers.includes(callback)) return false;
  if (arming.site.name === 'start_timer' || namesGeneration(arming.message)) return false;
  if (takers.some(readsGeneration)) return false;
  if (!comesBefore(cancel, arming) || areExclusive(cancel, arming)) return false;
  // What a function arms for its argument, once it has cancelled for another one, is another message.
  if (recurs(cancel, arming) && arming.message.kind !== 'atom') return false;
  return concernsSame(cancel, arming, server);
}

/** `false = Process.cancel_timer(ref)`, or a `case` of it: whoever looks at the answer knows whether it was too late. */
function usesResult({ result, pattern }: CallSite): boolean {
  if (result === 'tested') return true;
  return result === 'bound' && pattern !== undefined && !isIgnored(pattern);
}

function isIgnored(pattern: Expr): boolean {
  return pattern.kind === 'variable' && pattern.name.startsWith('_');
}

// --- messages that tell one timer from another ----------------------------------------------------------------

const GENERATION = /ref|token|gen|version|nonce|epoch|seq|attempt|uniq|serial|counter|stamp|time/;

/** True for a message with a part that is another one for each timer, by its name or by how it is made. */
function namesGeneration(message: Expr): boolean {
  const inside = message.kind === 'tuple' || message.kind === 'map' ? childrenOf(message) : [];
  return inside.some(
    (part) =>
      findExpr(part, (expr) => {
        if (expr.kind === 'variable') return GENERATION.test(expr.name);
        return expr.kind === 'call' && (GENERATION.test(expr.name) || expr.name === 'self');
      }) !== undefined,
  );
}

/** True where a clause compares a part of its message with its state, by a pin, a name used twice, or a guard. */
function readsGeneration({ message, state, clause }: Callback): boolean {
  const parts = variablesIn(message);
  const shared = [...variablesIn(state)].some((name) => parts.has(name));
  const compares = findExpr(
    clause.guard ?? clause.body,
    (expr) =>
      expr.kind === 'operator' &&
      ['==', '===', '!=', '!=='].includes(expr.name) &&
      expr.args.some((arg) => arg.kind === 'variable' && parts.has(arg.name)),
  );
  return shared || compares !== undefined;
}

// --- which timer is cancelled, which is armed -------------------------------------------------------------------

/** True where the reference that is cancelled and that of the new timer are kept under the same key. */
function concernsSame(cancel: Cancel, arming: Arming, server: Server): boolean {
  const cancelled = keyOf(cancelledBy(cancel));
  const armed = keyArmed(arming);
  if (cancelled !== undefined && armed !== undefined) return cancelled === armed;
  const timers = timerUsesOf(server).flatMap(({ armings }) => armings.filter(({ by }) => by === 'timer'));
  return new Set(timers.map(({ message }) => exprText(message))).size === 1;
}

function cancelledBy({ site, chain }: Cancel): Placed | undefined {
  const [reference] = site.args;
  return reference && argumentAlong(reference, chain);
}

/** `timer` in `state.timer`, `state[:timer]`, and in `%{timer: ref}` where the variable is bound by it. */
function keyOf(placed: Placed | undefined): string | undefined {
  if (!placed) return undefined;
  const { expr, clause } = placed;
  if (expr.kind === 'access') return atomOf(expr.key);
  if (expr.kind === 'call' && expr.receiver && expr.args.length === 0) return expr.name;
  if (expr.kind === 'call') return expr.args.map(atomOf).find((key) => key !== undefined);
  if (expr.kind !== 'variable' || !clause) return undefined;
  const bound = bindingAt(clause, expr.name, expr.start);
  const last = bound && bound.kind !== 'opaque' ? bound.path.at(-1) : undefined;
  if (last?.kind === 'key') return last.key;
  if (bound?.kind === 'value' && bound.path.length === 0) return keyOf({ ...placed, expr: bound.value });
  return undefined;
}

/** The key that the reference of a new timer is kept under, in its own function or in those that it is returned to. */
function keyArmed({ chain }: Arming): string | undefined {
  for (const site of [...chain].reverse()) {
    const { clause } = site.situation;
    const kept = clause && keptAs(site.expr, clause);
    if (!kept) return undefined;
    if (kept.kind === 'key') return kept.key;
  }
  return undefined;
}

/** The call in which the reference is read, where the function that cancels is only given it. */
function giverOf(cancel: Cancel): CallSite {
  const placed = cancelledBy(cancel);
  const giver = cancel.chain.findLast(({ situation }) => situation.clause === placed?.clause);
  return giver ?? cancel.site;
}

// --- order ----------------------------------------------------------------------------------------------------

/** The two calls of one clause at which the ways part. */
function parting(one: readonly CallSite[], other: readonly CallSite[]): [CallSite, CallSite] | undefined {
  for (const [index, site] of one.entries()) {
    const beside = other[index];
    if (!beside) return undefined;
    if (site !== beside) return [site, beside];
  }
  return undefined;
}

/**
 * True where a timer is cancelled before the other is armed: an argument is evaluated before the call that it is given
 * to, and ends before it; what a callback continues with comes after it.
 */
function comesBefore(cancel: Cancel, arming: Arming): boolean {
  const ways = parting(cancel.chain, arming.chain);
  if (!ways) return false;
  const [one, other] = ways;
  const { clause } = one.situation;
  if (clause === other.situation.clause) return one.end <= other.end;
  if (recurs(cancel, arming)) return true;
  return arming.continued !== undefined && one.situation.clause === arming.callback.clause;
}

/** True where the two stand in different branches of one form, or in different clauses of one function. */
function areExclusive(cancel: Cancel, arming: Arming): boolean {
  const ways = parting(cancel.chain, arming.chain);
  if (!ways) return false;
  const [one, other] = ways;
  const { clause } = one.situation;
  if (clause && clause === other.situation.clause) return partsBranches(one, other, clause);
  return clause?.fn === other.situation.clause?.fn && !recurs(cancel, arming);
}

/** True where a clause that cancels goes on to another clause of its own function, which so arms after it. */
function recurs(cancel: Cancel, arming: Arming): boolean {
  const [one, other] = parting(cancel.chain, arming.chain) ?? [];
  const clause = one?.situation.clause;
  if (!one || !clause || clause === other?.situation.clause || clause.fn !== other?.situation.clause?.fn)
    return false;
  const { fn, calls } = clause;
  return calls.some(
    ({ module, name, arity, start }) =>
      start >= one.end && module === fn.module.name && name === fn.name && arity === fn.arity,
  );
}

function partsBranches(one: CallSite, other: CallSite, { body }: FunctionClause): boolean {
  const parted = findExpr(body, (expr) => {
    if (expr.kind !== 'call' || !expr.blocks) return false;
    const branches = branchesOf(expr);
    const first = branches.find((branch) => holds(branch, one));
    const second = branches.find((branch) => holds(branch, other));
    return first !== undefined && second !== undefined && first !== second;
  });
  return parted !== undefined;
}

function branchesOf({ blocks }: CallExpr): { start: number; end: number }[] {
  return Object.values(blocks ?? {}).flatMap((part) => {
    const clauses: readonly Clause[] = part.clauses ?? [];
    return part.expr ? [part.expr] : clauses;
  });
}

function holds(range: { start: number; end: number }, { start, end }: CallSite): boolean {
  return range.start <= start && end <= range.end;
}
