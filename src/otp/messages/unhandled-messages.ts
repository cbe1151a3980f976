import { calleeOf } from '../../elixir/callee.js';
import { atomOf, isAtom } from '../../elixir/literals.js';
import type { CallSite } from '../../elixir/model.js';
import { exprText } from '../../elixir/shown.js';
import { callsTo } from '../../project/calls-to.js';
import { oncePerProject } from '../../project/memory.js';
import type { ProjectModule } from '../../project/project-module.js';
import { mayMatch, reach, sought } from '../../project/reach.js';
import type { Expr } from '../../syntax/ast.js';
import { dropsMessages, infoCallbacks } from '../processes/clauses.js';
import { returnsOf } from '../processes/returns.js';
import type { Callback, Server, ServerKind } from '../processes/server.js';
import { patternsTaken } from './handlers.js';
import { ANY, DOWN, EXIT, mayTakeShape, REFERENCE, type Shape } from './message-shapes.js';
import { type MessageSource, messageSourcesOf } from './message-sources.js';
import { linkOf, type OwnMessage, ownMessagesOf } from './own-messages.js';

/** A message that a process is bound to get and that none of its clauses takes. */
export interface UnhandledMessage {
  /** As it is written in Elixir: `:tick`, `{ref, result}`; several where one call brings them all. */
  messages: readonly string[];
  /** The call that brings it. */
  site: CallSite;
  /** The calls from the callback to that one, itself last. */
  chain: readonly CallSite[];
  callback: Callback;
  /** Where it is written, where the call is only given it. */
  written?: OwnMessage['written'];
  /** Why it comes, where the call alone does not say so. */
  link?: { site: CallSite; chain: readonly CallSite[] };
  /** A clause of `handle_cast` that is written for it. */
  castClause?: Callback;
  /** Other calls that bring it. */
  again: readonly CallSite[];
  /** True where the process has no clause for plain messages at all, so that it is logged and dropped. */
  dropped: boolean;
  /** The clause for any message that drops it, where another callback has the clause that is written for it. */
  droppedBy?: Callback;
}

/** Processes whose plain messages all arrive in the module that opens them up. */
const KINDS: ReadonlySet<ServerKind> = new Set([
  'gen_server',
  'gen_stage',
  'gen_statem',
  'live_view',
  'channel',
]);

/** The messages that a process is bound to get and that no clause of it can match; each message once. */
export function unhandledMessages(module: ProjectModule): UnhandledMessage[] {
  const { server } = module;
  const patterns = server && KINDS.has(server.kind) ? patternsTaken(server, 'handle_info') : undefined;
  if (!server || !patterns || (server.kind === 'gen_statem' && patterns.length === 0) || hasHook(server))
    return [];
  if (!readsMailbox(server)) return [];
  const others = [...patterns, ...receivedIn(server)];
  const found = new Map<string, UnhandledMessage>();
  const dropped = patterns.length === 0;
  for (const { message, ...arriving } of [...sentToItself(server, others), ...brought(server, others)]) {
    const known = found.get(message);
    if (known && known.site !== arriving.site)
      found.set(message, { ...known, again: [...known.again, arriving.site] });
    if (!known) found.set(message, { ...arriving, messages: [message], again: [], dropped });
  }
  return bySite([...found.values()]);
}

/** One call that brings several messages is one mistake. */
function bySite(unhandled: readonly UnhandledMessage[]): UnhandledMessage[] {
  const found = new Map<CallSite, UnhandledMessage>();
  for (const one of unhandled) {
    const known = found.get(one.site);
    found.set(one.site, known ? { ...known, messages: [...known.messages, ...one.messages] } : one);
  }
  return [...found.values()];
}

/** False for a process that ends before it looks at a message: with its `init/1`, or with its `handle_continue/2`. */
function readsMailbox(server: Server): boolean {
  const { kind, callbacks, module } = server;
  const ends = (name: Callback['name'], staying: ReadonlySet<string | undefined>): boolean => {
    const returns = callbacks.filter((callback) => callback.name === name);
    return (
      returns.length > 0 &&
      returns
        .flatMap((callback) => returnsOf(callback, kind, module.project))
        .every(
          ({ tag, next }) =>
            !staying.has(tag) || atomOf(next?.kind === 'tuple' ? next.items[0] : next) === 'continue',
        )
    );
  };
  if (kind !== 'gen_server') return true;
  if (!ends('init', new Set(['ok', undefined]))) return true;
  return (
    callbacks.some(({ name }) => name === 'handle_continue') &&
    !ends('handle_continue', new Set(['noreply', undefined]))
  );
}

type Arriving = Omit<UnhandledMessage, 'again' | 'dropped' | 'messages'> & { message: string };

