import { bindingAt } from '../../elixir/bindings.js';
import { calleeOf } from '../../elixir/callee.js';
import { clauseExprs } from '../../elixir/flow.js';
import { atomOf } from '../../elixir/literals.js';
import type { CallSite, ModuleDef } from '../../elixir/model.js';
import type { Project } from '../../project/project.js';
import { mayMatch } from '../../project/reach.js';
import type { Expr } from '../../syntax/ast.js';
import { visit } from '../../syntax/visit.js';
import { callbackRunning } from '../processes/callback-code.js';
import type { Callback, Server } from '../processes/server.js';

/** What makes a callback run: the process itself (its start, its own timer), or somebody else. */
export type Waker = 'itself' | 'others';

/** Calls that send the calling process a message of its own choice, with the position of the message. */
const SELF_SENDS: Record<string, number> = {
  'Process.send_after': 1,
  ':erlang.send_after': 2,
  ':erlang.start_timer': 2,
  ':timer.send_after': 1,
  ':timer.send_interval': 1,
  'Kernel.send': 1,
  'Process.send': 1,
};

/** True for `self()`. */
export function isSelf(expr: Expr | undefined): boolean {
  return expr?.kind === 'call' && expr.name === 'self' && expr.args.length === 0;
}

/** The message that a call sends to its own process, at once or later; `undefined` for any other call. */
export function selfSent(site: CallSite): Expr | undefined {
  return sentBy(site, isSelf);
}

/** The message that a call sends where its destination passes a test, and where a timer of `:timer` needs none. */
function sentBy(site: CallSite, isOwn: (to: Expr | undefined) => boolean): Expr | undefined {
  const key = calleeOf(site);
  const at = SELF_SENDS[key];
  if (at === undefined) return undefined;
  if (key.startsWith(':timer') && site.arity === 2) return site.args[1];
  if (key.startsWith(':timer')) return isOwn(site.args[1]) ? site.args[2] : undefined;
  if (key.startsWith(':erlang')) return isOwn(site.args[1]) ? site.args[at] : undefined;
  return isOwn(site.args[0]) ? site.args[at] : undefined;
}

/**
 * True for `self()`, for a parameter that every caller in the project fills with `self()`, and for the own module's
 * name where the server itself sends to it.
 */
function isOwnProcess(to: Expr | undefined, { situation }: CallSite, project: Project): boolean {
  if (situation.clause && isOwnName(to, situation.owner))
    return callbackRunning(situation.clause, project) !== undefined;
  if (to?.kind !== 'variable' || !situation.clause) return isSelf(to);
  const bound = bindingAt(situation.clause, to.name, to.start);
  if (bound?.kind !== 'parameter' || bound.path.length > 0) return false;
  const callers = project.callersOf(situation.clause.fn);
  return callers.length > 0 && callers.every(({ args }) => isSelf(args[bound.index]));
}

/** `__MODULE__`, or the module by its name. */
function isOwnName(to: Expr | undefined, { name }: ModuleDef): boolean {
  return to?.kind === 'alias' ? to.module === name : to?.kind === 'variable' && to.name === '__MODULE__';
}

/** True where a process answers calls or takes casts: somebody may be waiting for it. */
export function servesOthers({ callbacks }: Server): boolean {
  return callbacks.some(({ name }) => name === 'handle_call' || name === 'handle_cast');
}

/** Who makes a callback clause run. A clause that takes any message is for others. */
export function wokenBy(callback: Callback, server: Server): Waker {
  const { name, message } = callback;
  if (name === 'handle_event' && server.kind === 'gen_statem') return callback.anyEvent ? 'others' : 'itself';
  if (name === 'handle_continue') return continuedByCaller(callback, server) ? 'others' : 'itself';
  if (name !== 'handle_info' || !message || message.kind === 'variable') return 'others';
  const { sites, project } = server.module;
  const sent = sites.flatMap((site) => sentBy(site, (to) => isOwnProcess(to, site, project)) ?? []);
  return sent.some((own) => own.kind !== 'variable' && mayMatch(message, own)) ? 'itself' : 'others';
}

/** True where a call or a cast ends in `{:continue, …}` to this clause. */
function continuedByCaller({ message }: Callback, server: Server): boolean {
  return server.callbacks.some(({ name, clause }) => {
    if (name !== 'handle_call' && name !== 'handle_cast') return false;
    let found = false;
    for (const root of clauseExprs(clause)) {
      visit(root, (expr) => {
        if (expr.kind !== 'tuple' || atomOf(expr.items[0]) !== 'continue' || expr.items.length !== 2) return;
        if (!message || mayMatch(message, expr.items[1])) found = true;
      });
    }
    return found;
  });
}
