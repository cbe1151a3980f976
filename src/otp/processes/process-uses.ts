import { calleeOf } from '../../elixir/callee.js';
import { atomOf, keywordValue } from '../../elixir/literals.js';
import type { CallSite } from '../../elixir/model.js';
import { inspected } from '../../project/inspected.js';
import type { Standpoint } from '../../project/origins.js';
import type { Project } from '../../project/project.js';
import type { ProjectModule } from '../../project/project-module.js';
import { type Reached, sought } from '../../project/reach.js';
import type { Expr } from '../../syntax/ast.js';
import { askedProcess } from '../requests/synchronous.js';
import { namedTables } from '../tables/table-owners.js';

/** A process that a call needs to be there. */
export interface ProcessUse {
  /** Its registered name as `inspect/1` prints it, or its module. */
  name: string;
  /** What the name is: a repository and its like, and the owner of a table, are known by their module. */
  by: 'name' | 'module';
  /** What the call does with it, as it reads before the name. */
  how: string;
}

/** Functions that a process is given to without an answer. */
const TELLING: ReadonlySet<string> = new Set([
  'GenServer.cast',
  'GenStage.cast',
  'GenStateMachine.cast',
  'Agent.cast',
  ':gen_server.cast',
  ':gen_statem.cast',
  'Kernel.send',
]);

/**
 * Modules whose functions take the process they need as an argument, with its position (`Registry`,
 * `Phoenix.PubSub`, `Task.Supervisor`, `DynamicSupervisor`, `:pg`, and libraries of their own name).
 */
const SERVED: Record<string, number> = {
  Registry: 0,
  'Phoenix.PubSub': 0,
  'Task.Supervisor': 0,
  DynamicSupervisor: 0,
  PartitionSupervisor: 0,
  Cachex: 0,
  ConCache: 0,
  Redix: 0,
  Finch: 1,
};

const STARTING: ReadonlySet<string> = new Set(['start_link', 'child_spec', 'start', 'init', 'build']);

const REPO =
  /^(all|one|get|insert|update|delete|transaction|transact|query|stream|aggregate|exists|preload|reload|checkout)/;
const ENDPOINT = /^(broadcast|local_broadcast|subscribe|url|struct_url|static_|path|host)/;
const PRESENCE = /^(track|untrack|update|list|get_by_key)$/;

/** Functions of a process that `use` gives a module, by the module that is used. */
const GIVEN: Record<string, RegExp> = {
  'Ecto.Repo': REPO,
  'Phoenix.Endpoint': ENDPOINT,
  'Phoenix.Presence': PRESENCE,
  'Nebulex.Cache': /^(get|put|fetch|delete|take|has_key|update|incr|decr|all|stream|replace|count)/,
};

/** The processes that the last call of a chain needs; names that are known only at run time are left out. */
export function processesUsed({ site, chain }: Reached, project: Project): ProcessUse[] {
  const { owner, clause } = site.situation;
  const at: Standpoint = { owner, ...(clause ? { clause } : {}), entered: chain.slice(0, -1) };
  return usesAt(site, at, project).filter(({ name }) => isName(name));
}

/** The calls that may need another process to be there: no other is worth a look by `processesUsed`. */
export const processCalls = sought(mayUseProcess);

/** False for a call that needs no process, whatever it is given. */
export function mayUseProcess(site: CallSite, project: Project): boolean {
  const { module } = site;
  if (module === undefined) return false;
  if (module === ':ets' || module === ':pg' || module === 'Oban' || SERVED[module] !== undefined) return true;
  if (askedProcess(site) || TELLING.has(calleeOf(site))) return true;
  return project.moduleNamed(module)?.uses.some((use) => GIVEN[use.module] !== undefined) === true;
}

