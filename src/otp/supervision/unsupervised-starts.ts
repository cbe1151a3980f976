import { bindingAt } from '../../elixir/bindings.js';
import { fatesOf } from '../../elixir/fates.js';
import { mentions, variablesIn } from '../../elixir/flow.js';
import { keywordValue } from '../../elixir/literals.js';
import type { CallSite, FunctionClause } from '../../elixir/model.js';
import { callsTo } from '../../project/calls-to.js';
import type { Project } from '../../project/project.js';
import type { ProjectModule } from '../../project/project-module.js';
import { clausesEntered, reach, runnerOfSite, sought } from '../../project/reach.js';
import { isCalled } from '../../project/tests.js';
import { findExpr } from '../../syntax/visit.js';
import { exitTrapOf } from '../exits/exit-traps.js';
import { callbackRunning } from '../processes/callback-code.js';
import {
  endsProcess,
  mayStartProcess,
  type ProcessStart,
  processStartOf,
} from '../processes/process-starts.js';
import { isWatched } from '../processes/process-watch.js';
import type { Callback, Server } from '../processes/server.js';
import { isStartFunction } from '../processes/start-functions.js';
import { servesOneRequest } from '../requests/one-request.js';
import { stateUseOf } from '../state/state-use.js';

/** Whose process makes a start, as far as the source says. */
export type Starter =
  /** A callback of a server. */
  | { by: 'callback'; callback: Callback; server: Server }
  /** `Application.start/2`, before or after it starts its supervisor. */
  | { by: 'application' }
  /** A supervisor's `init/1`. */
  | { by: 'supervisor' }
  /** A callback of a process that a library runs. */
  | { by: 'library' }
  /** Whoever is given the function as a value. */
  | { by: 'unknown' }
  /** A start function, beside the process that it hands back. */
  | { by: 'start function' }
  /** Whatever calls the function. */
  | { by: 'caller' };

/** A start of a long-lived process that no supervisor restarts. */
export interface UnsupervisedStart {
  site: CallSite;
  clause: FunctionClause;
  start: ProcessStart;
  starter: Starter;
  /** Where the owner traps exits without a clause that acts on them, or does not trap them at all. */
  trap?: CallSite;
  /** True where owner and process fall together, or each hears of the other's end. */
  bound: boolean;
}

const CALLERS = 5;

/** The starts of long-lived processes in a module that no supervisor hears of, in the order of the source. */
export function unsupervisedStartsIn(module: ProjectModule): UnsupervisedStart[] {
  return startingCalls(module).flatMap((site) => {
    const start = processStartOf(site, module.project);
    const found = start && judge(site, start, module.project);
    return found ? [found] : [];
  });
}

const startingCalls = callsTo(mayStartProcess);

function judge(site: CallSite, start: ProcessStart, project: Project): UnsupervisedStart | undefined {
  const { clause, quoted, devOnly } = site.situation;
  if (!clause || quoted || devOnly || (site.captured && !isRunPerItem(site))) return undefined;
  if (runnerOfSite(site, project) === 'kept' || isEnded(site, clause, project)) return undefined;
  if (servesOneRequest(site, clause, start.module, project)) return undefined;
  const returned = isHandedBack(site, clause, project);
  if (start.linked && returned && isTakenOver(clause, project, CALLERS)) return undefined;
  // A public function that nobody calls is for others, who may well have a supervisor call it.
  if (start.linked && returned && isForOthers(clause, project)) return undefined;
  const starters = startersOf(clause, returned, project, CALLERS, new Set());
  const [first] = starters;
  if (!first) return undefined;
  const starter = starters.find(({ by }) => by !== 'callback') ?? first;
  const inOwnProcess = runnerOfSite(site, project) === 'caller';
  const found = { site, clause, start, starter };
  if (starter.by === 'library' || starter.by === 'unknown') return { ...found, bound: start.linked };
  if (starter.by !== 'callback' || !inOwnProcess) return { ...found, bound: false };
  const trap = exitTrapOf(starter.server);
  if (!start.linked) return { ...found, bound: watchEachOther(site, start, project) };
  const bound = !trap || actsOnExit(starter.server) || isWatched(site, BARE, project);
  return { ...found, ...(trap ? { trap } : {}), bound };
}

/** A process of which only a monitor tells. */
const BARE = { linked: false, supervised: false, gives: 'pid' } as const;

