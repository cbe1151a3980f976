import { calleeOf } from '../../elixir/callee.js';
import type { CallSite, FunctionClause } from '../../elixir/model.js';
import { callsTo } from '../../project/calls-to.js';
import type { Project } from '../../project/project.js';
import type { ProjectModule } from '../../project/project-module.js';
import { type Reached, reach } from '../../project/reach.js';
import type { Expr } from '../../syntax/ast.js';
import { findExpr } from '../../syntax/visit.js';
import { DATABASE, HTTP, MAIL, slowWorkOf } from '../requests/slow-work.js';
import { messageClausesOf, nameOf, optionOf, type Pipeline, type Producer } from './broadway.js';

/** How the application itself feeds a pipeline. */
export interface JobSource {
  /** `polls`: its producer asks the database; `pushed`: other code hands messages in; `held`: a table or queue of its own. */
  kind: 'polls' | 'pushed' | 'held';
  /** The callback of the producer that leads there; absent for what is pushed. */
  clause?: FunctionClause;
  /** The calls on the way, the telling one last. */
  chain: readonly CallSite[];
}

const DUMMY = 'Broadway.DummyProducer';
const PUSHES: ReadonlySet<string> = new Set(['push_messages', 'test_message', 'test_batch']);
const SENDS: ReadonlySet<string> = new Set([
  'GenStage.cast',
  'GenStage.call',
  'GenServer.cast',
  'GenServer.call',
]);

/**
 * How the application feeds a pipeline with what it makes itself.
 *
 * @returns `undefined` where messages come from outside, or where the source does not say
 */
export function jobSourceOf(pipeline: Pipeline, producer: Producer, project: Project): JobSource | undefined {
  const pushed = pushInto(pipeline, producer, project);
  const push: JobSource | undefined = pushed && { kind: 'pushed', chain: [pushed] };
  if (producer.module === DUMMY) return push;
  if (MEMORY.test(producer.module)) return bufferedBy(project);
  const module = project.moduleNamed(producer.module);
  if (!module?.server || module.def.damaged || takesFromOutside(module, project)) return undefined;
  return (
    readBy(module, project, 'polls', isDatabaseRead) ?? push ?? readBy(module, project, 'held', isOwnStore)
  );
}

/** The package `off_broadway_memory`: a producer that hands out what code of the application has put into a buffer. */
const MEMORY = /^OffBroadway\.?Memory\./;

const bufferings = callsTo(({ module, name }) => MEMORY.test(module ?? '') && name.startsWith('push'));

/** What production code pushes into a buffer of `off_broadway_memory`. */
function bufferedBy(project: Project): JobSource | undefined {
  const pushed = project.modules
    .filter(({ production }) => production)
    .flatMap(bufferings)
    .find(({ situation }) => !situation.quoted && !situation.devOnly);
  return pushed && { kind: 'pushed', chain: [pushed] };
}

const DEMANDED: ReadonlySet<string> = new Set(['handle_demand', 'handle_info', 'handle_cast', 'handle_call']);

function readBy(
  producer: ProjectModule,
  project: Project,
  kind: 'polls' | 'held',
  isRead: (site: CallSite, project: Project) => boolean,
): JobSource | undefined {
  for (const { name, clause } of producer.server?.callbacks ?? []) {
    if (!DEMANDED.has(name)) continue;
    for (const { site, chain } of reach(clause, project))
      if (isRead(site, project)) return { kind, clause, chain };
  }
  return undefined;
}

// --- outside ------------------------------------------------------------------------------------------------

/** Clients of what is outside the application, by the beginning of their names. */
const CLIENTS =
  /^(ExAws|AWS|AMQP|KafkaEx|Kaffe|Elsa|Gnat|Jetstream|Tortoise\w*|Redix|Mint|Finch|Req|HTTPoison|Tesla|HTTPotion|Mojito|GoogleApi|Kane|Weddell|WebSockex|Pulsar|OffBroadway|Broadway\w+|Mongo|Extreme|Spear|Stream|Port|File|Path|Postgrex\.ReplicationConnection)(\.|$)/;
const ERLANG_CLIENTS: ReadonlySet<string> = new Set(
  [
    'brod',
    'brod_api',
    'emqtt',
    'gen_tcp',
    'gen_udp',
    'ssl',
    'httpc',
    'hackney',
    'gun',
    'eredis',
    'pulsar',
    'amqp_channel',
    'file',
    'erlcloud_sqs',
    'rpc',
    'erpc',
  ].map((name) => `:${name}`),
);
const OUTSIDE: ReadonlySet<string> = new Set([
  'an HTTP request',
  'waiting for a socket',
  'opening a connection',
  'an operating system command',
]);

/** True where a producer asks something outside the application, or something that nobody can name, for its messages. */
function takesFromOutside(producer: ProjectModule, project: Project): boolean {
  const clauses = producer.def.functions.flatMap((fn) => fn.clauses);
  return clauses.some((clause) => {
    for (const { site } of reach(clause, project)) if (isOutside(site, project)) return true;
    return false;
  });
}

function isOutside(site: CallSite, project: Project): boolean {
  const { module } = site;
  if (module === undefined) return isUnknownClient(site);
  if (project.moduleNamed(module)) return false;
  if (MEMORY.test(module)) return false;
  if (CLIENTS.test(module) || ERLANG_CLIENTS.has(module))
    return !(module === 'Stream' && site.name !== 'resource');
  return OUTSIDE.has(slowWorkOf(site, project) ?? '');
}

/** `client.receive_messages(demand, opts)`: a module that is only known at run time, a `repo` left out. */
function isUnknownClient({ expr }: CallSite): boolean {
  if (expr.kind !== 'call' || !expr.receiver) return false;
  return (expr.parens || expr.args.length > 0) && lastWord(expr.receiver) !== 'repo';
}

