import { bindingAt } from '../../elixir/bindings.js';
import { calleeOf } from '../../elixir/callee.js';
import { atomOf, keywordValue } from '../../elixir/literals.js';
import type { CallSite, FunctionClause, ModuleDef } from '../../elixir/model.js';
import { followValue } from '../../elixir/values.js';
import { callsTo } from '../../project/calls-to.js';
import { oncePerProject } from '../../project/memory.js';
import type { Project } from '../../project/project.js';
import type { ProjectModule } from '../../project/project-module.js';
import type { CallExpr, Expr } from '../../syntax/ast.js';
import { findExpr } from '../../syntax/visit.js';
import { type ChildEntry, childEntries, nameGiven } from '../supervision/children.js';

/**
 * How many processes of a module there are:
 * - `fixed`: one for the whole system, under one name or in one static child list;
 * - `instance`: one for each instance or tenant, under a key that is constant but for that;
 * - `many`: any number.
 */
export interface Naming {
  kind: 'fixed' | 'instance' | 'many';
  /** The registered name as Elixir writes it, where there is one. */
  name?: string;
  /** Where it is registered, or where the one child stands. */
  at?: { owner: ModuleDef; start: number; end: number };
}

/** Where an expression stands: its module and, inside a function, its clause. */
interface Where {
  owner: ModuleDef;
  clause?: FunctionClause | undefined;
}

const STARTS: Record<string, number> = {
  'GenServer.start_link': 2,
  'GenServer.start': 2,
  'GenStage.start_link': 2,
  'GenStage.start': 2,
  'GenStateMachine.start_link': 2,
  'GenStateMachine.start': 2,
  'Agent.start_link': 1,
  'Agent.start': 1,
  'Supervisor.start_link': 2,
  'DynamicSupervisor.start_link': 2,
  'Connection.start_link': 2,
  'Broadway.start_link': 1,
};
const ERLANG_STARTS: ReadonlySet<string> = new Set([
  ':gen_server.start_link',
  ':gen_server.start',
  ':gen_statem.start_link',
  ':gen_statem.start',
]);

/** How many processes of a module there are and how they are named, from its own start function and its parents. */
export function namingOf(module: ProjectModule): Naming {
  const names = namesOf(module.project);
  let naming = names.get(module);
  if (!naming) {
    // Two supervisors that list each other must not send this round in circles.
    names.set(module, { kind: 'many' });
    naming = judge(module);
    names.set(module, naming);
  }
  return naming;
}

const namesOf = oncePerProject(() => new Map<ProjectModule, Naming>());

function judge(module: ProjectModule): Naming {
  for (const site of namingCalls(module)) {
    const given = nameOption(site);
    if (!given) continue;
    const naming = nameAt(given, site.situation, module.project);
    if (naming.kind !== 'many' && !isTakenFromOptions(given, site.situation)) return naming;
    return byChildren(module, naming);
  }
  return byChildren(module, { kind: 'many' });
}

/** The calls of a module that may give a name to the process they start (see `nameOption`). */
export const namingCalls = callsTo(({ callee }) => namesProcess(callee));

/** True for a start function, as `Module.function`, that takes a name among its options or arguments. */
export function namesProcess(callee: string): boolean {
  return ERLANG_STARTS.has(callee) || STARTS[callee] !== undefined;
}

/** The `name` that a start call of the module itself gives. */
export function nameOption(site: CallSite): Expr | undefined {
  const key = calleeOf(site);
  const { clause, owner } = site.situation;
  if (ERLANG_STARTS.has(key) && site.arity === 4) return site.args[0];
  const at = STARTS[key];
  if (at === undefined) return undefined;
  const options = site.args[Math.min(at, site.args.length - 1)];
  if (!options || site.args.length <= at) return undefined;
  const value = followValue(options, owner, clause);
  return optionIn(defaultOfParameter(value, clause) ?? value, owner, clause);
}

