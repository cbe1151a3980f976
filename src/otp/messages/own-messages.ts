import { calleeOf } from '../../elixir/callee.js';
import { isAtom } from '../../elixir/literals.js';
import type { CallSite, FunctionClause, ModuleDef } from '../../elixir/model.js';
import { followValue } from '../../elixir/values.js';
import { perProject } from '../../project/memory.js';
import { originsOf } from '../../project/origins.js';
import type { Project } from '../../project/project.js';
import { callsHere, entriesOf, reach, runnerOfSite, sought, wayTo } from '../../project/reach.js';
import type { Expr, TupleExpr } from '../../syntax/ast.js';
import { namingOf } from '../names/naming.js';
import type { Callback, Server } from '../processes/server.js';
import { isTestDouble } from '../production.js';
import { registeredName } from '../requests/clients.js';
import { isSelf } from './wakers.js';

/** A message that a process is bound to get because its own code sends it, with the way to where that happens. */
export interface OwnMessage {
  /** As it arrives. */
  message: Expr;
  /** Where it is written, where that is not at the call: in a function that hands it on. */
  written?: { owner: ModuleDef; expr: Expr };
  callback: Callback;
  site: CallSite;
  /** The calls from the callback to the one that sends, itself last. */
  chain: readonly CallSite[];
}

/** Where destination and message stand among the arguments; `undefined` for a destination that is the caller. */
export interface Send {
  to: Expr | undefined;
  message: Expr | undefined;
}

/** What a call sends, and to whom (`Kernel.send/2`, `Process`, `:erlang.start_timer/3`, `:timer`). */
export function sendOf(site: CallSite): Send | undefined {
  const [first, second, third] = site.args;
  switch (calleeOf(site)) {
    case 'Kernel.send':
    case 'Process.send':
    case 'Process.send_after':
    case ':erlang.send':
      return { to: first, message: second };
    case ':erlang.send_after':
      return { to: second, message: third };
    case ':erlang.start_timer':
      return { to: second, message: third && timeoutMessage(site, third) };
    case ':timer.send_after':
    case ':timer.send_interval':
      return site.args.length === 2 ? { to: undefined, message: second } : { to: second, message: third };
    default:
      return undefined;
  }
}

/** `{:timeout, ref, message}` (`:erlang.start_timer/3`). */
function timeoutMessage({ start, end }: CallSite, message: Expr): TupleExpr {
  const tag: Expr = { kind: 'atom', value: 'timeout', start, end };
  return { kind: 'tuple', items: [tag, { kind: 'variable', name: '_ref', start, end }, message], start, end };
}

/**
 * The messages that the callbacks of a process, and what these call, send to the process itself: to `self()`, also
 * from a function that another process runs, and to the name that the one process is registered under.
 */
export function ownMessagesOf(server: Server): OwnMessage[] {
  const { project } = server.module;
  const seen = new Set<CallSite>();
  const callbacks = server.callbacks.filter(({ name }) => name !== 'terminate');
  const ways = callbacks.map((callback) => ({ callback, ...waysFrom(callback, project) }));
  const here = new Set(ways.flatMap(({ entered }) => [...entered]));
  return ways.flatMap(({ callback, calls }) =>
    calls.flatMap(({ site, chain }) => {
      const { quoted, devOnly, owner } = site.situation;
      // A double tells the test that calls it what it was asked for.
      const told = owner !== server.module.def && isTestDouble(owner.name);
      const send = seen.has(site) || quoted || devOnly || told ? undefined : sendOf(site);
      if (!send?.message || !isForItself(send.to, site, server)) return [];
      seen.add(site);
      return messagesFrom(send.message, site, here, project).map((found) => ({
        ...found,
        callback,
        site,
        chain,
      }));
    }),
  );
}

interface Ways {
  /** The clauses that a callback enters in its own process, but for those that call nothing. */
  entered: ReadonlySet<FunctionClause>;
  /** The sending calls that it leads to, and those in functions that it hands to other processes. */
  calls: readonly { site: CallSite; chain: readonly CallSite[] }[];
}