/** True for a captured function that an `Enum` or `Stream` function runs at once. */
function isRunPerItem({ situation: { closure, loop } }: CallSite): boolean {
  return loop !== undefined || /^(Enum|Stream)$/.test(closure?.via?.module ?? '');
}

function isForOthers(clause: FunctionClause, project: Project): boolean {
  if (callbackRunning(clause, project) || isLibraryCallback(clause, project)) return false;
  return clause.fn.kind === 'def' && !isCalled(clause.fn, project);
}

/** Names that only callbacks have. */
const CALLBACK_NAME = /^(init|terminate|code_change|(handle|websocket)_\w+)$/;

/** True for a callback of a process that a library runs: `websocket_init/1`, `init_worker/1`, … */
function isLibraryCallback(clause: FunctionClause, project: Project): boolean {
  if (!CALLBACK_NAME.test(clause.fn.name) && !clause.impl) return false;
  const { behaviours, uses } = clause.fn.module;
  const modules = [...behaviours, ...uses].map(({ module }) => module);
  return clause.fn.kind === 'def' && modules.some((module) => !project.moduleNamed(module));
}

// --- what becomes of the process ----------------------------------------------------------------------------

/**
 * True where the value of a call is the value of its function, also through `tap`, `then`, helpers in a pipe and
 * functions given to what runs them.
 */
function isHandedBack(site: CallSite, clause: FunctionClause, project: Project): boolean {
  if (clause.fn.kind === 'defdelegate') return true;
  // `apply(Module, :start_link, args)`
  if (site.expr.kind !== 'call') {
    const giver = site.situation.closure?.via;
    return giver?.name === 'apply' && isHandedBack(giver, clause, project);
  }
  return fatesOf(site.expr, clause).some((fate) => {
    if (fate.kind === 'returned') return true;
    const taker =
      fate.kind === 'yielded'
        ? site.situation.closure?.via
        : fate.kind === 'given' && fate.arg === 0
          ? clause.calls.find(({ expr }) => expr === fate.call)
          : undefined;
    if (!taker || taker === site || processStartOf(taker, project)) return false;
    const passes = fate.kind === 'yielded' || isPassedOn(taker) || project.targetOf(taker) !== undefined;
    return passes && isHandedBack(taker, clause, project);
  });
}

function isPassedOn({ name, module }: CallSite): boolean {
  return (name === 'tap' || name === 'then') && (module === undefined || module === 'Kernel');
}

/** True where a supervisor, or the application's start, takes what a function returns. */
function isTakenOver(clause: FunctionClause, project: Project, depth: number): boolean {
  if (isStartFunction(clause.fn, project) || isApplicationStart(clause, project)) return true;
  if (depth === 0) return false;
  return project.callersOf(clause.fn).some((caller) => {
    const outer = caller.situation.clause;
    if (!outer || outer.fn === clause.fn) return false;
    if (isChildStart(caller)) return true;
    return isHandedBack(caller, outer, project) && isTakenOver(outer, project, depth - 1);
  });
}

/** `Parent.child_spec(Worker, start: fn -> start_worker(state) end)`: the function by which a child is started. */
function isChildStart({ situation: { closure, clause }, result, start, end }: CallSite): boolean {
  if (!closure || result !== 'tail') return false;
  const spec = findExpr(clause?.body, (expr) => {
    const given = keywordValue(expr, 'start');
    return given?.kind === 'fn' && given.start <= start && end <= given.end;
  });
  return spec !== undefined;
}

function isApplicationStart({ fn }: FunctionClause, project: Project): boolean {
  return fn.name === 'start' && fn.arity === 2 && project.moduleOf(fn.module)?.is('application') === true;
}

/** True where the function that starts a process also ends it, itself or in a function that it gives the process to. */
function isEnded(site: CallSite, clause: FunctionClause, project: Project): boolean {
  const names = new Set<string>();
  for (const arg of site.args) variablesIn(arg, names);
  variablesIn(site.pattern, names);
  for (const fate of fatesOf(site.expr, clause)) {
    if (fate.kind !== 'given') continue;
    for (const arg of fate.call.args) variablesIn(arg, names);
    const taker = clause.calls.find(({ expr }) => expr === fate.call);
    if (taker && (endsProcess(taker) || endsInside(taker, project))) return true;
  }
  return clause.calls.some((other) => {
    if (other.start <= site.start) return false;
    if (!endsProcess(other)) return givesToEnd(other, site, clause, project);
    return other.module === site.module || other.args.some((arg) => mentions(arg, names));
  });
}