function sentToItself(server: Server, taken: readonly Expr[]): Arriving[] {
  return ownMessagesOf(server).flatMap(({ message, ...way }) => {
    if (isRequest(message)) return [];
    const takers = taken.filter((pattern) => mayMatch(pattern, message));
    const castClause = server.callbacks.find(
      (callback) =>
        callback.name === 'handle_cast' &&
        callback.message !== undefined &&
        callback.message.kind !== 'variable' &&
        mayMatch(callback.message, message),
    );
    const droppedBy = takers.length > 0 && castClause ? droppingClause(takers, server) : undefined;
    if (takers.length > 0 && !droppedBy) return [];
    return [
      {
        ...way,
        message: exprText(message),
        ...(castClause ? { castClause } : {}),
        ...(droppedBy ? { droppedBy } : {}),
      },
    ];
  });
}

/** True for the message in which a cast or a call travels: it goes to its own callback (`:gen_server`, `:gen_statem`). */
function isRequest(message: Expr): boolean {
  const tag = message.kind === 'tuple' ? atomOf(message.items[0]) : undefined;
  return tag === '$gen_cast' || tag === '$gen_call';
}

/** The clause that drops a message, where that is the only one that takes it. */
function droppingClause(takers: readonly Expr[], server: Server): Callback | undefined {
  const [only, another] = takers;
  const clause = infoCallbacks(server).find(({ message }) => message === only);
  return clause && !another && dropsMessages(clause) ? clause : undefined;
}

/** `:DOWN` of monitors, what tasks send, `:EXIT` of links. */
function brought(server: Server, taken: readonly Expr[]): Arriving[] {
  const reached = new Set(server.callbacks.flatMap(({ clause }) => settlingCalls(clause, server)));
  return messageSourcesOf(server).flatMap((source) =>
    arrivals(source, server, reached).flatMap(({ shape, message, link }) => {
      if (taken.some((pattern) => mayTakeShape(pattern, shape))) return [];
      const { site, chain, callback } = source;
      return [{ message, site, chain, callback, ...(link ? { link } : {}) }];
    }),
  );
}

const SETTLERS: ReadonlySet<string> = new Set(['Process', ':erlang', 'Task']);
const SETTLING = /^(Process|:erlang)\.(demonitor|unlink)$|^Task\.(await|yield|shutdown|ignore)/;
const settling = sought((site) => SETTLERS.has(site.module ?? '') && SETTLING.test(calleeOf(site)));

/** The functions that a clause calls and that may take back what it asked for. */
function settlingCalls(clause: Callback['clause'], { module }: Server): string[] {
  return [...reach(clause, module.project, { only: settling })].map(({ site }) => calleeOf(site));
}

interface Arrival {
  shape: Shape;
  message: string;
  link?: UnhandledMessage['link'];
}

/** What arrives for certain: nothing that the process may have let go of before. */
function arrivals(source: MessageSource, server: Server, reached: ReadonlySet<string>): Arrival[] {
  const letsGo = reached.has('Process.demonitor') || reached.has(':erlang.demonitor');
  if (source.kind === 'monitor') {
    const [shape = DOWN] = source.messages ?? [];
    return letsGo ? [] : [{ shape, message: downText(shape) }];
  }
  if (source.kind === 'task' && source.site.name === 'async_nolink') {
    const waits = [...reached].some((name) => /^Task\.(await|yield|shutdown|ignore)/.test(name));
    if (waits) return [];
    return [
      { shape: [REFERENCE, ANY], message: '{ref, result}' },
      { shape: DOWN, message: downText(DOWN) },
    ];
  }
  if (source.kind === 'exits' && !reached.has('Process.unlink')) {
    const link = linkOf(server);
    return link ? [{ shape: EXIT, message: '{:EXIT, pid, reason}', link }] : [];
  }
  return [];
}

function downText(shape: Shape): string {
  const tag = typeof shape === 'object' && Array.isArray(shape) ? shape[0] : undefined;
  return `{${typeof tag === 'string' ? `:${tag}` : 'tag'}, ref, :process, pid, reason}`;
}

/** The patterns of every `receive` that the process can come to, and of those in its module. */
function receivedIn({ module, callbacks }: Server): Expr[] {
  const reached = callbacks.flatMap(({ clause }) =>
    [...reach(clause, module.project, { only: receives })].map(({ site }) => site),
  );
  return [...module.sites.filter(isReceive), ...reached].flatMap(({ expr }) => {
    if (expr.kind !== 'call') return [];
    return (expr.blocks?.do?.clauses ?? []).flatMap(({ params: [pattern] }) => unguarded(pattern) ?? []);
  });
}

const receives = sought(isReceive);

function isReceive({ module, name }: CallSite): boolean {
  return module === 'Kernel' && name === 'receive';
}

function unguarded(pattern: Expr | undefined): Expr | undefined {
  return pattern?.kind === 'operator' && pattern.name === 'when' ? pattern.args[0] : pattern;
}

/** True for a LiveView in a project with hooks that take messages first (`Phoenix.LiveView.attach_hook/4`). */
function hasHook({ module, kind }: Server): boolean {
  return kind === 'live_view' && hooks(module.project).length > 0;
}

const attachingCalls = callsTo(({ name }) => name === 'attach_hook');

const hooks = oncePerProject(({ modules }): readonly CallSite[] =>
  modules.flatMap((module) =>
    attachingCalls(module).filter(({ args }) => args.some((arg) => isAtom(arg, 'handle_info'))),
  ),
);
