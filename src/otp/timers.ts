import { atomOf } from '../elixir/literals.js';
import type { CallSite } from '../elixir/model.js';
import { exprText } from '../elixir/shown.js';
import { argumentAlong } from '../project/arguments.js';
import { mayMatch, reach } from '../project/reach.js';
import type { Expr } from '../syntax/ast.js';
import { findExpr } from '../syntax/visit.js';
import { infoCallbacks } from './clauses.js';
import { registeredName } from './clients.js';
import { namingOf } from './naming.js';
import { sendOf } from './own-messages.js';
import { returnsOf } from './returns.js';
import type { Callback, Server } from './server.js';
import { isSelf } from './wakers.js';

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

const uses = new WeakMap<Server, readonly TimerUse[]>();

/** What each callback of a server does about timers, in the order of the source. */
export function timerUsesOf(server: Server): readonly TimerUse[] {
  let found = uses.get(server);
  if (!found) {
    found = server.callbacks.map((callback) => timerUse(callback, server));
    uses.set(server, found);
  }
  return found;
}

function timerUse(callback: Callback, server: Server): TimerUse {
  const { project } = server.module;
  const armings: Arming[] = [];
  const cancels: TimerUse['cancels'][number][] = [];
  let receives = false;
  for (const step of [callback, ...continuedFrom(callback, server)]) {
    for (const { site, chain } of reach(step.clause, project)) {
      const armed = armedBy(site, chain, server);
      if (armed)
        armings.push({ ...armed, callback, site, chain, ...(step === callback ? {} : { continued: step }) });
      if (asksTimer(site)) cancels.push({ site, chain });
      receives ||= site.module === 'Kernel' && site.name === 'receive';
    }
  }
  return { callback, armings, cancels, receives };
}

/** The clauses that a callback goes on to with `{:continue, …}` (`GenServer`, `c:handle_continue/2`). */
function continuedFrom(callback: Callback, server: Server, seen = new Set<Callback>([callback])): Callback[] {
  const { project } = server.module;
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