/** `opts \\ [name: __MODULE__]`: what the options are where a caller leaves them out. */
function defaultOfParameter(value: Expr, clause: FunctionClause | undefined): Expr | undefined {
  const bound = value.kind === 'variable' && clause && bindingAt(clause, value.name, value.start);
  const param = bound && bound.kind === 'parameter' && clause?.params[bound.index];
  return param && param.kind === 'operator' && param.name === '\\\\' ? param.args[1] : undefined;
}

function optionIn(options: Expr, owner: ModuleDef, clause: FunctionClause | undefined): Expr | undefined {
  const direct = keywordValue(options, 'name');
  if (direct) return direct;
  // `[name: x] ++ opts`, `Keyword.put(opts, :name, x)`, `Keyword.merge([name: x], opts)`
  if (options.kind === 'operator' && options.name === '++') {
    return options.args
      .map((part) => optionIn(followValue(part, owner, clause), owner, clause))
      .find((found) => found);
  }
  if (options.kind === 'call' && options.module === 'Keyword') {
    if ((options.name === 'put' || options.name === 'put_new') && atomOf(options.args[1]) === 'name')
      return options.args[2];
    if (options.name === 'merge')
      return options.args.map((part) => optionIn(part, owner, clause)).find((found) => found);
  }
  return undefined;
}

/** Judges a name where it is given. */
export function nameAt(expr: Expr, where: Where, project: Project): Naming {
  const { owner, clause } = where;
  const value = followValue(expr, owner, clause);
  const at = { owner, start: value.start, end: value.end };
  const constant = constantName(value, owner);
  if (constant !== undefined) return { kind: 'fixed', name: constant, at };
  const fallback = defaultOf(value, owner, clause);
  if (fallback !== undefined) return { kind: 'fixed', name: fallback, at };
  if (value.kind === 'tuple') return tupleName(value.items, owner, at);
  if (value.kind !== 'call') return { kind: 'many' };
  const [, , otherwise] = value.module === 'Keyword' ? value.args : [];
  return callName(otherwise?.kind === 'call' ? otherwise : value, where, project);
}

/** `Keyword.fetch!(opts, :name)`, `opts[:name]`: whoever starts the process says what it is called. */
function isTakenFromOptions(given: Expr, { owner, clause }: Where): boolean {
  const value = followValue(given, owner, clause);
  if (value.kind === 'access') return true;
  return (
    value.kind === 'call' &&
    (value.module === 'Keyword' || value.module === 'Map') &&
    /^(fetch!|get|pop!?)$/.test(value.name) &&
    value.args.length === 2
  );
}

/** A module or atom written out. */
function constantName(value: Expr, owner: ModuleDef): string | undefined {
  if (value.kind === 'alias') return value.module;
  if (value.kind === 'variable' && value.name === '__MODULE__') return owner.name;
  if (value.kind === 'atom' && value.value !== 'nil') return `:${value.value}`;
  return undefined;
}

/** The default of `Keyword.get(opts, :name, Default)` and `opts[:name] || Default`. */
function defaultOf(value: Expr, owner: ModuleDef, clause: FunctionClause | undefined): string | undefined {
  if (value.kind === 'operator' && value.name === '||')
    return value.args[1] && constantName(value.args[1], owner);
  if (
    value.kind === 'call' &&
    (value.module === 'Keyword' || value.module === 'Map') &&
    value.args.length === 3
  ) {
    const fallback = value.args[2];
    return fallback && constantName(followValue(fallback, owner, clause), owner);
  }
  return undefined;
}

/** `{:local, name}`, `{:global, name}`, `{:via, module, key}`. */
function tupleName(items: readonly Expr[], owner: ModuleDef, at: NonNullable<Naming['at']>): Naming {
  const kind = atomOf(items[0]);
  const given = items[kind === 'via' ? 2 : 1];
  if (!given) return { kind: 'many' };
  const name = followValue(given, owner, undefined);
  const constant = constantName(name, owner);
  if (constant !== undefined) return { kind: 'fixed', name: constant, at };
  if (kind !== 'via') return { kind: 'many' };
  const [registry, key] = name.kind === 'tuple' ? name.items : [];
  if (!registry || !key || !isConstantKey(key, owner)) return { kind: 'many' };
  return { kind: constantName(registry, owner) === undefined ? 'instance' : 'fixed', at };
}