function lastWord(expr: Expr): string {
  if (expr.kind === 'variable') return expr.name;
  return expr.kind === 'call' ? expr.name : '';
}

// --- inside -------------------------------------------------------------------------------------------------

const READS =
  /^(all|all_by|one|get|get_by|update_all|delete_all|query|query_many|stream|transaction|transact|checkout)!?$/;

function isDatabaseRead(site: CallSite, project: Project): boolean {
  return READS.test(site.name) && slowWorkOf(site, project) === 'a database call';
}

const STORES: ReadonlySet<string> = new Set([
  'OffBroadwayMemory.Buffer.pop',
  'OffBroadway.Memory.Buffer.pop',
  ':queue.out',
  ':queue.split',
  ':ets.first',
  ':ets.take',
  ':ets.select',
  ':ets.lookup',
  ':ets.match',
  ':ets.tab2list',
  ':dets.first',
  ':mnesia.first',
  ':mnesia.select',
  ':mnesia.match_object',
  ':mnesia.dirty_first',
  ':mnesia.dirty_select',
  ':mnesia.dirty_match_object',
  'Memento.Query.select',
  'Memento.Query.select_raw',
  'Memento.Query.all',
]);

function isOwnStore(site: CallSite): boolean {
  return STORES.has(calleeOf(site));
}

const CLAIMS = /^(update|update_all|delete_all)!?$/;

/** True where a producer or its acknowledger marks rows as taken or done. */
export function claimsRows(producer: ProjectModule, project: Project): boolean {
  const clauses = [
    ...(producer.server?.callbacks ?? []).map(({ clause }) => clause),
    ...producer.clausesOf('ack', 3),
  ];
  return clauses.some((clause) => {
    for (const { site } of reach(clause, project)) {
      if (CLAIMS.test(site.name) && slowWorkOf(site, project) === 'a database call') return true;
    }
    return false;
  });
}

/** A call of production code that hands messages to a pipeline or to its producer. */
function pushInto(pipeline: Pipeline, producer: Producer, project: Project): CallSite | undefined {
  const named = optionOf(pipeline.options, 'name', project);
  const name = named && nameOf(named.expr, named.owner, named.clause);
  const targets = new Set([pipeline.callbacks, producer.module, ...(name === undefined ? [] : [name])]);
  for (const module of project.modules) {
    if (!module.production) continue;
    const home = targets.has(module.name);
    const found = module.sites.find((site) => {
      if (site.situation.quoted || site.situation.devOnly || site.captured) return false;
      const direct = site.module === 'Broadway' && PUSHES.has(site.name);
      const sent = SENDS.has(calleeOf(site)) && site.args.length > 1 && carriesData(site.args[1]);
      if (!direct && !sent) return false;
      return home || namesOne(site.args[0], site, targets);
    });
    if (found) return found;
  }
  return undefined;
}

function namesOne(target: Expr | undefined, { situation }: CallSite, targets: ReadonlySet<string>): boolean {
  if (!target) return false;
  const direct = nameOf(target, situation.owner, situation.clause);
  if (direct !== undefined) return targets.has(direct);
  return (
    findExpr(
      target,
      (expr) => expr.kind === 'alias' && expr.module !== undefined && targets.has(expr.module),
    ) !== undefined
  );
}

/** `{:push, messages}`, not a bare `:start_over`. */
function carriesData(message: Expr | undefined): boolean {
  return message?.kind === 'tuple' ? message.items.length > 1 : message?.kind === 'variable';
}

// --- work or events -----------------------------------------------------------------------------------------

/** What the handlers of a pipeline do for one message. */
export interface Effect extends Reached {
  what: string;
}

const WRITES = /^(insert|insert_or_update|update|delete)!?$/;

/** The first thing that a pipeline does for single messages which is work: mail, a request, a row written. */
export function effectOf(pipeline: ProjectModule, project: Project): Effect | undefined {
  for (const clause of messageClausesOf(pipeline)) {
    for (const reached of reach(clause, project)) {
      const { site, chain } = reached;
      const what = slowWorkOf(site, project);
      if (what === undefined) continue;
      const one =
        clause.fn.name === 'handle_message' || chain.some(({ situation }) => situation.loop !== undefined);
      if (!one) continue;
      if (what === MAIL || what === HTTP || what === 'an operating system command')
        return { ...reached, what };
      if (what === DATABASE && WRITES.test(site.name)) return { ...reached, what: 'a row written' };
    }
  }
  return undefined;
}

const JOB =
  /^(jobs?|tasks?|works?|workers?|e?mails?|mailer|mailing|notifications?|notifier|deliver\w*|sender|sending|scrap(e|er|es|ing)|crawl\w*|thumbnails?|transcod\w+|webhooks?|reminders?|invoices?|reports?|enqueue\w*|render\w*|uploads?|imports?|exports?)$/;
const EVENT =
  /^(log|logs|logger|logging|metrics?|events?|telemetry|traces?|tracing|spans?|analytics|stats|statistics|changes?|cdc|wal|replication|ingest\w*|streams?|streaming|audit|usage|ticks?|measure\w*|project(or|ion|ions)|outbox|sensors?|readings?|buffer\w*|clicks?|impressions?|feed|firehose|slot)$/;

function words(name: string): string[] {
  return name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z\d]+/);
}

/** What names say about the messages of a pipeline: work to do, or events that happened. */
export function subjectOf(names: readonly string[]): 'work' | 'events' | undefined {
  const all = names.flatMap(words);
  if (all.some((word) => EVENT.test(word))) return 'events';
  return all.some((word) => JOB.test(word)) ? 'work' : undefined;
}
