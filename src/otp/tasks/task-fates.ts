import { callAt } from '../../elixir/call-at.js';
import { COLLECTIONS } from '../../elixir/collections.js';
import { type Fate, fatesOf, fatesOfPattern, fatesOfPlaceholder, parentOf } from '../../elixir/fates.js';
import type { CallSite, FunctionClause } from '../../elixir/model.js';
import { perProject } from '../../project/memory.js';
import type { Project } from '../../project/project.js';
import type { CallExpr, CaptureExpr, Expr, FnExpr } from '../../syntax/ast.js';
import { starterOf } from '../processes/processes.js';
import { settlesTask, type TaskStart } from './tasks.js';

/** One thing that becomes of a task, or of a list of tasks, anywhere in the project. */
export type TaskFate =
  /** Waited for, stopped or ignored by a function of `Task`. */
  | { kind: 'awaited'; call: CallExpr; clause: FunctionClause; site?: CallSite }
  /** Thrown away; `caller` is the call that throws it away where the task was returned to it. */
  | { kind: 'discarded'; clause: FunctionClause; caller?: CallSite }
  /** Only looked at. */
  | { kind: 'seen' }
  /** Returned by a function that nobody in the project calls, or that OTP calls. */
  | { kind: 'returned'; clause: FunctionClause }
  /** Put somewhere, sent, or given to what the source does not show. */
  | { kind: 'stored' };

/** A task that is waited for, stopped or ignored, and where. */
export type AwaitedTask = Extract<TaskFate, { kind: 'awaited' }>;

/** Functions that give each item of their first argument to a function, and nothing of it back. */
const CONSUMING: ReadonlySet<string> = new Set([
  'each',
  'map',
  'flat_map',
  'map_join',
  'any?',
  'all?',
  'count',
  'find_value',
  'reduce',
  'reduce_while',
]);
const THROWING_AWAY: ReadonlySet<string> = new Set(['Enum.each', 'Stream.each', 'Kernel.tap']);
const TESTING: ReadonlySet<string> = new Set([
  'filter',
  'reject',
  'any?',
  'all?',
  'find',
  'count',
  'sort_by',
  'split_with',
  'take_while',
]);
const KERNEL_PASSING: ReadonlySet<string> = new Set([
  'elem',
  'hd',
  'tl',
  'then',
  'tap',
  'put_in',
  'get_in',
  'dbg',
  'struct',
  'struct!',
]);
const ONLOOKERS: ReadonlySet<string> = new Set([
  'Kernel.inspect',
  'Process.unlink',
  'Process.alive?',
  'Kernel.is_struct',
  'Kernel.is_nil',
]);
const DEPTH = 6;

/** Follows a task from where it is started, through functions and callers of the project, to where it ends up. */
export function fatesOfTask({ site, clause }: TaskStart, project: Project): readonly TaskFate[] {
  const known = fatesByClause(site, project);
  let fates = known.get(clause);
  if (!fates) {
    const tracer = new TaskTracer(project);
    tracer.valueOf(site, { clause, depth: DEPTH });
    fates = tracer.fates;
    known.set(clause, fates);
  }
  return fates;
}

const fatesByClause = perProject((_: CallSite) => new Map<FunctionClause, readonly TaskFate[]>());

/** Follows the task that a call returns, as `fatesOfTask` follows the task that it starts. */
export function fatesOfReturnedTask(site: CallSite, project: Project): readonly TaskFate[] {
  const tracer = new TaskTracer(project);
  const { clause } = site.situation;
  if (clause) tracer.valueOf(site, { clause, depth: DEPTH });
  return tracer.fates;
}

/** True where a task reaches nobody who asks for its result. */
export function isDropped(fates: readonly TaskFate[]): boolean {
  return fates.every(({ kind }) => kind === 'discarded' || kind === 'seen');
}

/** Where a task is being followed. */
interface Frame {
  clause: FunctionClause;
  /** The call that the task was returned to. */
  caller?: CallSite;
  /** The call whose parameter the task is, where it was given to a function. */
  entry?: { site: CallSite; frame: Frame };
  depth: number;
}

class TaskTracer {
  readonly fates: TaskFate[] = [];
  readonly #entered = new Set<unknown>();

  constructor(readonly project: Project) {}

  /** What becomes of the value of a call. */
  valueOf({ expr }: CallSite, frame: Frame): void {
    if (expr.kind === 'capture') this.#yielded(expr, frame);
    else if (expr.kind === 'call') this.#follow(fatesOf(expr, frame.clause), frame);
    else this.fates.push({ kind: 'stored' });
  }

