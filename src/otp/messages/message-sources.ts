import { calleeOf } from '../../elixir/callee.js';
import { atomOf, isAtom, keywordsOf, keywordValue } from '../../elixir/literals.js';
import type { CallSite, ModuleDef } from '../../elixir/model.js';
import { followValue } from '../../elixir/values.js';
import { oncePerProject, perProject } from '../../project/memory.js';
import type { Project } from '../../project/project.js';
import { callsHere, reach, sought } from '../../project/reach.js';
import type { Expr } from '../../syntax/ast.js';
import { findExpr } from '../../syntax/visit.js';
import { trapsExits } from '../exits/exits.js';
import { isMarked } from '../processes/clause-marks.js';
import { takesMessage } from '../processes/clauses.js';
import { starterOf } from '../processes/processes.js';
import type { Callback, Server } from '../processes/server.js';
import { ANY, DOWN, EXIT, type Shape, shapeOf } from './message-shapes.js';
import { isSelf } from './wakers.js';

/** What kind of thing sends a process messages that it does not choose. */
export type SourceKind = 'monitor' | 'exits' | 'task' | 'port' | 'socket' | 'nodes' | 'subscription';

/** A call after which messages arrive that the process does not choose. */
export interface Opening {
  kind: SourceKind;
  /** What arrives, where the library fixes it; absent where anything may. */
  messages?: readonly Shape[];
}

/** Such a call, with the callback that leads to it. */
export interface MessageSource extends Opening {
  callback: Callback;
  site: CallSite;
  /** The calls from the callback to it, itself last. */
  chain: readonly CallSite[];
}

const NODES: readonly Shape[] = [
  ['nodeup', ANY],
  ['nodedown', ANY],
];
const EXITS: Opening = { kind: 'exits', messages: [EXIT] };
const MONITOR: Opening = { kind: 'monitor', messages: [DOWN] };
const SUBSCRIPTION: Opening = { kind: 'subscription' };
const SOCKET: Opening = { kind: 'socket', messages: [...stream('tcp'), ...stream('ssl')] };

function stream(protocol: string): Shape[] {
  return [
    [protocol, ANY, ANY],
    [`${protocol}_closed`, ANY],
    [`${protocol}_error`, ANY, ANY],
  ];
}

function redix(...kinds: string[]): Opening {
  return {
    kind: 'subscription',
    messages: ['disconnected', ...kinds].map((kind) => ['redix_pubsub', ANY, ANY, kind, ANY]),
  };
}

/**
 * Calls whose messages need no look at the arguments, by the module that documents them: `Process`, `Node`,
 * `Registry`, `:pg`, `:net_kernel`, `:mnesia`, `Phoenix.PubSub`, `Redix.PubSub`, and others of their own name.
 */
const OPENINGS: Record<string, Opening> = {
  'Kernel.spawn_monitor': MONITOR,
  ':erlang.spawn_monitor': MONITOR,
  'Node.spawn_monitor': MONITOR,
  'Node.monitor': { kind: 'nodes', messages: [['nodedown', ANY]] },
  ':erlang.monitor_node': { kind: 'nodes', messages: [['nodedown', ANY]] },
  ':net_kernel.monitor_nodes': { kind: 'nodes', messages: NODES },
  ':pg.join': SUBSCRIPTION,
  ':pg.monitor': SUBSCRIPTION,
  ':pg.monitor_scope': SUBSCRIPTION,
  ':pg2.join': SUBSCRIPTION,
  ':syn.join': SUBSCRIPTION,
  ':brod.start_link_group_subscriber': SUBSCRIPTION,
  ':mnesia.subscribe': SUBSCRIPTION,
  ':erlang.system_monitor': SUBSCRIPTION,
  'Redix.PubSub.subscribe': redix('subscribed', 'message'),
  'Redix.PubSub.psubscribe': redix('psubscribed', 'pmessage'),
  'Postgrex.Notifications.listen': { kind: 'subscription', messages: [['notification', ANY, ANY, ANY, ANY]] },
  'Postgrex.Notifications.listen!': {
    kind: 'subscription',
    messages: [['notification', ANY, ANY, ANY, ANY]],
  },
  'Oban.Notifier.listen': { kind: 'subscription', messages: [['notification', ANY, ANY]] },
  'FileSystem.subscribe': { kind: 'subscription', messages: [['file_event', ANY, ANY]] },
  'AMQP.Basic.consume': SUBSCRIPTION,
  'Gnat.sub': SUBSCRIPTION,
  'Circuits.UART.open': { kind: 'port', messages: [['circuits_uart', ANY, ANY]] },
  'Circuits.GPIO.set_interrupts': { kind: 'port', messages: [['circuits_gpio', ANY, ANY, ANY]] },
  ':gun.open': { kind: 'socket' },
  ':gun.open_unix': { kind: 'socket' },
};

/**
 * The calls that bring a process messages that it does not choose, made by its callbacks or by whatever these
 * call in the same process, in the order of the callbacks; each place once.
 */
