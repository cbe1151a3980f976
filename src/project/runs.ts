import type { CallSite, FunctionClause, FunctionDef } from '../elixir/model.js';
import type { Callback, Server } from '../otp/processes/server.js';
import { isStartFunction } from '../otp/processes/start-functions.js';
import { isRequestPath } from '../otp/requests/request-path.js';
import { oncePerProject, perProject } from './memory.js';
import type { Project } from './project.js';
import type { ProjectModule } from './project-module.js';
import { clausesEntered, runnerOfSite, starterBehind } from './reach.js';
import { isCalled } from './tests.js';

/** Which process runs a piece of code, as far as the source says. */
export type Runner =
  /** The process that has this callback. */
  | { kind: 'callback'; callback: Callback; server: Server }
  /** A supervisor, or the process that starts the application: `init/1`, `start_link`, `Application.start/2`. */
  | { kind: 'start'; clause: FunctionClause }
  /** An agent that is given a function. */
  | { kind: 'agent' }
  /** A process that ends when its function does: a task, with the server in whose module it is started. */
  | { kind: 'task'; site: CallSite; starter?: ProjectModule }
  /** A process that serves one request or runs one job: a controller's action, a plug, a resolver, a worker. */
  | { kind: 'request'; clause: FunctionClause }
  /** Whatever process executes a telemetry event. */
  | { kind: 'handler'; site: CallSite }
  /** Whoever calls a callback of a behaviour that is no process of its own. */
  | { kind: 'behaviour'; clause: FunctionClause }
  /** Whoever calls a public function that production code of the project does not call; `tested` where tests do. */
  | { kind: 'anyone'; clause: FunctionClause; tested: boolean }
  | { kind: 'unknown' };

/** One way by which code comes to run: in which process, and through which calls of the project. */
export interface Run {
  runner: Runner;
  /** The calls that lead to the code, outermost first, itself last. */
  chain: readonly CallSite[];
}

const MOST = 400;

/**
 * In which processes a call runs: from its function back through all that call it in production code.
 *
 * @param follow return false to leave out what a chain of calls comes from, as far as it goes
 */
export function runsOf(
  site: CallSite,
  project: Project,
  follow?: (chain: readonly CallSite[]) => boolean,
): readonly Run[] {
  return follow ? collect(site, project, follow) : allRunsOf(site, project);
}

const allRunsOf = perProject((site: CallSite, project): readonly Run[] => collect(site, project));

interface Step {
  site: CallSite;
  chain: readonly CallSite[];
}

function collect(
  site: CallSite,
  project: Project,
  follow: (chain: readonly CallSite[]) => boolean = () => true,
): Run[] {
  const runs: Run[] = [];
  const seen = new Set<FunctionClause>();
  const queue: Step[] = [{ site, chain: [site] }];
  for (let step = queue.shift(); step && seen.size < MOST; step = queue.shift()) {
    const { chain } = step;
    if (!follow(chain)) continue;
    const { clause, quoted: isQuoted } = step.site.situation;
    const elsewhere = isQuoted ? UNKNOWN : givenAway(step.site, project);
    const runner = elsewhere ?? (clause ? runnerOfClause(clause, project) : UNKNOWN);
    if (runner) runs.push({ runner, chain });
    if (runner || !clause || seen.has(clause)) continue;
    seen.add(clause);
    for (const caller of callersIn(clause, project)) {
      if (!chain.includes(caller)) queue.push({ site: caller, chain: [caller, ...chain] });
    }
  }
  return runs;
}

const UNKNOWN: Runner = { kind: 'unknown' };

/** The process that runs a call which stands in a function given away. */
function givenAway(site: CallSite, project: Project): Runner | undefined {
  const runner = runnerOfSite(site, project);
  if (runner === 'caller') return undefined;
  for (let closure = site.situation.closure; closure; closure = closure.outer) {
    const { via, arg } = closure;
    if (!via) continue;
    if (via.module === ':telemetry' && via.name.startsWith('attach')) return { kind: 'handler', site: via };
    if (via.module === 'Agent') return { kind: 'agent' };
    const starter = starterBehind(via, arg, project);
    if (starter && /^Task(\.Supervisor)?$/.test(starter.module ?? '')) return taskOf(via, project);
  }
  return UNKNOWN;
}

