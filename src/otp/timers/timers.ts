import { atomOf } from '../../elixir/literals.js';
import type { CallSite, FunctionDef, ModuleDef } from '../../elixir/model.js';
import { exprText } from '../../elixir/shown.js';
import { argumentAlong } from '../../project/arguments.js';
import { perProject } from '../../project/memory.js';
import type { ProjectModule } from '../../project/project-module.js';
import { mayMatch, type Reached, reach, runnerOfSite, sought } from '../../project/reach.js';
import type { Expr } from '../../syntax/ast.js';
import { findExpr } from '../../syntax/visit.js';
import { sendOf } from '../messages/own-messages.js';
import { isSelf } from '../messages/wakers.js';
import { namingOf } from '../names/naming.js';
import { infoCallbacks, isOverridable } from '../processes/clauses.js';
import { returnsOf } from '../processes/returns.js';
import { type Callback, callbacksAmong, type Server } from '../processes/server.js';
import { registeredName } from '../requests/clients.js';

/** How a process makes a message come to itself: after a time, again and again, or at once. */
export type ArmedBy = 'timer' | 'interval' | 'message';

/** A call by which a process makes a message come to itself, seen from one of its callbacks. */
export interface Arming {
  by: ArmedBy;
  /** The callback that leads to it. */
  callback: Callback;
  site: CallSite;
  /** The calls from the callback to it, itself last; through `{:continue, …}` from that callback on. */
  chain: readonly CallSite[];
  /** The `handle_continue` clause that it is in, where the callback leads there. */
  continued?: Callback;
  /** As it arrives, variables and attributes followed. */
  message: Expr;
}

/** What one callback does about timers, itself and through what it calls or continues with in the same process. */
export interface TimerUse {
  callback: Callback;
  armings: readonly Arming[];
  /** Calls that cancel a timer or ask how long it has still to run, in the order in which they are reached. */
  cancels: readonly { site: CallSite; chain: readonly CallSite[] }[];
  /** True where some `receive` on the way takes messages out of the mailbox. */
  receives: boolean;
}

/** What each callback of a server does about timers, in the order of the source. */
export function timerUsesOf(server: Server): readonly TimerUse[] {
  return usesOf(server, server.module.project);
}

const usesOf = perProject((server: Server): readonly TimerUse[] =>
  server.callbacks.map((callback) => timerUse(callback, stepsOf(callback, server), server)),
);

/**
 * What the callbacks that macros of the project add to a server do about timers, by themselves and through functions
 * that the server's own module has for them.
 */
export function addedTimerUsesOf(server: Server): TimerUse[] {
  const { module, kind } = server;
  return module.injected.flatMap((quote) =>
    callbacksAmong(quote.functions, kind)
      .filter(({ clause: { fn } }) => !isReplaced(fn, quote, module))
      .map((callback) => timerUse(callback, addedSteps(callback, module), server)),
  );
}

/** True where a module has its own function instead of one that a macro adds (`Kernel.defoverridable/1`). */
function isReplaced({ name, arity }: FunctionDef, quote: ModuleDef, module: ProjectModule): boolean {
  const own = module.functionNamed(name, arity);
  return own !== undefined && isOverridable(quote, own);
}

interface Step extends Reached {
  /** The `handle_continue` clause that it is in, where the callback leads there. */
  continued?: Callback;
}

/** The calls of a callback that a macro adds, and what they lead to in functions of the module that it is added to. */
function addedSteps({ clause }: Callback, module: ProjectModule): Step[] {
  const { project } = module;
  return clause.calls.flatMap((call): Step[] => {
    if (call.captured || call.situation.devOnly || runnerOfSite(call, project) !== 'caller') return [];
    const own = isLocalInQuote(call) ? module.clausesOf(call.name, call.arity) : [];
    const entered = own.filter(({ params }) => params.every((param, at) => mayMatch(param, call.args[at])));
    const led = entered.flatMap((next) => [...reach(next, project, { only: timerCalls })]);
    return [
      { site: call, chain: [call] },
      ...led.map(({ site, chain }) => ({ site, chain: [call, ...chain] })),
    ];
  });
}

/** True for `name(…)` in what a macro adds: it calls what the module has under that name in the end. */
function isLocalInQuote({ module, situation: { owner } }: CallSite): boolean {
  return module === undefined || module === owner.name;
}

/** The calls about timers that a callback leads to in its process, also through `{:continue, …}`. */
function* stepsOf(callback: Callback, server: Server): Generator<Step> {
  const { project } = server.module;
  yield* reach(callback.clause, project, { only: timerCalls });
  for (const continued of continuedFrom(callback, server)) {
    for (const reached of reach(continued.clause, project, { only: timerCalls }))
      yield { ...reached, continued };
  }
}

