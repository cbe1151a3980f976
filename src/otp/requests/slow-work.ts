import { calleeOf } from '../../elixir/callee.js';
import { isAtom, keywordValue } from '../../elixir/literals.js';
import type { CallSite } from '../../elixir/model.js';
import { followValue } from '../../elixir/values.js';
import type { Project } from '../../project/project.js';
import type { ProjectModule } from '../../project/project-module.js';
import { durationOf } from '../timers/durations.js';

/** Why a call keeps the process that makes it waiting, as it reads after "is": `an HTTP request`. */
export type SlowWork = string;

export const HTTP = 'an HTTP request';
export const MAIL = 'mail delivery';
/** What a call of a repository is; the database itself may be the point of the code that makes it. */
export const DATABASE = 'a database call';
export const FILE = 'a whole-file read or write';
export const FOLDER = 'a walk over a folder';
const CONNECT = 'a connection set-up';
const WAIT = 'a wait for tasks';

/** `Module.function` → what it does. `Module.*` stands for every function of a module. */
const SLOW: Record<string, string> = {
  'HTTPoison.*': HTTP,
  'Mojito.*': HTTP,
  'Finch.request': HTTP,
  'Finch.request!': HTTP,
  'Finch.stream': HTTP,
  'Finch.stream_while': HTTP,
  ':httpc.request': HTTP,
  'ExAws.request': HTTP,
  'ExAws.request!': HTTP,
  'ExAws.stream!': HTTP,
  'Postgrex.*': DATABASE,
  'MyXQL.*': DATABASE,
  'Exqlite.*': DATABASE,
  'Redix.command': DATABASE,
  'Redix.command!': DATABASE,
  'Redix.pipeline': DATABASE,
  'Redix.pipeline!': DATABASE,
  'Redix.transaction_pipeline': DATABASE,
  'Redix.transaction_pipeline!': DATABASE,
  'Mongo.*': DATABASE,
  'Ecto.Adapters.SQL.query': DATABASE,
  'Ecto.Adapters.SQL.query!': DATABASE,
  'Ecto.Migrator.run': 'a database migration',
  'Ecto.Migrator.up': 'a database migration',
  'Ecto.Migrator.down': 'a database migration',
  'Ecto.Migrator.with_repo': 'a database migration',
  'System.cmd': 'an operating system command',
  'System.shell': 'an operating system command',
  ':os.cmd': 'an operating system command',
  ':gen_tcp.connect': CONNECT,
  ':gen_tcp.accept': 'a wait for a connection',
  ':gen_tcp.recv': 'a wait for a socket',
  ':ssl.connect': CONNECT,
  ':ssl.recv': 'a wait for a socket',
  'AMQP.Connection.open': CONNECT,
  'AMQP.Confirm.wait_for_confirms': 'a wait for a broker',
  'AMQP.Confirm.wait_for_confirms_or_die': 'a wait for a broker',
  'Gnat.start_link': CONNECT,
  ':eredis.start_link': CONNECT,
  ':brod.start_client': CONNECT,
  'Tortoise.publish_sync': 'a wait for a broker',
  ':emqtt.publish': 'a wait for a broker',
  'EmqttFailover.Connection.publish': 'a wait for a broker',
  ':emqtt.connect': CONNECT,
  ':gen_smtp_client.send_blocking': MAIL,
  ':inet_res.lookup': 'a DNS look-up',
  ':inet_res.resolve': 'a DNS look-up',
  ':inet.getaddr': 'a DNS look-up',
  ':inet.gethostbyname': 'a DNS look-up',
  'Task.await': WAIT,
  'Task.await_many': WAIT,
  'Task.yield': WAIT,
  'Task.yield_many': WAIT,
  'File.read': FILE,
  'File.read!': FILE,
  'File.write': FILE,
  'File.write!': FILE,
  'File.cp': FILE,
  'File.cp!': FILE,
  'File.cp_r': FOLDER,
  'File.cp_r!': FOLDER,
  'File.rm_rf': FOLDER,
  'File.rm_rf!': FOLDER,
  'Path.wildcard': FOLDER,
  ':file.read_file': FILE,
  ':file.write_file': FILE,
  ':file.consult': FILE,
  ':ets.tab2file': FILE,
  ':ets.file2tab': FILE,
  ':global.set_lock': 'a cluster-wide lock',
  ':global.trans': 'a cluster-wide lock',
  ':global.register_name': 'a cluster-wide registration',
  ':global.re_register_name': 'a cluster-wide registration',
  ':global.sync': 'a cluster-wide wait',
  ':rpc.call': 'a call to another node',
  ':rpc.block_call': 'a call to another node',
  ':rpc.multicall': 'a call to other nodes',
  ':erpc.call': 'a call to another node',
  ':erpc.multicall': 'a call to other nodes',
};