function taskOf(site: CallSite, project: Project): Runner {
  const starter = project.moduleOf(site.situation.owner);
  return { kind: 'task', site, ...(starter?.server ? { starter } : {}) };
}

/** The process that runs a clause, where that does not depend on who calls it. */
function runnerOfClause(clause: FunctionClause, project: Project): Runner | undefined {
  const module = project.moduleOf(clause.fn.module);
  if (!module || /^defmacro/.test(clause.fn.kind)) return UNKNOWN;
  const callback = module.server && callbacksOf(module.server, project).get(clause);
  if (callback && module.server) return { kind: 'callback', callback, server: module.server };
  if (isStart(clause, module)) return { kind: 'start', clause };
  if (clause.fn.kind === 'defp') return undefined;
  if (module.is('oban_worker') && /^(perform|process)$/.test(clause.fn.name))
    return { kind: 'request', clause };
  const callers = callersIn(clause, project);
  if (isRequestPath(module) && isEntry(clause, callers)) return { kind: 'request', clause };
  if (callers.length > 0) return undefined;
  if (clause.impl || isOldCallback(clause, module)) return { kind: 'behaviour', clause };
  return { kind: 'anyone', clause, tested: isCalled(clause.fn, project) };
}

const callbacksOf = perProject(
  ({ callbacks }: Server): ReadonlyMap<FunctionClause, Callback> =>
    new Map(callbacks.toReversed().map((callback) => [callback.clause, callback])),
);

/** A function by which a request comes in: `call/2`, an action, a resolver's function. Plug's `init/1` is none. */
function isEntry({ fn }: FunctionClause, callers: readonly CallSite[]): boolean {
  return (fn.name === 'call' && fn.arity === 2) || (callers.length === 0 && fn.arity >= 2);
}

function isStart({ fn }: FunctionClause, module: ProjectModule): boolean {
  const { name, arity } = fn;
  if (module.is('application') && ((name === 'start' && arity === 2) || /^(prep_)?stop$/.test(name)))
    return true;
  if (module.is('supervisor', 'dynamic_supervisor') && name === 'init' && arity === 1) return true;
  return name === 'child_spec' || isStartFunction(fn, module.project);
}

/** A callback without `@impl`: its module names a behaviour, and the function has one of the usual names. */
function isOldCallback({ fn }: FunctionClause, { def }: ProjectModule): boolean {
  return def.behaviours.length > 0 && fn.clauses.every(({ impl }) => !impl) && !def.functions.some(hasImpl);
}

function hasImpl({ clauses }: FunctionClause['fn']): boolean {
  return clauses.some(({ impl }) => impl);
}

/** The calls in production code that enter a clause, recursion left out. */
const callersIn = perProject((clause: FunctionClause, project): readonly CallSite[] => {
  const sites = [...project.callersOf(clause.fn), ...(quotedCalls(project).get(clause.fn) ?? [])];
  return sites.filter((site) => {
    const { devOnly, clause: outer, owner } = site.situation;
    if (devOnly || outer === clause || project.moduleOf(owner)?.production === false) return false;
    return clausesEntered(site, project).includes(clause);
  });
});

/** The calls that macros put into whoever uses them, by the function that they go to. */
const quotedCalls = oncePerProject((project): ReadonlyMap<FunctionDef, readonly CallSite[]> => {
  const found = new Map<FunctionDef, CallSite[]>();
  for (const { def } of project.modules) {
    for (const { bodyCalls, functions } of def.quotes.values()) {
      const calls = functions.flatMap((fn) => fn.clauses.flatMap((clause) => clause.calls));
      for (const site of [...bodyCalls, ...calls]) {
        const target = project.targetOf(site);
        if (target) found.set(target, [...(found.get(target) ?? []), site]);
      }
    }
  }
  return found;
});