export function messageSourcesOf(server: Server): readonly MessageSource[] {
  return sourcesOf(server, server.module.project);
}

const sourcesOf = perProject((server: Server, project): readonly MessageSource[] => {
  const found = new Map<CallSite, MessageSource>();
  for (const callback of server.callbacks) {
    if (callback.name === 'terminate') continue;
    const awaits = !reach(callback.clause, project, { only: awaitingCalls }).next().done;
    for (const { site, chain } of reach(callback.clause, project, { only: openingCalls })) {
      const opening = openingOf(site, project);
      if (!opening || found.has(site)) continue;
      if (opening.kind === 'task' ? awaits : takenInPlace(site, opening)) continue;
      found.set(site, { ...opening, callback, site, chain });
    }
  }
  return [...found.values()];
});

/** True where some clause takes every message of a source; a source whose messages are open never is. */
export function isTaken(
  { messages }: MessageSource,
  callbacks: readonly Callback[],
  server: Server,
): boolean {
  if (!messages) return false;
  return messages.every((shape) => callbacks.some((callback) => takesMessage(callback, shape, server)));
}

const openingCalls = sought((site, project) => openingOf(site, project) !== undefined);
const awaitingCalls = sought(isAwait);

/** What messages a call brings to the process that makes it; `undefined` for any other call. */
export function openingOf(site: CallSite, project: Project): Opening | undefined {
  const key = calleeOf(site);
  if (trapsExits(site)) return EXITS;
  switch (key) {
    case 'Process.monitor':
    case ':erlang.monitor':
      return { kind: 'monitor', messages: [monitorMessage(site)] };
    case 'Port.open':
    case ':erlang.open_port':
      return { kind: 'port', messages: portMessages(site) };
    case 'Process.spawn':
    case ':erlang.spawn_opt':
      return optionsOf(site).some((item) => isAtom(item, 'monitor')) ? MONITOR : undefined;
    case ':net_kernel.monitor_nodes':
      return nodeEvents(site);
    case 'Registry.register':
      return isUniqueRegistry(site.args[0], project) ? undefined : SUBSCRIPTION;
    case ':telemetry.attach':
    case ':telemetry.attach_many':
      return site.args.some((arg) => findExpr(arg, isSelf)) ? SUBSCRIPTION : undefined;
    default:
      return (
        OPENINGS[key] ?? taskOpening(site) ?? socketOpening(site, key, project) ?? subscribing(site, project)
      );
  }
}

/** `{:DOWN, …}`, or what the option `tag:` puts in the place of `:DOWN` (`Process.monitor/2`). */
function monitorMessage(site: CallSite): Shape {
  const tag = keywordValue(site.args.at(-1), 'tag');
  return tag ? [shapeOf(tag), ANY, 'process', ANY, ANY] : DOWN;
}

/** `{ref, result}`, and `:DOWN` where the task is not linked (`Task.Supervisor.async_nolink/2`). */
function taskOpening(site: CallSite): Opening | undefined {
  const starter = starterOf(site);
  if (starter?.gives !== 'task') return undefined;
  return { kind: 'task', messages: starter.linked ? [[ANY, ANY]] : [[ANY, ANY], DOWN] };
}

/** `{port, {:data, data}}`, and `{port, {:exit_status, status}}` where asked for (`Port`). */
function portMessages(site: CallSite): Shape[] {
  const asked = optionsOf(site).some((item) => isAtom(item, 'exit_status'));
  return asked
    ? [
        [ANY, ['data', ANY]],
        [ANY, ['exit_status', ANY]],
      ]
    : [[ANY, ['data', ANY]]];
}

/** With options, node events have a third element (`:net_kernel.monitor_nodes/2`). */
function nodeEvents(site: CallSite): Opening | undefined {
  if (isAtom(site.args[0], 'false')) return undefined;
  const extended = site.arity === 2 && optionsOf(site).length > 0;
  return {
    kind: 'nodes',
    messages: extended
      ? [
          ['nodeup', ANY, ANY],
          ['nodedown', ANY, ANY],
        ]
      : NODES,
  };
}

/** The items of the last argument's list, variables and attributes followed. */
function optionsOf(site: CallSite): readonly Expr[] {
  const last = site.args.at(-1);
  const options = last && followValue(last, site.situation.owner, site.situation.clause);
  return options?.kind === 'list' ? options.items : [];
}

const OPENS_SOCKET: ReadonlySet<string> = new Set([
  ':gen_tcp.connect',
  ':ssl.connect',
  ':gen_udp.open',
  ':inet.setopts',
  ':ssl.setopts',
  'Mint.HTTP.connect',
]);

/** False for a module that cannot give any call the option `stream_to`. */
const mentionsStreams = perProject((module: ModuleDef, project) =>
  project.textOf(module).includes('stream_to'),
);

