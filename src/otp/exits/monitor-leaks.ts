import { bindingAt } from '../../elixir/bindings.js';
import { conditionsAround } from '../../elixir/conditions.js';
import { atomOf } from '../../elixir/literals.js';
import type { CallSite, FunctionClause, FunctionDef } from '../../elixir/model.js';
import { bindingOf, followValue } from '../../elixir/values.js';
import type { Project } from '../../project/project.js';
import { mayMatch, type Reached, reach, sought } from '../../project/reach.js';
import { runnerOfSite } from '../../project/runners.js';
import type { Expr } from '../../syntax/ast.js';
import { findExpr } from '../../syntax/visit.js';
import { callbackRunning } from '../processes/callback-code.js';
import type { Callback, CallbackName, Server } from '../processes/server.js';
import { requestsIn, serverAsked } from '../requests/clients.js';

/** A monitor of a process that others name, made again each time they ask. */
export interface RepeatedMonitor extends Reached {
  callback: Callback;
  /** A callback that may ask any number of times in the life of its process; absent where none is in sight. */
  asked?: { callback: Callback; site: CallSite };
  /** Where nobody is seen to ask again: what lets a process go before it ends, and leaves its monitor. */
  release?: FunctionClause;
}

/** Callbacks in which others say which process to watch. */
const ASKED: ReadonlySet<CallbackName> = new Set(['handle_call', 'handle_cast']);

/**
 * The monitors that a server makes of processes which its callers name, or of the callers themselves, without
 * looking whether it has one already; none where the module ever removes a monitor.
 */
export function repeatedMonitorsOf(server: Server): RepeatedMonitor[] {
  const { module } = server;
  const { project } = module;
  if (!MONITORED_BY.has(server.kind) || module.sites.some(removesKept)) return [];
  const found = new Map<CallSite, RepeatedMonitor>();
  for (const callback of server.callbacks) {
    if (!ASKED.has(callback.name)) continue;
    if (!reach(callback.clause, project, { only: removals }).next().done) continue;
    for (const step of reach(callback.clause, project, { only: monitors })) {
      if (found.has(step.site)) continue;
      const repeated = repeatedBy(callback, step, server);
      if (repeated) found.set(step.site, repeated);
    }
  }
  return [...found.values()];
}

const MONITORED_BY: ReadonlySet<Server['kind']> = new Set(['gen_server', 'gen_stage', 'gen_statem']);

function makesMonitor({ module, name, captured }: CallSite): boolean {
  return name === 'monitor' && (module === 'Process' || module === ':erlang') && !captured;
}

const monitors = sought(makesMonitor);
const removals = sought((site) => waits(site) || removesKept(site));

/** True for `Process.demonitor/2`, but not of a monitor that the very function has made for a short wait. */
function removesKept({ module, name, args, situation: { owner, clause } }: CallSite): boolean {
  if (name !== 'demonitor' || (module !== 'Process' && module !== ':erlang')) return false;
  if (clause?.calls.some(waits)) return false;
  const value = args[0] && followValue(args[0], owner, clause);
  return !(value?.kind === 'call' && value.name === 'monitor');
}

function waits({ module, name }: CallSite): boolean {
  return module === 'Kernel' && name === 'receive';
}

function repeatedBy(
  callback: Callback,
  { site, chain }: Reached,
  server: Server,
): RepeatedMonitor | undefined {
  const { project } = server.module;
  const watched = site.module === ':erlang' ? site.args[1] : site.args[0];
  const root = watched && rootOf(watched, chain, callback);
  if (!root || chain.some((step) => isChecked(step, root.names))) return undefined;
  const asking = askingSites(callback, root.message, server);
  const lives = asking.map((ask) => livesOf(ask, project));
  if (asking.length > 0 && lives.every((life) => life === 'once')) return undefined;
  const again = lives.find((life) => life !== 'once' && life !== 'unknown');
  if (typeof again === 'object') return { callback, site, chain, asked: again };
  if (site.result !== 'discarded' || !server.module.production) return undefined;
  const release = releaseOf(server);
  return release && { callback, site, chain, release };
}

/** Names by which a process takes its leave, whatever else a module keeps. */
const LEAVES =
  /^(un(subscribe|register|watch|monitor|track|follow|link|listen|join|attach)|detach|deregister|demonitor|leave|forget)/;
/** Names of requests that let something go; what they carry is a process as a rule. */
const LETS_GO = /^(un|de(tach|register|mon|ref)|remove|leave|forget|release|drop|cancel)/;

/** The request, or the public function, by which a process is let go before it ends, as it is called. */
function releaseOf({ callbacks, module }: Server): FunctionClause | undefined {
  const asked = callbacks.find(({ name, message }) => {
    const tag = message?.kind === 'tuple' ? message.items[0] : message;
    return ASKED.has(name) && LETS_GO.test(atomOf(tag) ?? '');
  });
  if (asked) return asked.clause;
  const fn = module.def.functions.find(
    ({ kind, name, arity }) => kind === 'def' && arity > 0 && LEAVES.test(name),
  );
  return fn?.clauses.find(({ body }) => body);
}

// --- which process ----------------------------------------------------------------------------------------------

interface Root {
  /** Variables that hold the process, in all functions on the way. */
  names: ReadonlySet<string>;
  /** The pattern of the message, in the callback or in the function that it hands the message to. */
  message: Expr | undefined;
}

