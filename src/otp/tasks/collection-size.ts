import { bindingAt } from '../../elixir/bindings.js';
import { calleeOf } from '../../elixir/callee.js';
import { COLLECTIONS } from '../../elixir/collections.js';
import { tailsOf } from '../../elixir/flow.js';
import type { CallSite, FunctionClause, FunctionDef, ModuleDef } from '../../elixir/model.js';
import { followValue } from '../../elixir/values.js';
import type { Project } from '../../project/project.js';
import { clausesEntered } from '../../project/reach.js';
import type { CallExpr, Expr, OperatorExpr, VariableExpr } from '../../syntax/ast.js';
import { findExpr } from '../../syntax/visit.js';

/**
 * How many items a collection can have:
 * - `bounded`: few, or as many as somebody asked for;
 * - `configured`: as many as configuration or options say;
 * - `unbounded`: as many as there happen to be.
 */
export type CollectionSize = 'bounded' | 'configured' | 'unbounded';

/** Where an expression stands. */
interface Where {
  owner: ModuleDef;
  clause?: FunctionClause;
  project: Project;
  /** How many more steps to follow. */
  depth: number;
  /** The functions whose values are being judged: one that calls itself adds nothing to its own judgement. */
  within: readonly FunctionDef[];
  /** The call whose value is judged by the body of its function, and where it stands. */
  entry?: { fn: FunctionDef; call: CallExpr; where: Where };
}

/** A range of so many items is small. */
const SMALL = 10;
const DEPTH = 16;
const FUNCTIONS = 5;
const CALLERS = 20;

/** The size of a collection, judged by literals, through variables, pipes, functions and callers of the project. */
export function collectionSize(
  expr: Expr,
  owner: ModuleDef,
  clause: FunctionClause | undefined,
  project: Project,
): CollectionSize {
  return sizeOf(expr, { owner, ...(clause ? { clause } : {}), project, depth: DEPTH, within: [] });
}

function sizeOf(expr: Expr, where: Where): CollectionSize {
  if (where.depth === 0) return 'unbounded';
  const tails = tailsOf(expr).map((tail) => tail.expr);
  if (tails.length !== 1 || tails[0] !== expr) return worst(tails.map((tail) => sizeOf(tail, deeper(where))));
  switch (expr.kind) {
    case 'list':
    case 'tuple':
      return worst(expr.items.map((item) => restOf(item, where)));
    case 'map':
      return expr.base ? sizeOf(expr.base, deeper(where)) : 'bounded';
    case 'text':
    case 'atom':
      return 'bounded';
    case 'attribute':
      return attributeSize(expr.name, where);
    case 'variable':
      return variableSize(expr, where);
    case 'operator':
      return operatorSize(expr, where);
    case 'call':
      return callSize(expr, where);
    case 'access':
      return sizeOf(expr.target, deeper(where)) === 'configured' ? 'configured' : 'unbounded';
    default:
      return 'unbounded';
  }
}

function deeper(where: Where): Where {
  return { ...where, depth: where.depth - 1 };
}

function worst(sizes: readonly CollectionSize[]): CollectionSize {
  if (sizes.includes('unbounded')) return 'unbounded';
  return sizes.includes('configured') ? 'configured' : 'bounded';
}

/** An item of a literal list adds one; `[head | rest]` adds what the rest has. */
function restOf(item: Expr, where: Where): CollectionSize {
  const rest = item.kind === 'operator' && item.name === '|' ? item.args[1] : undefined;
  if (!rest) return 'bounded';
  // `[head | f(tail)]` inside `f` builds a list of any length.
  const target = rest.kind === 'call' ? targetOf(rest, where) : undefined;
  return target && where.within.includes(target) ? 'unbounded' : sizeOf(rest, deeper(where));
}

function targetOf({ module, name, arity }: CallExpr, { project, owner }: Where): FunctionDef | undefined {
  return module === undefined ? undefined : project.functionNamed(module, name, arity, owner);
}

/** The same question in a module or function of another place. */
function elsewhere(
  where: Where,
  owner: ModuleDef,
  clause: FunctionClause | undefined,
  entered?: FunctionDef,
): Where {
  const { project, depth, within } = where;
  return {
    owner,
    ...(clause ? { clause } : {}),
    project,
    depth: depth - 1,
    within: entered ? [...within, entered] : within,
  };
}

function attributeSize(name: string, where: Where): CollectionSize {
  const value = where.owner.attributes.get(name)?.at(-1);
  return value ? sizeOf(value, elsewhere(where, where.owner, undefined)) : 'unbounded';
}