const HTTP_VERBS: ReadonlySet<string> = new Set(
  ['get', 'post', 'put', 'patch', 'delete', 'head', 'options', 'request', 'run'].flatMap((verb) => [
    verb,
    `${verb}!`,
  ]),
);
const HTTP_CLIENTS: ReadonlySet<string> = new Set(['Req', 'Tesla', ':hackney', 'HTTPotion']);
const HTTP_BASES: ReadonlySet<string> = new Set(['Tesla', 'HTTPoison.Base', 'Tesla.Builder']);

/** What `Ecto.Repo` does with the database; its other functions only look at configuration. */
const REPO: ReadonlySet<string> = new Set(
  `aggregate all all_by checkout delete delete_all exists? explain get get_by insert insert_all insert_or_update
  load_file one preload query query_many reload rollback stream to_sql transact transaction update update_all`
    .split(/\s+/)
    .flatMap((name) => [name, `${name}!`]),
);
const REPO_QUIET: ReadonlySet<string> = new Set(['rollback', 'rollback!', 'to_sql', 'to_sql!']);

/** Below this a sleep does not keep anyone waiting, in milliseconds. */
const SHORT_SLEEP = 10;
/** The time `GenServer.call` waits unless told otherwise, in milliseconds (`GenServer.call/3`). */
const CALL_TIMEOUT = 5000;

const CALLS: ReadonlySet<string> = new Set([
  'GenServer.call',
  ':gen_server.call',
  ':gen_statem.call',
  'GenStateMachine.call',
  'GenStage.call',
]);

/**
 * The slow work that one call does by itself, by the catalogue's list and the configuration's.
 *
 * @returns `undefined` where it does none, or where what it does is a matter of the function it calls
 */
export function slowWorkOf(site: CallSite, project: Project): SlowWork | undefined {
  const { module, name } = site;
  if (configured(site, project)) return 'work that the configuration calls slow';
  if (module === undefined)
    return repoInData(site) ?? ownFunctionOfRepo(site, project) ?? clientOfOwnModule(site, project);
  if (name === 'sleep' && (module === 'Process' || module === ':timer')) return sleep(site);
  if (CALLS.has(`${module}.${name}`)) return longCall(site);
  if (project.moduleNamed(module)) return ownRepo(site, project);
  const listed = SLOW[`${module}.${name}`] ?? SLOW[`${module}.*`];
  if (listed !== undefined) return name.startsWith('start') && listed !== CONNECT ? undefined : listed;
  if (HTTP_CLIENTS.has(module)) return HTTP_VERBS.has(name) ? HTTP : undefined;
  if (module === 'Redix' && name === 'start_link') return syncConnect(site) ? CONNECT : undefined;
  if (/(^|\.)(Swoosh|Bamboo)\b|Mailer$/.test(module) && name.startsWith('deliver'))
    return name.includes('later') ? undefined : MAIL;
  if (/Repo$/.test(module)) return databaseCall(name);
  if (isStream(site)) return WAIT;
  return undefined;
}

function configured({ module, name, arity }: CallSite, project: Project): boolean {
  const { slowWork } = project.settings;
  if (module === undefined || slowWork.length === 0) return false;
  return [`${module}.${name}/${arity}`, `${module}.${name}`, `${module}.*`].some((entry) =>
    slowWork.includes(entry),
  );
}

/** `repo`, `read_repo`, `repo_replica`, and `replica` as Ecto's guide on replicas names it. */
const REPO_WORD = /(^|_)repo(_|$)|^(read_)?replica$/;

