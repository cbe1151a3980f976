import { atomOf } from '../../elixir/literals.js';
import type { CallSite } from '../../elixir/model.js';
import { inspected } from '../../project/inspected.js';
import type { Project } from '../../project/project.js';
import type { ProjectModule } from '../../project/project-module.js';
import { mayMatch, type Reached, reach } from '../../project/reach.js';
import type { Expr } from '../../syntax/ast.js';
import { findExpr } from '../../syntax/visit.js';
import { linkOf } from '../messages/own-messages.js';
import { isSelf } from '../messages/wakers.js';
import type { Callback, Server } from '../processes/server.js';
import { slowWorkOf } from '../requests/slow-work.js';
import { namedTables } from '../tables/table-owners.js';
import { tableAccess, writesShared } from '../tables/tables.js';

/** What a `terminate/2` does that does not happen by itself when the process ends. */
export interface CleanUp extends Reached {
  callback: Callback;
  /** As it reads after "`terminate/2`": `removes files`. */
  what: string;
}

/** The first clean-up in each clause of `terminate` that a supervisor's shutdown is meant to run. */
export function cleanUpsOf(server: Server): CleanUp[] {
  const { project, file } = server.module;
  // A test hears by a message that its process ends.
  const isTold = project.settings.isTest(file);
  return server.callbacks.flatMap((callback) => {
    if (callback.name !== 'terminate' || !takesShutdown(callback)) return [];
    const follow = (site: CallSite): boolean => !isAfterErrors(site, callback);
    for (const reached of reach(callback.clause, project, { follow })) {
      const what = reached.site.situation.logged ? undefined : effectOf(reached, server);
      if (what !== undefined && !(isTold && what === MESSAGE)) return [{ ...reached, callback, what }];
    }
    return [];
  });
}

/** False for a clause that a supervisor's shutdown, which comes with the reason `:shutdown`, can never enter. */
function takesShutdown({ clause: { params, guard } }: Callback): boolean {
  const [reason] = params;
  if (!reason || !mayBeShutdown(reason)) return false;
  return !guard || reason.kind !== 'variable' || !asksForOther(guard, reason.name);
}

function mayBeShutdown(pattern: Expr): boolean {
  const { start, end } = pattern;
  return mayMatch(pattern, { kind: 'atom', value: 'shutdown', start, end });
}

/** True for a call in a clause of `case reason do` that `:shutdown` never comes to. */
function isAfterErrors(site: CallSite, { clause }: Callback): boolean {
  const [reason] = clause.params;
  if (site.situation.clause !== clause || reason?.kind !== 'variable') return false;
  const around = findExpr(clause.body, (expr) => isChoiceOf(expr, reason.name) && holds(expr, site));
  const choices = (around?.kind === 'call' && around.blocks?.do?.clauses) || [];
  const taking = choices.findIndex(
    ({ params: [pattern], guard }) => pattern && !guard && mayBeShutdown(pattern),
  );
  const at = choices.findIndex((choice) => holds(choice, site));
  const [pattern] = choices[at]?.params ?? [];
  return pattern !== undefined && (!mayBeShutdown(pattern) || (taking !== -1 && taking < at));
}

function isChoiceOf(expr: Expr, name: string): boolean {
  const [subject] = expr.kind === 'call' && expr.name === 'case' && !expr.receiver ? expr.args : [];
  return subject?.kind === 'variable' && subject.name === name;
}

function holds({ start, end }: { start: number; end: number }, site: CallSite): boolean {
  return start <= site.start && site.end <= end;
}

/** True for a guard that compares the reason with others than `:shutdown`. */
function asksForOther(guard: Expr, reason: string): boolean {
  if (guard.kind !== 'operator' || !/^(==|===|in)$/.test(guard.name)) return false;
  const [left, right] = guard.args;
  if (left?.kind !== 'variable' || left.name !== reason) return false;
  return !findExpr(right, (expr) => expr.kind === 'atom' && expr.value === 'shutdown');
}