function variableSize(variable: VariableExpr, where: Where): CollectionSize {
  const { clause } = where;
  const bound = clause && bindingAt(clause, variable.name, variable.start);
  if (!clause || !bound) return 'unbounded';
  if (bound.kind === 'value' && bound.path.length === 0) return sizeOf(bound.value, deeper(where));
  if (bound.kind === 'value' && bound.path[0]?.kind === 'each') return itemSize(bound.value, where);
  if (bound.kind === 'value')
    return isCut(bound.value) || isToldALimit(bound.value) ? 'bounded' : 'unbounded';
  if (bound.kind === 'given')
    return bound.call.args[0] && bound.arg > 0 ? itemSize(bound.call.args[0], where) : 'unbounded';
  if (bound.kind !== 'parameter') return 'unbounded';
  if (isBatch(clause, bound.index, where.project)) return 'bounded';
  return bound.path.length === 0 ? argumentSize(clause.fn, bound.index, where) : 'unbounded';
}

/** `{first, rest} = Enum.split(xs, 10)` */
function isCut(value: Expr): boolean {
  return value.kind === 'call' && value.module === 'Enum' && value.name === 'split';
}

/** Items of `Enum.chunk_every(xs, 10)` are lists of a size that somebody chose. */
function itemSize(collection: Expr, where: Where): CollectionSize {
  const value = followed(collection, where);
  if (value.kind === 'call' && (value.module === 'Enum' || value.module === 'Stream')) {
    if (value.name === 'chunk_every') return 'bounded';
    const [inner] = value.args;
    if (inner && KEEPING_ITEMS.has(value.name)) return itemSize(inner, where);
  }
  return 'unbounded';
}

const KEEPING_ITEMS: ReadonlySet<string> = new Set([
  'filter',
  'reject',
  'reverse',
  'take',
  'drop',
  'with_index',
  'shuffle',
  'to_list',
]);

function followed(expr: Expr, { clause }: Where): Expr {
  const bound = expr.kind === 'variable' && clause ? bindingAt(clause, expr.name, expr.start) : undefined;
  return bound?.kind === 'value' && bound.path.length === 0 ? bound.value : expr;
}

/** Callbacks that get no more items than was asked for: a stage's demand, a batcher's `batch_size`. */
const BATCHES: Record<string, number> = {
  'handle_events/3': 0,
  'handle_batch/4': 1,
  'prepare_messages/2': 0,
};

function isBatch({ fn }: FunctionClause, index: number, project: Project): boolean {
  if (BATCHES[`${fn.name}/${fn.arity}`] !== index) return false;
  const module = project.moduleOf(fn.module);
  return module?.is('gen_stage', 'broadway', 'broadway_producer') ?? false;
}

/** The largest of what the callers in the project pass. */
function argumentSize(fn: FunctionDef, index: number, where: Where): CollectionSize {
  const { entry } = where;
  const given = entry?.fn === fn && entry.call.args.length === fn.arity ? entry.call.args[index] : undefined;
  if (entry && given) return sizeOf(given, { ...entry.where, depth: where.depth - 1 });
  if (where.within.length >= FUNCTIONS) return 'unbounded';
  const callers = where.project
    .callersOf(fn)
    .filter(({ situation }) => !situation.quoted && situation.clause?.fn !== fn);
  if (callers.length === 0 || callers.length > CALLERS) return 'unbounded';
  return worst(callers.map((site) => passedSize(site, fn, index, where)));
}

function passedSize(site: CallSite, fn: FunctionDef, index: number, where: Where): CollectionSize {
  const { owner, clause, closure } = site.situation;
  const arg = site.captured || site.args.length !== fn.arity ? undefined : site.args[index];
  if (site.captured ? index === 0 : arg?.kind === 'placeholder' && arg.index === 1) {
    // `Enum.each(chunks, &send_all/1)`, `Enum.each(chunks, &send_all(list, &1))`
    const [collection] = closure?.via && COLLECTIONS.has(closure.via.module ?? '') ? closure.via.args : [];
    return collection && clause ? itemSize(collection, elsewhere(where, owner, clause, fn)) : 'unbounded';
  }
  return arg && clause ? sizeOf(arg, elsewhere(where, owner, clause, fn)) : 'unbounded';
}

