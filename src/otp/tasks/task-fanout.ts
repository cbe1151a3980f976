import { calleeOf } from '../../elixir/callee.js';
import { parentOf } from '../../elixir/fates.js';
import { mentions, variablesIn } from '../../elixir/flow.js';
import { keywordValue } from '../../elixir/literals.js';
import type { CallSite, FunctionClause, Loop } from '../../elixir/model.js';
import { followValue } from '../../elixir/values.js';
import { callsTo } from '../../project/calls-to.js';
import type { Project } from '../../project/project.js';
import type { ProjectModule } from '../../project/project-module.js';
import { callsHere, clausesEntered, runnerOfSite, starterBehind } from '../../project/reach.js';
import type { Expr } from '../../syntax/ast.js';
import { isReceive, isWaitedFor } from '../processes/process-watch.js';
import { starterOf } from '../processes/processes.js';
import { childEntries } from '../supervision/children.js';
import { collectionSize } from './collection-size.js';
import { type AwaitedTask, fatesOfTask } from './task-fates.js';

/** Processes started one for each item of a collection, all at the same time. */
export interface Fanout {
  /** The call in the loop that starts one, itself or through a function of the project. */
  site: CallSite;
  /** The call that starts the process. */
  starter: CallSite;
  /** The loop with the collection that has no bound. */
  loop: Loop;
  /** True where only configuration bounds the collection. */
  configured: boolean;
  /** True where some items start none: a function is called per item, and only some of its clauses start a process. */
  sometimes: boolean;
}

const DEPTH = 3;

/** Every loop of a module that starts processes without a bound, once for each loop. */
export function fanoutsOf(module: ProjectModule): Fanout[] {
  const seen = new Set<number>();
  const found: Fanout[] = [];
  for (const site of module.sites) {
    const { loop, clause, quoted, devOnly } = site.situation;
    if (!loop || !clause || quoted || devOnly || site.expr.kind === 'atom') continue;
    const fanout = fanoutAt(site, clause, module.project);
    if (!fanout || seen.has(fanout.loop.start)) continue;
    seen.add(fanout.loop.start);
    found.push(fanout);
  }
  return found;
}

function fanoutAt(site: CallSite, clause: FunctionClause, project: Project): Fanout | undefined {
  const starter = starterReached(site, project);
  if (!starter || isLimitedSupervisor(starter, project)) return undefined;
  for (const loop of loopsOf(site, project)) {
    if (isSettledInside(site, starter, loop, clause, project)) return undefined;
    if (isOverNodes(loop, site, clause)) continue;
    const size = collectionSize(loop.collection, site.situation.owner, clause, project);
    if (size !== 'bounded')
      return {
        site,
        starter,
        loop,
        configured: size === 'configured',
        sometimes: isSometimes(site, starter, project),
      };
  }
  return undefined;
}

/** The loops around a call, innermost first, as far as the process that makes the call runs them. */
function loopsOf(site: CallSite, project: Project): Loop[] {
  const outside = startedBy(site, project);
  const loops: Loop[] = [];
  for (let loop = site.situation.loop; loop; loop = loop.outer) {
    if (outside && loop.start <= outside.start && outside.end <= loop.end) break;
    loops.push(loop);
  }
  return loops;
}

/** The call around another that runs it in a process of its own. */
function startedBy(site: CallSite, project: Project): CallSite | undefined {
  for (let closure = site.situation.closure; closure; closure = closure.outer) {
    if (closure.via && starterBehind(closure.via, closure.arg, project)) return closure.via;
  }
  return undefined;
}

// --- what is started --------------------------------------------------------------------------------------

/** The start of a process that a call is, wraps, or leads to before it returns. */
function starterReached(site: CallSite, project: Project): CallSite | undefined {
  if (starterOf(site)) return isOneProcess(site) ? site : undefined;
  const wrapped = site.args.flatMap((arg, index) =>
    arg.kind === 'fn' || arg.kind === 'capture' ? (starterBehind(site, index, project) ?? []) : [],
  );
  const [first] = wrapped;
  if (first) return isOneProcess(first) && !isSettledWithin(first, project) ? first : undefined;
  return starterIn(site, project, DEPTH);
}

/** Started behind a branch of a function that is called per item, in another module, or in one of its clauses. */
function isSometimes(site: CallSite, starter: CallSite, project: Project): boolean {
  const { clause, branches, owner } = starter.situation;
  if (starter === site || !clause || project.targetOf(site) !== clause.fn)
    return starter !== site && !wraps(site, project);
  if (wraps(site, project)) return false;
  return owner !== site.situation.owner || branches > 0 || clausesEntered(site, project).length > 1;
}

/** True for a call of a project function that runs a function it is given in another process. */
function wraps(site: CallSite, project: Project): boolean {
  return site.args.some(
    (arg, index) =>
      (arg.kind === 'fn' || arg.kind === 'capture') && starterBehind(site, index, project) !== undefined,
  );
}

/** `async_stream` has a bound of its own. */
function isOneProcess(site: CallSite): boolean {
  return starterOf(site)?.gives !== 'stream';
}