function usesAt(site: CallSite, at: Standpoint, project: Project): ProcessUse[] {
  const asked = askedProcess(site);
  if (asked) return named(asked, 'waits for an answer of', at, project);
  const callee = calleeOf(site);
  const [first] = site.args;
  if (TELLING.has(callee) && first) return named(first, 'sends a message to', at, project);
  if (site.module === ':ets' && first) return tableUse(first, at, project);
  if (site.module === ':pg' && first && site.arity > 1) return named(first, 'uses', at, project);
  return servedUse(site, at, project);
}

function servedUse(site: CallSite, at: Standpoint, project: Project): ProcessUse[] {
  const { module, name, args } = site;
  if (module === undefined || STARTING.has(name)) return [];
  const given = args[SERVED[module] ?? Number.NaN];
  if (given) return named(given, 'uses', at, project);
  if (module === 'Oban') return obanUse(site, at, project);
  const home = project.moduleNamed(module);
  if (!home || project.targetOf(site)) return [];
  const serves = home.uses.some((use) => GIVEN[use.module]?.test(name));
  if (!serves) return [];
  const pubsub = /broadcast|subscribe/.test(name) ? pubsubOf(home) : undefined;
  return [
    { name: module, by: 'module', how: 'uses' },
    ...(pubsub === undefined ? [] : [{ name: pubsub, by: 'name' as const, how: 'broadcasts through' }]),
  ];
}

/** `Oban.insert(changeset)` goes to the instance named `Oban`, unless another is named first (`Oban.insert/3`). */
function obanUse({ name, args }: CallSite, at: Standpoint, project: Project): ProcessUse[] {
  if (!/^(insert|start_queue|stop_queue|pause|resume|scale|cancel|retry|drain|check)/.test(name)) return [];
  const [first] = args;
  const instance = first?.kind === 'alias' || first?.kind === 'atom' ? inspected(first, at, project) : 'Oban';
  return [{ name: instance, by: 'name', how: 'uses' }];
}

function tableUse(table: Expr, at: Standpoint, project: Project): ProcessUse[] {
  const name = inspected(table, at, project);
  const owner = namedTables(project).get(name);
  return owner === undefined ? [] : [{ name: owner, by: 'module', how: `uses the table \`${name}\` of` }];
}

/** The process that an expression stands for, and the registry behind its name. */
function named(process: Expr, how: string, at: Standpoint, project: Project): ProcessUse[] {
  const name = inspected(process, at, project);
  const via = viaOf(name);
  if (!via) return [{ name, by: 'name', how }];
  const registry: ProcessUse = { name: via.registry, by: 'name', how: 'looks a name up in' };
  if (via.module === 'PartitionSupervisor') return [{ ...registry, how }];
  return [registry, { name, by: 'name', how }];
}

/** The registry in a `{:via, module, {registry, key}}` as `inspect/1` prints it. */
export function viaOf(name: string): { module: string; registry: string } | undefined {
  const [, module, registry] = /^\{:via, ([\w.]+), \{([\w.:]+), /.exec(name) ?? [];
  return module !== undefined && registry !== undefined ? { module, registry } : undefined;
}

/** True for a module, an atom, or a tuple of such: not for what is known only at run time. */
export function isName(name: string): boolean {
  return /^(:[a-z_]|[A-Z])[\w.@!?]*$/.test(name) || /^\{:(global|via), [\w.:, {}"]*\}$/.test(name);
}

/** The `pubsub_server` of a presence module or an endpoint, where it is written out (`Phoenix.Presence`, `Phoenix.Endpoint`). */
export function pubsubOf({ name, uses, project }: ProjectModule): string | undefined {
  const options = uses.find(
    ({ module }) => module === 'Phoenix.Presence' || module === 'Phoenix.Endpoint',
  )?.options;
  const app = atomOf(keywordValue(options, 'otp_app'));
  const server =
    keywordValue(options, 'pubsub_server') ??
    (app === undefined ? undefined : project.settings.config.moduleValue(app, name, 'pubsub_server'));
  return server?.kind === 'alias' ? (server.module ?? server.name) : undefined;
}