function operatorSize(expr: OperatorExpr, where: Where): CollectionSize {
  const { name, args } = expr;
  if (name === '..' || name === '..//') return rangeSize(args, where);
  if (name === '++' || name === '||' || name === '|')
    return worst(args.map((arg) => sizeOf(arg, deeper(where))));
  if (name === '--' || name === '&&') return sizeOf(args[name === '--' ? 0 : 1] ?? expr, deeper(where));
  return 'unbounded';
}

// --- ranges -----------------------------------------------------------------------------------------------

function rangeSize(args: readonly Expr[], where: Where): CollectionSize {
  const [first, last] = args.map((arg) => countOf(arg, where));
  if (first === undefined || last === undefined) return 'unbounded';
  if (first === 'configured' || last === 'configured') return 'configured';
  return Math.abs(last - first) < SMALL ? 'bounded' : 'unbounded';
}

/** A number that is written out, or that configuration gives. */
function countOf(expr: Expr, where: Where): number | 'configured' | undefined {
  if (where.depth === 0) return undefined;
  if (expr.kind === 'number') return expr.value;
  if (expr.kind === 'attribute') {
    const value = where.owner.attributes.get(expr.name)?.at(-1);
    return value && countOf(value, elsewhere(where, where.owner, undefined));
  }
  if (expr.kind === 'operator') return operatorCount(expr, where);
  if (expr.kind === 'call') return isConfiguration(expr) ? 'configured' : undefined;
  if (expr.kind === 'access') return 'configured';
  return expr.kind === 'variable' ? variableCount(expr, where) : undefined;
}

function operatorCount({ name, args }: OperatorExpr, where: Where): number | 'configured' | undefined {
  const [left, right] = args.map((arg) => countOf(arg, deeper(where)));
  if (left === undefined || right === undefined) return undefined;
  if (left === 'configured' || right === 'configured') return 'configured';
  if (name === '+') return left + right;
  if (name === '-') return left - right;
  return name === '*' ? left * right : undefined;
}

function variableCount(variable: VariableExpr, where: Where): number | 'configured' | undefined {
  const { clause } = where;
  const bound = clause && bindingAt(clause, variable.name, variable.start);
  if (!clause || !bound) return undefined;
  if (bound.kind === 'value' && bound.path.length === 0) return countOf(bound.value, deeper(where));
  if (bound.kind === 'value' || bound.kind === 'parameter')
    if (bound.path.some(({ kind }) => kind === 'key')) return 'configured';
  return bound.kind === 'parameter' ? argumentCount(clause, bound.index, where) : undefined;
}

function argumentCount(
  { fn, params }: FunctionClause,
  index: number,
  where: Where,
): number | 'configured' | undefined {
  const param = params[index];
  const byDefault = param?.kind === 'operator' && param.name === '\\\\' ? param.args[1] : undefined;
  const counts = where.project.callersOf(fn).flatMap((site) => {
    const { owner, clause } = site.situation;
    const arg = site.args.length === fn.arity ? site.args[index] : byDefault;
    return arg && clause ? [countOf(arg, elsewhere(where, owner, clause))] : [undefined];
  });
  if (counts.length === 0) return byDefault ? 'configured' : undefined;
  if (counts.includes(undefined)) return undefined;
  if (counts.includes('configured')) return 'configured';
  return Math.max(...counts.filter((count) => typeof count === 'number'));
}

const CONFIGURATION: ReadonlySet<string> = new Set([
  'Application.get_env',
  'Application.fetch_env!',
  'Application.compile_env',
  'Application.compile_env!',
  'Keyword.get',
  'Keyword.fetch!',
  'System.schedulers_online',
  'System.schedulers',
  'System.get_env',
  ':erlang.system_info',
  'Kernel.div',
  'Kernel.max',
  'Kernel.min',
  'String.to_integer',
]);

/** An option, an environment value, the number of cores, or a field of configuration: `config.workers`. */
function isConfiguration(call: CallExpr): boolean {
  const key = calleeOf(call);
  const wraps = ['Kernel.div', 'Kernel.max', 'Kernel.min', 'String.to_integer'].includes(key);
  if (wraps) return call.args.some((arg) => arg.kind === 'call' && isConfiguration(arg));
  if (CONFIGURATION.has(key)) return true;
  return call.receiver?.kind === 'variable' && call.args.length === 0 && !call.parens;
}

// --- calls ------------------------------------------------------------------------------------------------