const HANDLER = 'takes a handler out again';
const FILES = 'writes or removes files';
const STORE = 'writes to a store';
const PROCESS = 'stops another process';
const BROKER = 'closes its session with a broker';
const MESSAGE = 'sends a message';

/**
 * `Module.function` → what it does, where that outlives the process unless it is done: handlers and settings of the
 * whole node, files, stores, what another process holds (`:telemetry.detach/1`, `:logger.remove_handler/1`,
 * `File.rm/1`, `AMQP.Connection.close/1`, and others of their own name).
 */
const EFFECTS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    [HANDLER]: ':telemetry.detach :logger.remove_handler :logger.remove_primary_filter Logger.remove_backend',
    'changes settings of the whole node':
      'Application.put_env Application.delete_env System.put_env System.delete_env :os.set_signal',
    [FILES]: `File.rm File.rm! File.rm_rf File.rm_rf! File.rmdir File.rmdir! File.write File.write! File.rename
      File.rename! File.touch File.touch! :file.write_file :file.delete :file.del_dir :ets.tab2file`,
    [STORE]: `:ets.to_dets Cachex.del Cachex.put Cachex.clear Cachex.dump Cachex.save ConCache.delete ConCache.put :eredis.q
      :eredis.qp :eredis_cluster.q CubDB.put CubDB.delete`,
    [MESSAGE]: `GenServer.cast GenServer.call GenServer.abcast GenServer.multi_call GenStage.cast GenStage.call
      GenStateMachine.cast GenStateMachine.call :gen_server.cast :gen_server.call :gen_statem.cast :gen_statem.call
      Kernel.send Process.send`,
    'broadcasts a message': `Phoenix.PubSub.broadcast Phoenix.PubSub.broadcast! Phoenix.PubSub.broadcast_from
      Phoenix.PubSub.broadcast_from! Phoenix.PubSub.local_broadcast Phoenix.PubSub.direct_broadcast`,
    'changes what an agent holds': 'Agent.update Agent.get_and_update Agent.cast',
    [PROCESS]: `DynamicSupervisor.terminate_child Supervisor.terminate_child Supervisor.delete_child
      DynamicSupervisor.stop Supervisor.stop`,
    [BROKER]: `AMQP.Connection.close AMQP.Channel.close AMQP.Queue.delete AMQP.Basic.publish AMQP.Basic.cancel
      Tortoise.publish Tortoise.publish_sync Gnat.pub :emqtt.publish :brod.stop_client`,
    'runs an operating system command': 'System.cmd System.shell :os.cmd',
    'releases a lock': ':global.del_lock',
  }).flatMap(([what, names]) => names.split(/\s+/).map((name): [string, string] => [name, what])),
);

/** Calls that end a process, which ends by itself where it is linked (`Process.link/1`). */
const STOPS: ReadonlySet<string> = new Set([
  'GenServer.stop',
  'GenStage.stop',
  'GenStateMachine.stop',
  'Agent.stop',
  'Process.exit',
  ':gen_server.stop',
  ':gen_statem.stop',
]);

/** What functions of libraries do by their names. */
const RELEASES = /^(release|unlock)(_|!?$)/;
const BY_NAME: readonly [RegExp, string][] = [
  [RELEASES, 'releases a lock'],
  [/^(deregister|delete|remove|revoke|destroy|drop)(_|!?$)/, 'removes something outside the process'],
  [/^(flush|persist|save|checkpoint)(_|!?$)/, 'writes out what it holds'],
  [/^(detach|remove_handler)(_|!?$)/, HANDLER],
  [/^(local_)?broadcast(_|!?$)/, 'broadcasts a message'],
];