/** Sockets send messages unless they are passive (`:inet.setopts/2`, `active`), which they are not by default. */
function socketOpening(site: CallSite, key: string, project: Project): Opening | undefined {
  if (!OPENS_SOCKET.has(key) && !mentionsStreams(site.situation.owner, project)) return undefined;
  const { owner, clause } = site.situation;
  const lists = site.args.map((arg) => followValue(arg, owner, clause)).filter((arg) => arg.kind === 'list');
  const active = lists.map((list) => keywordValue(list, 'active')).find((value) => value !== undefined);
  const passive = isAtom(active, 'false');
  switch (key) {
    case ':gen_tcp.connect':
      return lists.length > 0 && !passive ? { kind: 'socket', messages: stream('tcp') } : undefined;
    case ':ssl.connect':
      return lists.length > 0 && !passive ? { kind: 'socket', messages: stream('ssl') } : undefined;
    case ':gen_udp.open':
      return lists.length > 0 && !passive
        ? { kind: 'socket', messages: [['udp', ANY, ANY, ANY, ANY]] }
        : undefined;
    case ':inet.setopts':
      return active && !passive ? { kind: 'socket', messages: stream('tcp') } : undefined;
    case ':ssl.setopts':
      return active && !passive ? { kind: 'socket', messages: stream('ssl') } : undefined;
    case 'Mint.HTTP.connect':
      return lists.some((list) => isAtom(keywordValue(list, 'mode'), 'passive')) ? undefined : SOCKET;
    default:
      return lists.some((list) => findExpr(keywordValue(list, 'stream_to'), isSelf))
        ? SUBSCRIPTION
        : undefined;
  }
}

const SUBSCRIBES = /^p?subscribe(_|!|$)/;
/** Libraries whose `subscribe` brings no message to `handle_info`. */
const QUIET: ReadonlySet<string> = new Set([
  'GenStage',
  'Absinthe.Subscription',
  'Kernel',
  'Tortoise.Connection',
]);

/**
 * A library's or an unknown module's `subscribe`; also a function of the project by that name that hands the
 * process over, by a call or a cast.
 */
function subscribing(site: CallSite, project: Project): Opening | undefined {
  if (!SUBSCRIBES.test(site.name) || QUIET.has(site.module ?? '')) return undefined;
  const target = project.targetOf(site);
  if (target)
    return target.clauses.some((clause) => callsHere(clause, project).some(isHandover))
      ? SUBSCRIPTION
      : undefined;
  const remote = site.expr.kind !== 'call' || site.expr.receiver !== undefined || site.captured;
  if (!remote) return undefined;
  return isEndpoint(site, project)
    ? { kind: 'subscription', messages: [{ struct: 'Phoenix.Socket.Broadcast' }] }
    : SUBSCRIPTION;
}

/** `Endpoint.subscribe/2` brings what `Endpoint.broadcast/3` sends (`Phoenix.Endpoint`). */
function isEndpoint({ module }: CallSite, project: Project): boolean {
  return module !== undefined && (project.naturesOf(module).has('endpoint') || module.endsWith('.Endpoint'));
}

function isHandover({ module, name }: CallSite): boolean {
  return module === 'GenServer' && (name === 'call' || name === 'cast');
}

/** True where the project starts the registry with `keys: :unique`: to register there is to take a name. */
function isUniqueRegistry(registry: Expr | undefined, project: Project): boolean {
  if (registry?.kind !== 'alias' || registry.module === undefined) return false;
  return uniqueRegistries(project).has(registry.module);
}

const uniqueRegistries = oncePerProject(({ modules }): ReadonlySet<string> => {
  const clauses = modules.flatMap(({ def }) => def.functions.flatMap((fn) => fn.clauses));
  const naming = clauses.filter((clause) => isMarked(clause, 'name'));
  return new Set(naming.flatMap(({ body }) => uniqueIn(body)));
});

/** The names in `keys: :unique, name: Name` anywhere in a body. */
function uniqueIn(body: Expr | undefined): string[] {
  const names: string[] = [];
  findExpr(body, (expr) => {
    if (expr.kind !== 'list' || atomOf(keywordValue(expr, 'keys')) !== 'unique') return false;
    for (const { key, value } of keywordsOf(expr))
      if (key === 'name' && value.kind === 'alias' && value.module) names.push(value.module);
    return false;
  });
  return names;
}

/** True where tasks are waited for: a result that comes later than `Task.yield/2` waits is not looked for. */
function isAwait({ module, name }: CallSite): boolean {
  return module === 'Task' && /^(await|yield|shutdown)/.test(name);
}

const LETS_GO = /^(receive|unsubscribe|punsubscribe|close|demonitor|unregister|leave)$/;

/** True where the function itself waits for what it asked for, or lets go of it: nothing is left in the mailbox. */
export function takenInPlace(site: CallSite, { kind }: Opening): boolean {
  const { clause } = site.situation;
  if (!clause || kind === 'exits' || kind === 'nodes') return false;
  return clause.calls.some(({ name, start }) => start > site.start && LETS_GO.test(name));
}
