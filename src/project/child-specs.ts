import { clauseTails } from '../elixir/flow.js';
import { atomOf, keywordsOf, keywordValue } from '../elixir/literals.js';
import type { FunctionClause } from '../elixir/model.js';
import { shownExpr } from '../elixir/shown.js';
import { durationOf } from '../otp/timers/durations.js';
import type { CallExpr, Expr, MapExpr } from '../syntax/ast.js';
import type { ListedChild } from './child-lists.js';
import { enteredWith, type Located } from './entered.js';
import { inspected } from './inspected.js';
import { moduleNamed } from './module-values.js';
import { Nesting } from './nesting.js';
import { originsOf, type Standpoint } from './origins.js';
import type { Project } from './project.js';
import type { ProjectModule } from './project-module.js';
import { mayMatch } from './reach.js';

export type Restart = 'permanent' | 'transient' | 'temporary';

/** How a child is started and restarted, as far as the source says (`Supervisor`, "Child specification"). */
export interface ChildSpec {
  /** The module that is started; absent where it is not known. */
  module?: string;
  /** The module that the list names, where its own `child_spec/1` starts another one. */
  listed?: string;
  /** The function that starts it, `start_link` as a rule. */
  start: string;
  /** What that function gets. */
  args: readonly Located[];
  /** As `inspect/1` prints it. */
  id: string;
  restart: Restart;
  /** True where `restart:` is given but known only at run time. */
  restartOpen?: true;
  /** Milliseconds, `Infinity`, or 0 for `:brutal_kill`; absent where it is the default. */
  shutdown?: number;
  /** `type:` where it is written. */
  type?: 'worker' | 'supervisor';
  /** True for a map or `worker(…)` written out, false where the module's own `child_spec/1` makes it. */
  handWritten: boolean;
  /** Why the source does not say which module is started. */
  unknown?: string;
}

/** Modules of libraries and OTP whose `child_spec/1` takes the id from `name:`. */
const NAMED_BY_OPTION: ReadonlySet<string> = new Set([
  'DynamicSupervisor',
  'PartitionSupervisor',
  'Task.Supervisor',
  'Registry',
  'Phoenix.PubSub',
  'Finch',
  'Oban',
]);

/** The child spec behind an entry of a list of children. */
export function childSpecOf({ expr, at, unknown }: ListedChild, project: Project): ChildSpec {
  if (unknown !== undefined) return unknownSpec(unknown);
  if (expr.kind === 'alias') return moduleSpec(expr.module, undefined, project);
  if (expr.kind === 'variable' && expr.name === '__MODULE__')
    return moduleSpec(at.owner.name, undefined, project);
  if (expr.kind === 'atom') return moduleSpec(`:${expr.value}`, undefined, project);
  if (expr.kind === 'tuple') return tupleSpec(expr.items, at, project);
  if (expr.kind === 'map') return mapSpec(expr, at, project);
  if (expr.kind === 'call') return callSpec(expr, at, project);
  return unknownSpec('it is made at run time');
}

function unknownSpec(reason: string): ChildSpec {
  return { start: 'start_link', args: [], id: '', restart: 'permanent', handWritten: false, unknown: reason };
}

function tupleSpec(items: readonly Expr[], at: Standpoint, project: Project): ChildSpec {
  const [first, second, third] = items;
  if (!first || !second) return unknownSpec('it is made at run time');
  if (items.length === 2) {
    const module = moduleNamed(first, at, project);
    return module === undefined
      ? unknownSpec(`the module \`${shownExpr(first)}\` is known only at run time`)
      : moduleSpec(module, { expr: second, at }, project);
  }
  // `{id, {M, f, args}, restart, shutdown, type, modules}` (`:supervisor`, "Child specification")
  const start = second.kind === 'tuple' ? startOf(second.items, at, project) : undefined;
  if (!start) return unknownSpec('it is made at run time');
  const type = atomOf(items[4]);
  return {
    ...start,
    id: inspected(first, at, project),
    restart: restartOf(third) ?? 'permanent',
    ...(type === 'worker' || type === 'supervisor' ? { type } : {}),
    handWritten: true,
  };
}

function startOf(
  items: readonly Expr[],
  at: Standpoint,
  project: Project,
): Pick<ChildSpec, 'module' | 'start' | 'args'> | undefined {
  const [target, name, args] = items;
  const module = target && moduleNamed(target, at, project);
  const start = atomOf(name);
  if (module === undefined || start === undefined) return undefined;
  return { module, start, args: args?.kind === 'list' ? args.items.map((expr) => ({ expr, at })) : [] };
}

function restartOf(expr: Expr | undefined): Restart | undefined {
  const value = atomOf(expr);
  return value === 'permanent' || value === 'transient' || value === 'temporary' ? value : undefined;
}

