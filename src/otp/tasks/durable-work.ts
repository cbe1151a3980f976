import { isAtom } from '../../elixir/literals.js';
import type { CallSite, FunctionClause } from '../../elixir/model.js';
import { callsTo } from '../../project/calls-to.js';
import type { Project } from '../../project/project.js';
import type { ProjectModule } from '../../project/project-module.js';
import { clausesEntered, reach, runsInside, starterBehind } from '../../project/reach.js';
import { mayStart } from '../../project/runners.js';
import { callbackRunning } from '../processes/callback-code.js';
import { isReceive, isWaitedFor, isWatched } from '../processes/process-watch.js';
import { type Starter, starterOf } from '../processes/processes.js';
import { startsForSupervisor } from '../processes/start-functions.js';
import { DATABASE, HTTP, MAIL, slowWorkOf } from '../requests/slow-work.js';

/** Work in a process that nobody waits for, which ought to survive a crash and a deploy. */
export interface DurableWork {
  /** The call that starts the process. */
  start: CallSite;
  /** The calls from the process's function to the one that does the work, itself last. */
  chain: readonly CallSite[];
  /** What it does, as it reads after "the task": `sends mail`. */
  what: string;
}

const DEPTH = 5;
/** A module of a cache: what it writes is worked out again. */
const CACHE = /(^|\.)\w*Caches?(\.|$)/;
const LOOP_DEPTH = 3;
const WRITES = /^(insert|insert_all|insert_or_update|update|update_all|delete|delete_all)!?$/;
const CHANGES = /^(post|put|patch|delete)!?$/;
const STATEMENT = /^\s*(insert|update|delete)\s/i;
const REQUESTS = /^(request|run)!?$/;

/** The fire-and-forget processes that a module starts for work that must not be lost, in the order of the source. */
export function durableWorkIn(module: ProjectModule): DurableWork[] {
  if (module.is('oban_worker', 'broadway')) return [];
  return startingCalls(module).flatMap((start) => {
    const starter = forgottenStarter(start, module.project);
    if (!starter || isRenewed(start, module.project)) return [];
    const work = workOf(start, module.project);
    return work ? [{ start, ...work }] : [];
  });
}

const startingCalls = callsTo(mayStart);

/** How a call starts a process of which no more than the pid comes back, itself or through a function it calls. */
function forgottenStarter(site: CallSite, project: Project): Starter | undefined {
  const { clause, quoted, devOnly } = site.situation;
  if (!clause || quoted || devOnly || site.captured) return undefined;
  const starter = starterOf(site) ?? wrapped(site, project);
  if (starter?.gives !== 'pid' || isWaitedFor(site, project) || isWatched(site, starter, project))
    return undefined;
  return starter.linked && startsForSupervisor(site, project) ? undefined : starter;
}

/** A function of the project that starts a process for the function it is given. */
function wrapped(site: CallSite, project: Project): Starter | undefined {
  for (const [index, arg] of site.args.entries()) {
    if (arg.kind !== 'fn' && arg.kind !== 'capture') continue;
    const behind = starterBehind(site, index, project);
    if (behind) return starterOf(behind);
  }
  return undefined;
}

/** True for work that comes round again by itself: at the next start, or with the next tick of a timer. */
function isRenewed({ situation: { clause } }: CallSite, project: Project): boolean {
  if (!clause) return false;
  const module = project.moduleOf(clause.fn.module);
  if (clause.fn.name === 'init' || (clause.fn.name === 'start' && module?.is('application'))) return true;
  const callback = callbackRunning(clause, project);
  if (!callback || module?.server?.kind === 'live_view') return false;
  return (
    ['init', 'handle_continue', 'terminate'].includes(callback.name) ||
    (callback.name === 'handle_info' && callback.message?.kind === 'atom')
  );
}

// --- what it does -------------------------------------------------------------------------------------------

function workOf(start: CallSite, project: Project): Omit<DurableWork, 'start'> | undefined {
  const entries = (start.situation.clause?.calls ?? []).filter((site) => runsInside(site, start, project));
  if (entries.some(answers) || entries.some((entry) => loops(entry, project))) return undefined;
  for (const entry of entries) {
    const found = workBehind(entry, project);
    if (found) return found;
  }
  return undefined;
}

/** Functions that hand the result of the work to somebody who waits for it. */
const ANSWERS: ReadonlySet<string> = new Set([
  'Kernel.send',
  'Process.send',
  'GenServer.reply',
  ':gen_statem.reply',
  'Absinthe.Subscription.publish',
]);

/** A process that tells somebody what came of its work is not forgotten. */
function answers({ module, name }: CallSite): boolean {
  return ANSWERS.has(`${module}.${name}`);
}

/** True for a function that waits or sleeps and calls itself: it is a process of its own kind, not a job. */
function loops(entry: CallSite, project: Project): boolean {
  return clausesEntered(entry, project).some((clause) => {
    const inside = [...reach(clause, project, { depth: LOOP_DEPTH })];
    return (
      inside.some(({ site }) => project.targetOf(site) === clause.fn) &&
      inside.some(({ site }) => isReceive(site) || site.name === 'sleep')
    );
  });
}

function workBehind(entry: CallSite, project: Project): Omit<DurableWork, 'start'> | undefined {
  const own = durableCall(entry, project);
  if (own) return { chain: [entry], what: own };
  for (const clause of clausesEntered(entry, project)) {
    const found = workInside(clause, project);
    if (found) return { chain: [entry, ...found.chain], what: found.what };
  }
  return undefined;
}

function workInside(clause: FunctionClause, project: Project): Omit<DurableWork, 'start'> | undefined {
  for (const { site, chain } of reach(clause, project, { depth: DEPTH })) {
    const what = durableCall(site, project);
    if (what) return { chain, what };
  }
  return undefined;
}

/** What a call does that cannot be done again unless somebody remembers it. */
function durableCall(site: CallSite, project: Project): string | undefined {
  if (CACHE.test(site.situation.owner.name)) return undefined;
  const work = site.situation.logged ? undefined : slowWorkOf(site, project);
  if (work === MAIL) return 'sends mail';
  if (work === HTTP && changes(site)) return 'makes an HTTP request that changes something';
  return work === DATABASE && writes(site) ? 'writes to the database' : undefined;
}

/** A function of `Ecto.Repo` that writes, or a statement that does. */
function writes({ name, args }: CallSite): boolean {
  if (WRITES.test(name)) return true;
  return /^query!?$/.test(name) && args.some((arg) => arg.kind === 'text' && STATEMENT.test(arg.value));
}

/** True for a request that is more than a look: by its verb, or by the literal method it is given. */
function changes({ name, args }: CallSite): boolean {
  if (CHANGES.test(name)) return true;
  return REQUESTS.test(name) && args.some((arg) => isAtom(arg, 'post', 'put', 'patch', 'delete'));
}