const CLUSTER: ReadonlySet<string> = new Set([
  'Node.list',
  ':erlang.nodes',
  'Node.self',
  'Kernel.node',
  'System.schedulers_online',
]);
const CUTTING: ReadonlySet<string> = new Set(['take', 'take_random', 'slice']);
const GROWING: ReadonlySet<string> = new Set([
  'flat_map',
  'unfold',
  'resource',
  'repeatedly',
  'iterate',
  'cycle',
  'reduce',
]);
const CONFIGURED: ReadonlySet<string> = new Set(['get_env', 'fetch_env!', 'compile_env', 'compile_env!']);

function callSize(call: CallExpr, where: Where): CollectionSize {
  const { module, name, args } = call;
  if (CLUSTER.has(`${module}.${name}`)) return 'bounded';
  if (module === 'Application' && CONFIGURED.has(name)) return 'configured';
  if (module === 'Range' && name === 'new') return rangeSize(args, where);
  if (module !== undefined && COLLECTIONS.has(module)) return derivedSize(call, where);
  if (name === 'for' && !call.receiver && call.blocks) return comprehensionSize(call, where);
  const target = targetOf(call, where);
  return target ? valueSize(call, target, where) : told(call);
}

function told(call: CallExpr): CollectionSize {
  return isToldALimit(call) ? 'bounded' : 'unbounded';
}

/** The largest of what a function of the project gives back. */
function valueSize(call: CallExpr, target: FunctionDef, where: Where): CollectionSize {
  if (where.within.includes(target)) return 'bounded';
  if (where.within.length >= FUNCTIONS) return told(call);
  const site = where.clause?.calls.find(({ expr }) => expr === call);
  const clauses = (site ? clausesEntered(site, where.project) : target.clauses).filter(({ body }) => body);
  if (clauses.length === 0) return told(call);
  const entry = { fn: target, call, where };
  const sizes = clauses.map((clause) =>
    clause.body
      ? sizeOf(clause.body, { ...elsewhere(where, target.module, clause, target), entry })
      : 'bounded',
  );
  return worst(sizes) === 'unbounded' ? told(call) : worst(sizes);
}

/** A collection made of another. */
function derivedSize({ module, name, args }: CallExpr, where: Where): CollectionSize {
  const [first, second] = args;
  if (CUTTING.has(name)) return 'bounded';
  if (!first || GROWING.has(name)) return 'unbounded';
  if (name === 'new' && args.length === 0) return 'bounded';
  if (name === 'chunk_every' && second && isPerCore(followed(second, where))) return 'configured';
  if (name === 'concat' || name === 'merge' || name === 'union')
    return worst(args.map((arg) => sizeOf(arg, deeper(where))));
  if (name === 'zip' && second && sizeOf(second, deeper(where)) === 'bounded') return 'bounded';
  if ((module === 'Map' || module === 'Keyword') && (name === 'get' || name === 'fetch!'))
    return isFewByDefault(args[2], where) ? 'configured' : 'unbounded';
  return sizeOf(first, deeper(where));
}

/** `Keyword.get(opts, :kinds, [:east, :west])`: an option that has a few items unless somebody asks for others. */
function isFewByDefault(given: Expr | undefined, where: Where): boolean {
  const list = given && followValue(given, where.owner, where.clause);
  return list?.kind === 'list' && list.items.length > 0 && sizeOf(list, deeper(where)) === 'bounded';
}

/** A size that is worked out from the number of cores gives about one chunk for each. */
function isPerCore(size: Expr): boolean {
  return (
    findExpr(
      size,
      (expr) => expr.kind === 'call' && expr.module === 'System' && expr.name.startsWith('schedulers'),
    ) !== undefined
  );
}

function comprehensionSize(call: CallExpr, where: Where): CollectionSize {
  const generators = call.args.flatMap((arg) =>
    arg.kind === 'operator' && arg.name === '<-' ? (arg.args[1] ?? []) : [],
  );
  return generators.length === 0 ? 'unbounded' : worst(generators.map((expr) => sizeOf(expr, deeper(where))));
}

const LIMIT = /(^|_)(limit|demand|running|max|capacity|available|slots|batch_size|concurrency)(_|$)/;

/** True for a call that is told how many items it may give: `fetch_jobs(state.running)`, `pop(queue, limit: 10)`. */
function isToldALimit(expr: Expr): boolean {
  if (expr.kind !== 'call') return false;
  const names = (inner: Expr): boolean => {
    if (inner.kind === 'variable' || inner.kind === 'call') return LIMIT.test(inner.name);
    return inner.kind === 'atom' && LIMIT.test(inner.value);
  };
  return expr.args.some((arg) => findExpr(arg, names) !== undefined);
}