/** A start in the functions that a call enters: of its own module to some depth, of another only right there. */
function starterIn(site: CallSite, project: Project, depth: number): CallSite | undefined {
  const home = site.situation.owner;
  for (const clause of clausesEntered(site, project)) {
    const own = clause.fn.module === home;
    for (const inner of callsHere(clause, project)) {
      if (!own && inner.situation.branches > 0) continue;
      const starts =
        starterOf(inner) && isOneProcess(inner) && !inner.situation.loop && !isSettledWithin(inner, project);
      if (starts) return inner;
      const deeper =
        own && depth > 1 && !inner.situation.loop && inner.situation.branches === 0
          ? starterIn(inner, project, depth - 1)
          : undefined;
      if (deeper) return deeper;
    }
  }
  return undefined;
}

// --- what is waited for -----------------------------------------------------------------------------------

/** True where the function that starts a process also waits for it. */
function isSettledWithin(starter: CallSite, project: Project): boolean {
  const { clause } = starter.situation;
  if (!clause) return false;
  if (isWaitedFor(starter, project)) return true;
  return awaitsOf(starter, project).some((fate) => fate.clause.fn === clause.fn);
}

/** True where one turn of a loop waits for what it started. */
function isSettledInside(
  site: CallSite,
  starter: CallSite,
  loop: Loop,
  clause: FunctionClause,
  project: Project,
): boolean {
  const inside = (offset: number): boolean => loop.start <= offset && offset < loop.end;
  const waits = (other: CallSite): boolean => isReceive(other) || other.name === 'sleep';
  if (
    callsHere(clause, project).some(
      (other) => waits(other) && inside(other.start) && other.start > site.start,
    )
  )
    return true;
  return awaitsOf(starter, project).some((fate) => fate.clause === clause && inside(fate.call.nameStart));
}

function awaitsOf(site: CallSite, project: Project): AwaitedTask[] {
  const starter = starterOf(site);
  const { clause } = site.situation;
  if (starter?.gives !== 'task' || !clause) return [];
  return fatesOfTask({ site, clause, starter }, project).filter((fate) => fate.kind === 'awaited');
}

// --- bounds of other kinds --------------------------------------------------------------------------------

const NODE = /(^|_)nodes?$/;

/** A loop over the nodes of the cluster, by the names of its variables. */
function isOverNodes({ collection, site: via }: Loop, site: CallSite, clause: FunctionClause): boolean {
  if (collection.kind === 'variable' && NODE.test(collection.name)) return true;
  const closure = via?.args.at(-1);
  const params = closure?.kind === 'fn' ? closure.clauses.flatMap((inner) => inner.params) : [];
  const generator = parentOf(collection, clause);
  const pattern = generator?.kind === 'operator' && generator.name === '<-' ? generator.args[0] : undefined;
  const names = [...params, ...(pattern ? [pattern] : [])].flatMap((param) => [...variablesIn(param)]);
  return names.some((name) => NODE.test(name) && mentions(site.expr, new Set([name])));
}

/** A start under a `Task.Supervisor` with `max_children` (`Task.Supervisor.start_link/1`). */
function isLimitedSupervisor(starter: CallSite, project: Project): boolean {
  const [supervisor] = starter.args;
  if (starter.module !== 'Task.Supervisor' || !supervisor) return false;
  const name = nameText(supervisor, starter);
  return (childEntries(project).get('Task.Supervisor') ?? []).some(({ arg, clause }) => {
    const options = arg && followValue(arg, clause.fn.module, clause);
    const given = keywordValue(options, 'name');
    return given && keywordValue(options, 'max_children') && nameText(given, starter) === name;
  });
}

function nameText(expr: Expr, { situation }: CallSite): string | undefined {
  const value = followValue(expr, situation.owner, situation.clause);
  if (value.kind === 'alias') return value.module;
  return value.kind === 'atom' ? `:${value.value}` : undefined;
}

const STREAMS: ReadonlySet<string> = new Set([
  'Task.async_stream',
  'Task.Supervisor.async_stream',
  'Task.Supervisor.async_stream_nolink',
]);
/** The calls of a module that run a function for each item of a collection, each in a task of its own. */
export const streamCalls = callsTo(({ callee }) => STREAMS.has(callee));

const COUNTS: ReadonlySet<string> = new Set([
  'Kernel.length',
  'Enum.count',
  'Kernel.map_size',
  'MapSet.size',
]);

/** A stream of tasks whose `max_concurrency` is the number of its items, which is no bound. */
export function unboundedStream(site: CallSite, project: Project): Expr | undefined {
  if (runnerOfSite(site, project) === 'kept') return undefined;
  const { owner, clause } = site.situation;
  const given = keywordValue(site.args.at(-1), 'max_concurrency');
  const limit = given && followValue(given, owner, clause);
  if (limit?.kind !== 'call' || !COUNTS.has(calleeOf(limit))) return undefined;
  const [collection] = limit.args;
  return collection && collectionSize(collection, owner, clause, project) === 'unbounded'
    ? collection
    : undefined;
}