  #follow(fates: readonly Fate[], frame: Frame): void {
    this.#each(fates, frame);
    if (fates.length === 0) this.fates.push(discarded(frame));
  }

  #each(fates: readonly Fate[], frame: Frame): void {
    for (const fate of fates) this.#one(fate, frame);
  }

  #one(fate: Fate, frame: Frame): void {
    if (fate.kind === 'discarded') this.fates.push(discarded(frame));
    else if (fate.kind === 'seen') this.fates.push({ kind: 'seen' });
    else if (fate.kind === 'given') this.#given(fate.call, fate.arg, frame);
    else if (fate.kind === 'yielded') this.#yielded(fate.closure, frame);
    else if (fate.kind === 'kept') this.fates.push({ kind: 'stored' });
    else if (frame.entry) this.#backTo(frame.entry);
    else this.#returned(frame);
  }

  #given(call: CallExpr, arg: number, frame: Frame): void {
    const site = callAt(call, frame.clause);
    const module = call.module ?? site?.module;
    if (settlesTask({ ...(module === undefined ? {} : { module }), name: call.name }))
      this.#awaited(call, site, frame);
    else if (module === 'Logger' || ONLOOKERS.has(`${module}.${call.name}`))
      this.fates.push({ kind: 'seen' });
    else if (passesOn(module, call.name)) this.#items(call, arg, frame);
    else this.#parameter(site, arg, frame);
  }

  #awaited(call: CallExpr, site: CallSite | undefined, { clause }: Frame): void {
    this.fates.push({ kind: 'awaited', call, clause, ...(site ? { site } : {}) });
  }

  /** A task, or a list of them, given to a function that hands items to functions or gives them back. */
  #items(call: CallExpr, arg: number, frame: Frame): void {
    const argument = call.args[arg];
    if (this.#entered.has(argument)) return;
    this.#entered.add(argument);
    if (arg === 0) for (const given of call.args.slice(1)) this.#perItem(given, frame);
    if (call.name === 'then' || (call.module !== 'Kernel' && CONSUMING.has(call.name))) return;
    this.#follow(fatesOf(call, frame.clause), frame);
  }

  #perItem(given: Expr, frame: Frame): void {
    if (given.kind === 'fn') {
      const params = given.clauses.flatMap(({ params: [first] }) => first ?? []);
      for (const param of params) this.#each(fatesOfPattern(param, frame.clause), frame);
      return;
    }
    if (given.kind === 'capture') this.#captured(given, frame);
  }

  /** Each item given to `&Task.await/1` or `&Task.await(&1, 5000)`. */
  #captured(capture: CaptureExpr, frame: Frame): void {
    const { named } = capture;
    const site = callAt(capture, frame.clause);
    if (!named) this.#each(fatesOfPlaceholder(capture, 1, frame.clause), frame);
    else if (settlesTask(named)) this.#awaited(named, site, frame);
    else this.#parameter(site, 0, frame);
  }

  /** A task given to a function: into its parameter, where the project has that function. */
  #parameter(site: CallSite | undefined, arg: number, frame: Frame): void {
    const target = site && this.project.targetOf(site);
    if (
      !site ||
      !target ||
      frame.depth === 0 ||
      target.kind === 'defmacro' ||
      target.kind === 'defdelegate'
    ) {
      this.fates.push({ kind: 'stored' });
      return;
    }
    this.fates.push({ kind: 'seen' });
    for (const clause of target.clauses) {
      const param = clause.params[arg];
      if (!param || this.#entered.has(param)) continue;
      this.#entered.add(param);
      this.#each(fatesOfPattern(param, clause), { clause, entry: { site, frame }, depth: frame.depth - 1 });
    }
  }

  /** A function gives back the task that it was given. */
  #backTo({ site, frame }: { site: CallSite; frame: Frame }): void {
    if (this.#entered.has(site)) return;
    this.#entered.add(site);
    this.valueOf(site, frame);
  }

  /** The value of an anonymous function: what the call does with it that is given the function. */
  #yielded(closure: FnExpr | CaptureExpr, frame: Frame): void {
    const call = parentOf(closure, frame.clause);
    if (call?.kind === 'call') this.#valueOfFunction(call, frame);
    else this.fates.push({ kind: 'stored' });
  }

  #valueOfFunction(call: CallExpr, frame: Frame): void {
    const site = callAt(call, frame.clause);
    const module = call.module ?? site?.module;
    if (THROWING_AWAY.has(`${module}.${call.name}`) || (site && starterOf(site)?.gives === 'pid'))
      this.fates.push(discarded(frame));
    else if (!passesOn(module, call.name)) this.fates.push({ kind: 'stored' });
    else if (TESTING.has(call.name)) this.fates.push({ kind: 'seen' });
    else this.#follow(fatesOf(call, frame.clause), frame);
  }

  /** A task that a function returns: on to each of its callers. */
  #returned({ clause, depth }: Frame): void {
    const { fn } = clause;
    const callers = this.project
      .callersOf(fn)
      .filter(({ situation }) => !situation.quoted && situation.clause?.fn !== fn);
    if (isCalledByOtp(clause, this.project) || callers.length === 0 || depth === 0) {
      this.fates.push({ kind: 'returned', clause });
      return;
    }
    if (this.#entered.has(fn)) return;
    this.#entered.add(fn);
    for (const site of callers) this.#atCaller(site, depth - 1);
  }

  #atCaller(site: CallSite, depth: number): void {
    const { clause, closure } = site.situation;
    if (!clause) {
      this.fates.push({ kind: 'stored' });
      return;
    }
    const frame: Frame = { clause, caller: site, depth };
    if (site.expr.kind === 'atom' && closure?.via?.expr.kind === 'call')
      this.#valueOfFunction(closure.via.expr, frame);
    else if (clause.fn.kind === 'defdelegate') this.#returned(frame);
    else this.valueOf(site, frame);
  }
}

function discarded({ clause, caller }: Frame): TaskFate {
  return { kind: 'discarded', clause, ...(caller ? { caller } : {}) };
}

function passesOn(module: string | undefined, name: string): boolean {
  if (module === undefined) return false;
  return (
    COLLECTIONS.has(module) ||
    (module === 'Kernel' && KERNEL_PASSING.has(name)) ||
    (module === 'IO' && name === 'inspect')
  );
}

/** True for a clause that OTP or a library calls, so that its callers are not all in sight. */
function isCalledByOtp(clause: FunctionClause, project: Project): boolean {
  if (clause.impl) return true;
  const server = project.moduleOf(clause.fn.module)?.server;
  return server?.callbacks.some((callback) => callback.clause === clause) ?? false;
}