/**
 * `conf.repo.all(query)` and `repo.all(query)`: a repository that is handed around. `Repo.replica().all(query)`: one
 * that is chosen on each call (Ecto, "Replicas and dynamic repositories").
 */
function repoInData({ name, expr }: CallSite): string | undefined {
  const receiver = expr.kind === 'call' ? expr.receiver : undefined;
  if (receiver?.kind !== 'variable' && receiver?.kind !== 'call') return undefined;
  return REPO_WORD.test(receiver.name) ? databaseCall(name) : undefined;
}

/** `one(query)` in a repository of the project: a function that `use Ecto.Repo` gives to it. */
function ownFunctionOfRepo(site: CallSite, project: Project): string | undefined {
  const receiver = site.expr.kind === 'call' && site.expr.receiver;
  if (receiver || project.targetOf(site)) return undefined;
  return project.moduleOf(site.situation.owner)?.is('ecto_repo') ? databaseCall(site.name) : undefined;
}

/** Calls of a module's own `use Tesla` or `use HTTPoison.Base` functions. */
function clientOfOwnModule(site: CallSite, project: Project): string | undefined {
  if (!HTTP_VERBS.has(site.name) || project.targetOf(site)) return undefined;
  const receiver = site.expr.kind === 'call' && site.expr.receiver;
  const owner = project.moduleOf(site.situation.owner);
  return !receiver && owner?.uses.some(({ module }) => HTTP_BASES.has(module)) ? HTTP : undefined;
}

/** Functions that `use` of a library gives to a module of the project. */
function ownRepo(site: CallSite, project: Project): string | undefined {
  const module = project.moduleNamed(site.module);
  if (!module || project.targetOf(site)) return undefined;
  if (module.is('ecto_repo') || isGeneratedRepo(module)) return databaseCall(site.name);
  const used = new Set(module.uses.map((directive) => directive.module));
  if (HTTP_VERBS.has(site.name) && [...HTTP_BASES].some((base) => used.has(base))) return HTTP;
  if (site.name.startsWith('deliver') && (used.has('Swoosh.Mailer') || used.has('Bamboo.Mailer'))) {
    return site.name.includes('later') ? undefined : MAIL;
  }
  return undefined;
}

/** A repository in front of another, whose functions the module's own code writes as it is compiled. */
function isGeneratedRepo({ name, def, uses }: ProjectModule): boolean {
  return /Repo$/.test(name) && (uses.length === 0 || def.functions.some((fn) => fn.name === ''));
}

function databaseCall(name: string): string | undefined {
  return REPO.has(name) && !REPO_QUIET.has(name) ? DATABASE : undefined;
}

function sleep(site: CallSite): string | undefined {
  const value = site.args[0] && followValue(site.args[0], site.situation.owner, site.situation.clause);
  const time = durationOf(value);
  if (endsTheSystem(site)) return undefined;
  return time !== undefined && time < SHORT_SLEEP ? undefined : 'a sleep';
}

const HALTS: ReadonlySet<string> = new Set(['System.halt', 'System.stop', ':init.stop', ':erlang.halt']);

/** A sleep that only lets output drain before the system stops. */
function endsTheSystem({ end, situation: { clause, branches } }: CallSite): boolean {
  const later =
    clause?.calls.filter((other) => other.start >= end && other.situation.branches <= branches) ?? [];
  return later.slice(0, 3).some(({ module, name }) => HALTS.has(`${module}.${name}`));
}

function longCall(site: CallSite): string | undefined {
  const given = site.args[2];
  if (!given) return undefined;
  const time = durationOf(followValue(given, site.situation.owner, site.situation.clause));
  return time !== undefined && time > CALL_TIMEOUT ? 'a call that waits longer than 5 s' : undefined;
}

function syncConnect(site: CallSite): boolean {
  return site.args.some((arg) => isAtom(keywordValue(arg, 'sync_connect'), 'true'));
}

const STREAMS: ReadonlySet<string> = new Set([
  'Task.async_stream',
  'Task.Supervisor.async_stream',
  'Task.Supervisor.async_stream_nolink',
]);

/** A stream of tasks that is consumed where it is made, and not handed back as a stream. */
function isStream(site: CallSite): boolean {
  return STREAMS.has(calleeOf(site)) && site.result !== 'tail';
}