/** Modules whose functions change nothing outside the process, or what ends with it, whatever their names are. */
const QUIET =
  /^(Map|MapSet|Keyword|List|Enum|Stream|String|Kernel|Tuple|Process|Registry|Access|Path|IO|Logger|Port|Task|Telemetry|:telemetry|:ets|:dets|:queue|:maps|:lists|:sets|:timer|:gb_trees|:gb_sets|:dict|:orddict|:digraph|:array|:erlang|:net_kernel|:pg|:persistent_term)$|^(Phoenix|Ecto|Plug)\./;

function effectOf({ site, chain }: Reached, server: Server): string | undefined {
  const { module, name, args } = site;
  const { project } = server.module;
  const callee = `${module ?? ''}.${name}`;
  const [first] = args;
  const listed = EFFECTS.get(callee);
  if (listed !== undefined) return isSelf(first) ? undefined : listed;
  if (module === ':ets') return tableWrite({ site, chain }, server);
  if (module !== ':dets' && writesShared(site)) return STORE;
  if (STOPS.has(callee)) return isSelf(first) || linkOf(server) ? undefined : PROCESS;
  if (callee === 'Task.shutdown') return startsUnlinked(server.module) ? 'stops a task' : undefined;
  return slowEffect({ site, chain }, project) ?? namedEffect({ site, chain }, project);
}

/** A table of its own dies with the process that made it (`:ets.new/2`). */
function tableWrite({ site, chain }: Reached, { module }: Server): string | undefined {
  const [table] = site.args;
  if (tableAccess(site) !== 'write' || !table || (site.name === 'delete' && site.arity === 1))
    return undefined;
  const { owner, clause } = site.situation;
  const at = { owner, ...(clause ? { clause } : {}), entered: chain.slice(0, -1) };
  const home = namedTables(module.project).get(inspected(table, at, module.project));
  return home === undefined || home === module.name ? undefined : `writes to the table of \`${home}\``;
}

/** A task that is not linked goes on when its caller ends (`Task.Supervisor.async_nolink/2`). */
function startsUnlinked({ sites }: ProjectModule): boolean {
  return sites.some(({ module, name }) => module === 'Task.Supervisor' && name === 'async_nolink');
}

const READS =
  /^(get|all|one|exists|aggregate|reload|preload|read|stream|head|wildcard|consult|file2tab|explain)/;

function slowEffect({ site }: Reached, project: Project): string | undefined {
  if (READS.test(site.name)) return undefined;
  const work = slowWorkOf(site, project);
  return work !== undefined && /database|HTTP|mail|broker/.test(work) ? `makes ${work}` : undefined;
}

/** A function out of sight, or one of another module that lets go of something, called for what it does. */
function namedEffect({ site }: Reached, project: Project): string | undefined {
  const { module, name, result } = site;
  if (module === undefined || QUIET.test(module)) return undefined;
  const target = project.targetOf(site);
  const inSight = target?.clauses.some(({ body }) => body);
  if (inSight && (module === site.situation.owner.name || !RELEASES.test(name))) return undefined;
  const forEffect = result === 'discarded' || result === 'tail' || isAsserted(site.pattern);
  const told = forEffect ? BY_NAME.find(([pattern]) => pattern.test(name))?.[1] : undefined;
  return told ?? (isDone(site) ? 'changes something outside the process' : undefined);
}

/** Functions of libraries that let go of what ends with the process, or only look. */
const LETS_GO =
  /^(stop|close|cancel|unsubscribe|unlink|demonitor|disconnect|unregister|leave|wait|await|ensure|check|valid)/;

/** `:ok = Network.configure(@off)`: a function that answers nothing but whether it was done. */
function isDone({ pattern, name }: CallSite): boolean {
  return atomOf(pattern) === 'ok' && !LETS_GO.test(name);
}

/** `:ok = …`, `{:ok, _} = …`. */
function isAsserted(pattern: Expr | undefined): boolean {
  return pattern?.kind === 'atom' || pattern?.kind === 'tuple';
}