function timerUse(callback: Callback, steps: Iterable<Step>, server: Server): TimerUse {
  const armings: Arming[] = [];
  const cancels: TimerUse['cancels'][number][] = [];
  let receives = false;
  for (const { site, chain, continued } of steps) {
    const armed = armedBy(site, chain, server);
    if (armed) armings.push({ ...armed, callback, site, chain, ...(continued ? { continued } : {}) });
    if (asksTimer(site)) cancels.push({ site, chain });
    receives ||= isReceive(site);
  }
  return { callback, armings, cancels, receives };
}

const timerCalls = sought((site) => sendOf(site) !== undefined || asksTimer(site) || isReceive(site));

function isReceive({ module, name }: CallSite): boolean {
  return module === 'Kernel' && name === 'receive';
}

/** The clauses that a callback goes on to with `{:continue, …}` (`GenServer`, `c:handle_continue/2`). */
function continuedFrom(callback: Callback, server: Server, seen = new Set<Callback>([callback])): Callback[] {
  const { project } = server.module;
  if (!server.callbacks.some(({ name }) => name === 'handle_continue')) return [];
  const next = returnsOf(callback, server.kind, project).flatMap(({ expr }) => {
    const term = findExpr(expr, isContinue);
    return term?.kind === 'tuple' ? (term.items[1] ?? []) : [];
  });
  const entered = server.callbacks.filter(
    ({ name, message }) =>
      name === 'handle_continue' && message && next.some((term) => mayMatch(message, term)),
  );
  return entered.flatMap((step) => {
    if (seen.has(step)) return [];
    seen.add(step);
    return [step, ...continuedFrom(step, server, seen)];
  });
}

function isContinue(expr: Expr): boolean {
  return expr.kind === 'tuple' && expr.items.length === 2 && atomOf(expr.items[0]) === 'continue';
}

/** What a call sends to the process that makes it (`Process.send_after/3`, `:erlang.start_timer/3`, `:timer`). */
function armedBy(
  site: CallSite,
  chain: readonly CallSite[],
  server: Server,
): Pick<Arming, 'by' | 'message'> | undefined {
  const send = site.captured ? undefined : sendOf(site);
  if (!send?.message || (send.to && !isOwn(send.to, chain, server))) return undefined;
  const message = argumentAlong(send.message, chain).expr;
  if (site.name === 'send_interval') return { by: 'interval', message };
  return { by: site.name === 'send' ? 'message' : 'timer', message };
}

function isOwn(to: Expr, chain: readonly CallSite[], { module }: Server): boolean {
  const { expr, owner, clause } = argumentAlong(to, chain);
  if (isSelf(expr)) return true;
  const naming = namingOf(module);
  if (naming.kind !== 'fixed' || naming.name === undefined) return false;
  return registeredName(expr, owner, clause, module.project) === naming.name;
}

const TIMER_QUESTIONS: ReadonlySet<string> = new Set([
  'Process.cancel_timer',
  'Process.read_timer',
  ':erlang.cancel_timer',
  ':erlang.read_timer',
  ':timer.cancel',
]);

/** True for a call that cancels a timer or looks at one. */
function asksTimer({ module, name }: CallSite): boolean {
  return TIMER_QUESTIONS.has(`${module ?? ''}.${name}`);
}

/** True for `Process.cancel_timer`, which leaves a message alone that has been sent already. */
export function cancelsTimer({ module, name }: CallSite): boolean {
  return name === 'cancel_timer' && (module === 'Process' || module === ':erlang');
}

/** The clauses that take a message, other than those written for any message. */
export function takersOf(message: Expr, server: Server): readonly Callback[] {
  return infoCallbacks(server).filter(
    (callback) =>
      callback.message && callback.message.kind !== 'variable' && mayMatch(callback.message, message),
  );
}

/** True for a term without variables (but for those that are never read): it is the same message wherever it is written. */
export function isConstant(term: Expr): boolean {
  if (term.kind === 'variable') return term.name.startsWith('_');
  if (term.kind === 'tuple') return term.items.every(isConstant);
  return ['atom', 'number', 'text', 'alias'].includes(term.kind);
}

/** True where two messages are written alike and have no variables. */
export function isSameMessage(one: Expr, other: Expr): boolean {
  return isConstant(one) && isConstant(other) && exprText(one) === exprText(other);
}

/** Words in the name of a field or variable that holds a timer, or says that one runs. */
const TIMER_WORD = /timer|tref|tick|(^|_)ref(_|$)|schedul|armed|polling|pending|debounce/;

/** True for a name such as `timer_ref`, `scheduled?` or `polling`. */
export function namesTimer(name: string): boolean {
  return TIMER_WORD.test(name);
}

/** True where an expression reads a field or variable that its name says is about a timer. */
export function looksAtTimer(expr: Expr): boolean {
  return (
    findExpr(expr, (part) => {
      if (part.kind === 'variable' || part.kind === 'atom')
        return namesTimer(part.kind === 'atom' ? part.value : part.name);
      if (part.kind === 'attribute') return false;
      return part.kind === 'call' && namesTimer(part.name);
    }) !== undefined
  );
}