/** A literal map; one that updates another (`%{spec | restart: :transient}`) changes that. */
function mapSpec(map: MapExpr, at: Standpoint, project: Project): ChildSpec {
  if (map.base) {
    const base = childSpecOf(followedItem(map.base, at, project), project);
    const { module: listed } = base;
    return { ...overridden(base, map, at, project), ...(listed === undefined ? {} : { listed }) };
  }
  const given = keywordValue(map, 'start');
  const start = given?.kind === 'tuple' ? startOf(given.items, at, project) : undefined;
  const id = keywordValue(map, 'id');
  const base: ChildSpec = start
    ? { ...start, id: start.module ?? '', restart: 'permanent', handWritten: true }
    : { ...unknownSpec('its `start:` is made at run time'), handWritten: true };
  return overridden(base, map, at, project, id);
}

/** What options say over what a spec says. */
function overridden(
  spec: ChildSpec,
  options: Expr,
  at: Standpoint,
  project: Project,
  id = keywordValue(options, 'id'),
): ChildSpec {
  const result = { ...spec };
  if (id) result.id = inspected(id, at, project);
  const given = keywordValue(options, 'restart');
  const restart = given && restartOf(followed(given, at, project));
  if (restart) {
    result.restart = restart;
    delete result.restartOpen;
  } else if (given) result.restartOpen = true;
  const shutdown = keywordValue(options, 'shutdown');
  const time = atomOf(shutdown) === 'brutal_kill' ? 0 : durationOf(shutdown);
  if (time !== undefined) result.shutdown = time;
  const type = atomOf(keywordValue(options, 'type'));
  if (type === 'worker' || type === 'supervisor') result.type = type;
  const start = keywordValue(options, 'start');
  const started = start?.kind === 'tuple' ? startOf(start.items, at, project) : undefined;
  if (started) Object.assign(result, started);
  return result;
}

/** `Supervisor.child_spec(spec, overrides)`, `Module.child_spec(arg)`, `worker(Module, args, options)`. */
function callSpec(call: CallExpr, at: Standpoint, project: Project): ChildSpec {
  const [first, second, third] = call.args;
  if (call.name === 'child_spec' && call.module === 'Supervisor' && first) {
    const inner = childSpecOf(followedItem(first, at, project), project);
    return second ? overridden(inner, followed(second, at, project), at, project) : inner;
  }
  if (call.name === 'child_spec' && call.module === ':poolboy')
    return {
      ...moduleSpec(':poolboy', undefined, project),
      id: first ? inspected(first, at, project) : '',
      args: call.args.slice(1).map((expr) => ({ expr, at })),
    };
  if (call.name === 'child_spec' && call.module !== undefined)
    return moduleSpec(call.module, first && { expr: first, at }, project);
  if ((call.name === 'worker' || call.name === 'supervisor') && first) {
    const module = moduleNamed(first, at, project);
    if (module === undefined) return unknownSpec('its module is known only at run time');
    const args = second?.kind === 'list' ? second.items.map((expr) => ({ expr, at })) : [];
    const base: ChildSpec = {
      module,
      start: 'start_link',
      args,
      id: module,
      restart: 'permanent',
      type: call.name,
      handWritten: true,
    };
    return third ? overridden(base, third, at, project) : base;
  }
  return unknownSpec('it is made at run time');
}

/** The one expression that a value comes from; itself where there are several or none. */
export function followed(expr: Expr, at: Standpoint, project: Project): Expr {
  const origins = originsOf(expr, [], at, project).filter(({ path }) => path.length === 0);
  return origins.length === 1 ? (origins[0]?.expr ?? expr) : expr;
}

/** The one expression that a value comes from, with where that stands. */
function followedItem(expr: Expr, at: Standpoint, project: Project): ListedChild {
  const [only, ...others] = originsOf(expr, [], at, project).filter(({ path }) => path.length === 0);
  const one = only && others.length === 0 ? only : { expr, at };
  return { expr: one.expr, at: one.at, conditional: false };
}

/** The spec that `Module.child_spec(arg)` gives: its own, what `use` makes, or what a library is known to give. */
function moduleSpec(name: string | undefined, arg: Located | undefined, project: Project): ChildSpec {
  if (name === undefined) return unknownSpec('its module is known only at run time');
  const module = project.moduleNamed(name);
  const args = arg ? [arg] : [];
  const base: ChildSpec = {
    module: name,
    start: 'start_link',
    args,
    id: name,
    restart: name === 'Task' ? 'temporary' : 'permanent',
    handWritten: false,
  };
  if (!module) return NAMED_BY_OPTION.has(name) ? { ...base, id: idByName(name, arg, project) } : base;
  return ownSpec(module, base, project) ?? usedSpec(module, base, project);
}