/** Where a process is named by the message or by `from`; `undefined` where it comes from anywhere else. */
function rootOf(watched: Expr, chain: readonly CallSite[], callback: Callback): Root | undefined {
  const names = new Set<string>();
  let message = callback.message;
  let expr = watched;
  for (const site of [...chain].reverse()) {
    const { clause } = site.situation;
    const at = clause && parameterBehind(expr, clause, names);
    if (!clause || at === undefined) return undefined;
    if (clause === callback.clause) {
      const param = clause.params[at];
      return param === callback.message || param === callback.from ? { names, message } : undefined;
    }
    const caller = chain[chain.indexOf(site) - 1];
    const given = caller?.args[at];
    if (!given || caller.captured) return undefined;
    const param = clause.params[at];
    if (given.kind === 'variable' && param?.kind === 'tuple' && callback.message?.kind === 'variable')
      message = given.name === callback.message.name ? param : message;
    expr = given;
  }
  return undefined;
}

/** The parameter that an expression is, or is a part of. */
function parameterBehind(expr: Expr, clause: FunctionClause, names: Set<string>): number | undefined {
  if (expr.kind !== 'variable') return undefined;
  names.add(expr.name);
  const bound = bindingAt(clause, expr.name, expr.start);
  if (bound?.kind === 'parameter') return bound.index;
  return bound?.kind === 'value' ? parameterBehind(bound.value, clause, names) : undefined;
}

// --- is it looked for first -------------------------------------------------------------------------------------

/** Functions that look something up (`Map`, `MapSet`, `Keyword`, `Enum`, `:ets`). */
const LOOKS = /^(get|fetch|has_key|member|lookup|any|find|match|insert_new|pop|put_new|key)/;

/** True where the way to a call depends on the process itself, or on something looked up. */
function isChecked(site: CallSite, names: ReadonlySet<string>): boolean {
  const { closure, clause } = site.situation;
  if (conditionsAround(site).some((condition) => looksUp(condition, names, clause))) return true;
  return closure?.via !== undefined && choosesByValue(closure.via);
}

/** @param clause where the condition stands: what it gave a name to before is looked into as well */
function looksUp(condition: Expr, names: ReadonlySet<string>, clause?: FunctionClause): boolean {
  return (
    findExpr(condition, (expr) => {
      if (expr.kind === 'variable') {
        const named = clause && bindingOf(clause, expr.name, expr.start);
        return names.has(expr.name) || (named !== undefined && looksUp(named, names));
      }
      if (expr.kind === 'access') return true;
      return (
        (expr.kind === 'call' && LOOKS.test(expr.name)) || (expr.kind === 'operator' && expr.name === 'in')
      );
    }) !== undefined
  );
}

/** `update_in(state.watched[pid], fn nil -> … ; known -> … end)`, `Map.put_new_lazy(watched, pid, fn -> … end)`. */
function choosesByValue({ name, args }: CallSite): boolean {
  if (LOOKS.test(name)) return true;
  return args.some((arg) => arg.kind === 'fn' && arg.clauses.length > 1);
}

// --- how often is it asked --------------------------------------------------------------------------------------

/** The requests in the project, tests aside, that come to a callback clause. */
function askingSites(callback: Callback, message: Expr | undefined, { module }: Server): CallSite[] {
  const { project } = module;
  if (!message) return [];
  return requestsIn(project).flatMap(({ site, from, request }) => {
    if (!from.production || request.to !== callback.name || site.situation.quoted) return [];
    if (!mayMatch(message, request.message)) return [];
    return from === module || serverAsked(request.target, site, project)?.module === module ? [site] : [];
  });
}

/** How often one process comes to a request: once in its life, again and again from a callback, or nobody knows. */
type Life = 'once' | 'unknown' | { callback: Callback; site: CallSite };

const START_CALLBACKS: ReadonlySet<CallbackName> = new Set([
  'init',
  'mount',
  'join',
  'handle_continue',
  'terminate',
]);
/** Names of functions, and of messages, by which a process comes to life. */
const START_NAMES = /^_*(start|init|after_join|boot|setup|connect|open|websocket_init|child_spec|mount|join)/;
const CALLERS = 6;

/** True for `self()`: in a function that a process of its own runs, the process that lives for this function. */
function isSelf(arg: Expr): boolean {
  return findExpr(arg, (expr) => expr.kind === 'call' && expr.name === 'self') !== undefined;
}

/** True for a callback of the start, and for one whose message says that it belongs there. */
function runsOnce({ name, message }: Callback): boolean {
  const tag = message?.kind === 'tuple' ? message.items[0] : message;
  return START_CALLBACKS.has(name) || START_NAMES.test(atomOf(tag) ?? '');
}

function livesOf(site: CallSite, project: Project, depth = CALLERS, seen = new Set<FunctionDef>()): Life {
  const { clause } = site.situation;
  if (!clause || depth === 0 || seen.has(clause.fn)) return 'unknown';
  if (runnerOfSite(site, project) === 'other') return site.args.some(isSelf) ? 'once' : 'unknown';
  seen.add(clause.fn);
  const callback = callbackRunning(clause, project);
  if (callback?.clause === clause) return runsOnce(callback) ? 'once' : { callback, site };
  if (START_NAMES.test(clause.fn.name)) return 'once';
  const callers = project
    .callersOf(clause.fn)
    .filter(({ situation }) => !situation.quoted && project.moduleOf(situation.owner)?.production);
  if (callers.length === 0) return 'unknown';
  const lives = callers.map((caller) => livesOf(caller, project, depth - 1, seen));
  const again = lives.find((life) => typeof life === 'object');
  if (again) return again;
  return lives.every((life) => life === 'once') ? 'once' : 'unknown';
}
