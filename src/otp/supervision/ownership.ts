import { calleeOf } from '../../elixir/callee.js';
import type { CallSite } from '../../elixir/model.js';
import { perProject } from '../../project/memory.js';
import type { Project } from '../../project/project.js';
import { reach, sought } from '../../project/reach.js';
import { messageSourcesOf, type SourceKind } from '../messages/message-sources.js';
import { selfSent } from '../messages/wakers.js';
import type { Callback, Server } from '../processes/server.js';

/** What a process can own: it lives as long as the process does, or it is the process's and no other's. */
export type OwnedKind =
  | SourceKind
  | 'table'
  | 'file'
  | 'connection'
  | 'link'
  | 'name'
  | 'handler'
  | 'timer'
  | 'process dictionary';

/** A thing that a process owns, and the call that makes it so. */
export interface Owned {
  kind: OwnedKind;
  callback: Callback;
  site: CallSite;
  /** The calls from the callback to there, itself last. */
  chain: readonly CallSite[];
}

/**
 * `Module.function` → what the calling process owns from then on, beside what sends it messages (`:ets.new/2`,
 * `:dets`, `File.open/2`, `Process`, `Registry`, `:global`, `:pg`, `:telemetry`, `:logger`, `:timer`).
 */
const OWNED: Record<string, OwnedKind> = {
  ':ets.new': 'table',
  ':ets.file2tab': 'table',
  ':ets.setopts': 'table',
  ':ets.give_away': 'table',
  ':dets.open_file': 'table',
  ':mnesia.create_table': 'table',
  'File.open': 'file',
  'File.open!': 'file',
  ':file.open': 'file',
  ':gen_tcp.listen': 'socket',
  ':gen_tcp.connect': 'socket',
  ':gen_udp.open': 'socket',
  ':ssl.connect': 'socket',
  ':ssl.listen': 'socket',
  ':socket.open': 'socket',
  'Process.link': 'link',
  ':erlang.link': 'link',
  'Process.register': 'name',
  ':erlang.register': 'name',
  ':global.register_name': 'name',
  ':global.re_register_name': 'name',
  ':global.set_lock': 'name',
  'Process.set_label': 'name',
  ':telemetry.attach': 'handler',
  ':telemetry.attach_many': 'handler',
  ':logger.add_handler': 'handler',
  ':erlang.trace': 'handler',
  'System.trap_signal': 'handler',
  ':os.set_signal': 'handler',
  ':timer.apply_interval': 'timer',
  ':timer.apply_after': 'timer',
  ':erlang.start_timer': 'timer',
  'Process.put': 'process dictionary',
  ':erlang.put': 'process dictionary',
};

/** What functions of any library do by their names: `Endpoint.subscribe`, `Presence.track`, `Redix.start_link`. */
const BY_NAME: readonly [RegExp, OwnedKind][] = [
  [/^p?subscribe|^listen!?$/, 'subscription'],
  [/^attach|^(add|register)_(handler|listener|callback|hook)/, 'handler'],
  [/^track$|^register(_name)?$|^join$/, 'name'],
  [/^start_link$/, 'link'],
  [/^(open|connect)!?$/, 'connection'],
];

/** Libraries in which these names mean something else. */
const OTHERWISE: ReadonlySet<string> = new Set([
  'Kernel',
  'Enum',
  'Path',
  'String',
  'Plug.Conn',
  'Ecto.Query',
]);

function ownedThrough(site: CallSite, project: Project): OwnedKind | undefined {
  const { module, name } = site;
  if (selfSent(site)) return 'timer';
  const listed = OWNED[calleeOf(site)];
  if (listed !== undefined) return listed;
  if (module === undefined || OTHERWISE.has(module) || project.targetOf(site)) return undefined;
  return BY_NAME.find(([pattern]) => pattern.test(name))?.[1];
}

/** What the callbacks of a process make it own, through functions of the whole project, each place once. */
export function ownedBy(server: Server): readonly Owned[] {
  return ownedOf(server, server.module.project);
}

const owning = sought((site, project) => ownedThrough(site, project) !== undefined);

const ownedOf = perProject((server: Server, project): readonly Owned[] => {
  const found = new Map<CallSite, Owned>(messageSourcesOf(server).map((source) => [source.site, source]));
  for (const callback of server.callbacks) {
    for (const { site, chain } of reach(callback.clause, project, { only: owning })) {
      const kind = found.has(site) ? undefined : ownedThrough(site, project);
      if (kind) found.set(site, { kind, callback, site, chain });
    }
  }
  return [...found.values()];
});