function idByName(module: string, arg: Located | undefined, project: Project): string {
  const name = arg && nameIn(arg, project);
  if (!name) return module;
  const { expr, at } = name;
  const inner =
    expr.kind === 'tuple' && (atomOf(expr.items[0]) === 'global' || atomOf(expr.items[0]) === 'via')
      ? expr.items.at(-1)
      : expr;
  return inspected(inner ?? expr, at, project);
}

/** The value of `name:` among options. */
export function nameIn(options: Located, project: Project): Located | undefined {
  if (['alias', 'atom', 'text', 'number'].includes(options.expr.kind)) return undefined;
  const origins = originsOf(options.expr, [{ kind: 'key', key: 'name' }], options.at, project);
  const [only] = origins;
  return only && origins.length === 1 && only.path.length === 0
    ? { expr: only.expr, at: only.at }
    : undefined;
}

/** What `use Behaviour, options` puts into `child_spec/1` (`GenServer`, `Supervisor`, `Agent`, `Task`). */
function usedSpec(module: ProjectModule, base: ChildSpec, project: Project): ChildSpec {
  const result: ChildSpec = { ...base, restart: module.is('task') ? 'temporary' : 'permanent' };
  const use = module.uses.find((directive) => SPEC_MAKERS.has(directive.module));
  return use?.options ? overridden(result, use.options, { owner: module.def, entered: [] }, project) : result;
}

const SPEC_MAKERS: ReadonlySet<string> = new Set([
  'GenServer',
  'GenStage',
  'GenStateMachine',
  'Agent',
  'Task',
  'Supervisor',
  'DynamicSupervisor',
  'Broadway',
  'WebSockex',
]);

const nesting = new Nesting();

/** A module's own `child_spec/1`, with `super(arg)` standing for what `use` makes. */
function ownSpec(module: ProjectModule, base: ChildSpec, project: Project): ChildSpec | undefined {
  const all = module.clausesOf('child_spec', 1).filter((clause) => clause.body);
  const clauses = clausesFor(all, base.args[0]?.expr);
  const [clause] = clauses;
  const [handed] = module.functionNamed('child_spec', 1)?.clauses ?? [];
  // A module may delegate to one that delegates back.
  if (handed?.fn.kind === 'defdelegate')
    return nesting.ask(() => moduleSpec(handed.calls[0]?.module, base.args[0], project), undefined);
  if (!clause) {
    const added = module.injectedFunctions.some(({ name }) => name === 'child_spec');
    return added ? { ...usedSpec(module, base, project), restartOpen: true } : undefined;
  }
  const tails = clauseTails(clause);
  const tail = tails.length === 1 ? tails[0]?.expr : undefined;
  if (!tail || clauses.length > 1) return { ...usedSpec(module, base, project), restartOpen: true };
  const at = enteredWith(clause, base.args);
  const changes = overSuper(tail);
  if (changes)
    return changes.reduce(
      (spec, change) => overridden(spec, change, at, project),
      usedSpec(module, base, project),
    );
  const spec = childSpecOf(followedItem(tail, at, project), project);
  if (spec.unknown !== undefined) return { ...usedSpec(module, base, project), restartOpen: true };
  return { ...spec, listed: module.name, handWritten: false };
}

/** The clauses that can take an argument; the first one where it is a plain literal. */
function clausesFor(clauses: readonly FunctionClause[], arg: Expr | undefined): readonly FunctionClause[] {
  const taking = clauses.filter(({ params: [param] }) => param !== undefined && mayMatch(param, arg));
  return arg && ['atom', 'alias', 'text', 'number'].includes(arg.kind) ? taking.slice(0, 1) : taking;
}

/** The changes that an expression makes to `super(arg)`; `undefined` where it is not about `super`. */
function overSuper(expr: Expr): Expr[] | undefined {
  if (expr.kind === 'map' && expr.base) {
    const inner = overSuper(expr.base);
    return inner && [...inner, { ...expr, base: expr.base }];
  }
  if (expr.kind !== 'call') return undefined;
  if (expr.name === 'super' && !expr.receiver) return [];
  const [first, second, third] = expr.args;
  const inner = first && overSuper(first);
  if (!inner) return undefined;
  if (expr.module === 'Supervisor' && expr.name === 'child_spec' && second) return [...inner, second];
  if (expr.module === 'Map' && expr.name === 'merge' && second) return [...inner, second];
  if (expr.module === 'Map' && expr.name === 'put' && second && third) {
    const { start, end } = expr;
    return [...inner, { kind: 'map', pairs: [{ key: second, value: third }], start, end }];
  }
  return keywordsOf(second).length > 0 ? undefined : inner;
}