function waysFrom(callback: Callback, project: Project): Ways {
  const calls: { site: CallSite; chain: readonly CallSite[] }[] = [];
  const handed: typeof calls = [];
  const entered = new Set<FunctionClause>();
  for (const entry of entriesOf(callback.clause, project)) {
    const { clause } = entry;
    if (clause !== callback.clause && callsHere(clause, project).length === 0) continue;
    entered.add(clause);
    for (const site of sendsHere(clause, project)) calls.push({ site, chain: [...wayTo(entry), site] });
    for (const site of sendsElsewhere(clause, project)) handed.push({ site, chain: [...wayTo(entry), site] });
  }
  return { entered, calls: [...calls, ...handed] };
}

const sendsHere = sought((site) => sendOf(site) !== undefined);

/** The calls that send, in functions that a clause hands to other processes. */
const sendsElsewhere = perProject((clause: FunctionClause, project): readonly CallSite[] =>
  clause.calls.filter(
    (site) =>
      sendOf(site) !== undefined && !site.situation.quoted && runnerOfSite(site, project) !== 'caller',
  ),
);

function isForItself(to: Expr | undefined, site: CallSite, { module }: Server): boolean {
  const { owner, clause, closure } = site.situation;
  const elsewhere = runnerOfSite(site, module.project) !== 'caller';
  if (!to) return !elsewhere;
  const value = followValue(to, owner, clause);
  if (isSelf(value)) return !elsewhere || (closure?.via !== undefined && value.start < outermost(site));
  const naming = namingOf(module);
  if (naming.kind !== 'fixed' || naming.name === undefined) return false;
  return registeredName(to, owner, clause, module.project) === naming.name;
}

/** Where the outermost call begins that the function around a call is given to. */
function outermost({ start, situation }: CallSite): number {
  let begin = start;
  for (let closure = situation.closure; closure; closure = closure.outer)
    if (closure.via) begin = Math.min(begin, closure.via.start);
  return begin;
}

/** What a message is, where that can be read: an atom or a tuple, also as callers in the same process give it. */
function messagesFrom(
  message: Expr,
  site: CallSite,
  here: ReadonlySet<FunctionClause>,
  project: Project,
): Pick<OwnMessage, 'message' | 'written'>[] {
  const { owner, clause } = site.situation;
  const at = { owner, ...(clause ? { clause } : {}), entered: [] };
  return originsOf(message, [], at, project).flatMap(({ expr, path, at: from }) => {
    if (path.length > 0 || (expr.kind !== 'atom' && expr.kind !== 'tuple')) return [];
    if (from.clause && !here.has(from.clause)) return [];
    const elsewhere = from.clause !== clause && from.clause !== undefined;
    return [{ message: expr, ...(elsewhere ? { written: { owner: from.owner, expr } } : {}) }];
  });
}

// --- links --------------------------------------------------------------------------------------------------

const LINKS: ReadonlySet<string> = new Set([
  'Process.link',
  'Kernel.spawn_link',
  ':erlang.spawn_link',
  'Task.async',
  'Task.start_link',
  'Task.Supervisor.async',
  'Port.open',
  ':erlang.open_port',
]);

/**
 * The first call in a server's own module by which its callbacks link the process to another: a link by name, or
 * the `start_link` of any module. What other modules start for themselves they may also stop.
 */
export function linkOf(server: Server): { site: CallSite; chain: readonly CallSite[] } | undefined {
  const { project } = server.module;
  for (const { name, clause } of server.callbacks) {
    if (name === 'terminate') continue;
    for (const reached of reach(clause, project, { only: links })) {
      if (reached.site.situation.owner === server.module.def) return reached;
    }
  }
  return undefined;
}

const links = sought(isLink);

function isLink({ module, name, args }: CallSite): boolean {
  if (module === undefined) return false;
  if (LINKS.has(`${module}.${name}`)) return true;
  const options = args.at(-1);
  if (module === 'Process' && name === 'spawn')
    return options?.kind === 'list' && options.items.some((item) => isAtom(item, 'link'));
  return name === 'start_link';
}