/** True where a call gives the process that a start answered with to a function that ends it, itself or by another process. */
function givesToEnd(taker: CallSite, start: CallSite, clause: FunctionClause, project: Project): boolean {
  const index = taker.args.findIndex((arg) => {
    const bound = arg.kind === 'variable' ? bindingAt(clause, arg.name, arg.start) : undefined;
    return bound?.kind === 'value' && bound.value === start.expr;
  });
  if (index === -1) return false;
  return clausesEntered(taker, project).some(({ params, calls }) => {
    const names = variablesIn(params[index]);
    return calls.some((call) => endsProcess(call) && call.args.some((arg) => mentions(arg, names)));
  });
}

function endsInside(taker: CallSite, project: Project): boolean {
  return clausesEntered(taker, project).some(
    (entered) => !reach(entered, project, { depth: 3, only: ends }).next().done,
  );
}

const ends = sought(endsProcess);

// --- who starts it ------------------------------------------------------------------------------------------

/**
 * Whose processes run a clause: its own module's callbacks, or those of the functions that lead to it.
 *
 * @param returned whether the clause hands the process back, so that its callers may end it
 */
function startersOf(
  clause: FunctionClause,
  returned: boolean,
  project: Project,
  depth: number,
  seen: Set<FunctionClause>,
): Starter[] {
  if (seen.has(clause)) return [];
  seen.add(clause);
  const own = ownStarter(clause, project);
  if (own) return [own];
  const callers = project.callersOf(clause.fn);
  if (depth === 0 || !isCalled(clause.fn, project)) return [{ by: 'caller' }];
  return callers.flatMap((caller): Starter[] => {
    const { clause: outer, devOnly, quoted } = caller.situation;
    if (!outer || devOnly || quoted || project.moduleOf(outer.fn.module)?.production === false) return [];
    if (caller.captured && !isRunPerItem(caller)) return [{ by: 'unknown' }];
    if (returned && isEnded(caller, outer, project)) return [];
    if (runnerOfSite(caller, project) !== 'caller') return [{ by: 'caller' }];
    return startersOf(outer, returned && isHandedBack(caller, outer, project), project, depth - 1, seen);
  });
}

/** What a clause's own module and name say about the process that runs it. */
function ownStarter(clause: FunctionClause, project: Project): Starter | undefined {
  const module = project.moduleOf(clause.fn.module);
  const callback = callbackRunning(clause, project);
  if (callback && module?.server) return { by: 'callback', callback, server: module.server };
  if (isApplicationStart(clause, project)) return { by: 'application' };
  if (clause.fn.name === 'init' && module?.is('supervisor', 'dynamic_supervisor'))
    return { by: 'supervisor' };
  if (isStartFunction(clause.fn, project)) return { by: 'start function' };
  return isLibraryCallback(clause, project) ? { by: 'library' } : undefined;
}

// --- owner and process --------------------------------------------------------------------------------------

/** True where some clause for `{:EXIT, …}` does more than log and go on. */
function actsOnExit(server: Server): boolean {
  return server.callbacks.some((callback) => {
    if (callback.name !== 'handle_info' && !callback.anyEvent) return false;
    if (!namesExit(callback)) return false;
    const { unchanged, returns } = stateUseOf(callback, server.kind, server.module.project);
    return !unchanged || returns.some(({ tag }) => tag === 'stop') || callback.clause.calls.some(isAction);
  });
}

function namesExit({ message }: Callback): boolean {
  const sides = message?.kind === 'operator' && message.name === '=' ? message.args : [message];
  return sides.some(
    (side) => side?.kind === 'tuple' && side.items[0]?.kind === 'atom' && side.items[0].value === 'EXIT',
  );
}

function isAction({ module, situation }: CallSite): boolean {
  return module !== 'Kernel' && module !== 'Logger' && !situation.logged;
}

/** True where the owner monitors the process and the process monitors others in turn. */
function watchEachOther(site: CallSite, { module }: ProcessStart, project: Project): boolean {
  if (!isWatched(site, BARE, project)) return false;
  const started = project.moduleNamed(module);
  return started?.sites.some(({ name }) => name === 'monitor') === true;
}