function isConstantKey(key: Expr, owner: ModuleDef): boolean {
  if (key.kind === 'tuple') return key.items.every((item) => isConstantKey(item, owner));
  return constantName(key, owner) !== undefined || key.kind === 'text';
}

/** Variables that name the instance or tenant that a process belongs to. */
const INSTANCE =
  /^(conf|config|name|stack_id|instance|oban|oban_name|tenant\w*|app|application|supervisor|endpoint|cache|opts)$/;

/** `Registry.via(name, __MODULE__)`: a constant role beside the instance's name makes it one per instance. */
function callName(call: CallExpr, where: Where, project: Project): Naming {
  const { owner } = where;
  // `Module.concat([name, Locks])` says what `Module.concat(name, Locks)` does.
  const args = call.args.flatMap((arg) => (arg.kind === 'list' ? arg.items : [arg]));
  const roles = args.filter((arg) => constantName(arg, owner) !== undefined);
  const others = args.filter((arg) => constantName(arg, owner) === undefined);
  const at = { owner, start: call.start, end: call.end };
  if (others.length === 0 && call.name !== 'self') {
    const target =
      call.module === undefined
        ? undefined
        : project.functionNamed(call.module, call.name, call.arity, owner);
    const body = target?.clauses[0]?.body;
    if (body && !findExpr(body, (expr) => expr.kind === 'call'))
      return nameAt(body, { owner: target.module }, project);
  }
  if (roles.length === 0 && !namesRole(call, owner, project)) return { kind: 'many' };
  return {
    kind: others.every((arg) => INSTANCE.test(lastName(arg))) && others.length > 0 ? 'instance' : 'many',
    at,
  };
}

/** `name(stack_id)`, a function of the project that makes a constant role and what it is given into a name. */
function namesRole(call: CallExpr, owner: ModuleDef, project: Project): boolean {
  if (call.module === undefined) return false;
  const [only, ...others] = project.functionNamed(call.module, call.name, call.arity, owner)?.clauses ?? [];
  const { body, params = [] } = only ?? {};
  if (!only || others.length > 0 || body?.kind !== 'call' || body.receiver === undefined) return false;
  const given = new Set(params.map((param) => (param.kind === 'variable' ? param.name : '')));
  const isRole = (arg: Expr): boolean => constantName(arg, only.fn.module) !== undefined;
  return (
    body.args.some(isRole) &&
    body.args.every((arg) => isRole(arg) || (arg.kind === 'variable' && given.has(arg.name)))
  );
}

/** The last word of `conf.name`, `state.stack_id` or a variable. */
function lastName(expr: Expr): string {
  if (expr.kind === 'variable') return expr.name;
  if (expr.kind === 'call' && expr.args.length === 0) return expr.name;
  return '';
}

/** Where the module's own code leaves the name open, one entry in one static child list settles it. */
function byChildren(module: ProjectModule, otherwise: Naming): Naming {
  const entries = entriesFor(module);
  const [only] = entries;
  if (!only || entries.length > 1 || !only.fixed) return otherwise;
  const at = { owner: only.clause.fn.module, start: only.start, end: only.end };
  const given = nameGiven(only);
  if (!given) return isStatic(only.clause, module.project) ? { kind: 'fixed', at } : otherwise;
  return nameAt(given, { owner: only.clause.fn.module, clause: only.clause }, module.project);
}

/**
 * The places that start a module: under its own name or, for one of several implementations of a behaviour of the
 * project, under the behaviour's, which then chooses among them.
 */
function entriesFor(module: ProjectModule): readonly ChildEntry[] {
  const entries = childEntries(module.project);
  const own = entries.get(module.name);
  if (own) return own;
  return module.def.behaviours.flatMap(({ module: behaviour }) => entries.get(behaviour) ?? []);
}

/** True where the list stands in a supervisor that is itself one of a kind. */
function isStatic(clause: FunctionClause, project: Project): boolean {
  const holder = project.moduleOf(clause.fn.module);
  if (!holder) return false;
  if (holder.is('application')) return true;
  return namingOf(holder).kind === 'fixed';
}
