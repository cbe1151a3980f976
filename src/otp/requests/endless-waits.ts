import { bindingAt } from '../../elixir/bindings.js';
import { tailsOf } from '../../elixir/flow.js';
import { atomOf, isAtom, keywordValue } from '../../elixir/literals.js';
import type { CallSite, FunctionClause, FunctionDef, ModuleDef } from '../../elixir/model.js';
import { callsTo } from '../../project/calls-to.js';
import type { Project } from '../../project/project.js';
import type { AttributeExpr, CallExpr, Expr, VariableExpr } from '../../syntax/ast.js';

/** A call that may wait for ever, and where the source says so. */
export interface EndlessWait {
  /** The call that waits. */
  site: CallSite;
  /**
   * `default`: the function waits for ever unless told otherwise; `given`: the call itself says `:infinity`;
   * `handed`: another place does, and functions hand it on to the call.
   */
  by: 'default' | 'given' | 'handed';
  /** Where `:infinity` is written, or the call itself. */
  owner: ModuleDef;
  start: number;
  end: number;
  /** The call that hands it to a function of the project, where one does. */
  through?: CallSite;
}

/**
 * Position of the timeout among the arguments of functions that wait; a list there is options with a `timeout`
 * (`GenServer`, `Agent`, `Task`, `Task.Supervisor`, `GenStage`, `:gen_server`, `:gen_statem`, `:rpc`, `:erpc`).
 */
const TIMEOUTS: Record<string, number> = {
  'GenServer.call/3': 2,
  ':gen_server.call/3': 2,
  'GenStage.call/3': 2,
  ':gen_statem.call/3': 2,
  'GenStateMachine.call/3': 2,
  'Agent.get/3': 2,
  'Agent.get/5': 4,
  'Agent.update/3': 2,
  'Agent.update/5': 4,
  'Agent.get_and_update/3': 2,
  'Agent.get_and_update/5': 4,
  'Task.await/2': 1,
  'Task.await_many/2': 1,
  'Task.yield/2': 1,
  'Task.yield_many/2': 1,
  'Task.async_stream/3': 2,
  'Task.async_stream/5': 4,
  'Task.Supervisor.async_stream/4': 3,
  'Task.Supervisor.async_stream/6': 5,
  'Task.Supervisor.async_stream_nolink/4': 3,
  'Task.Supervisor.async_stream_nolink/6': 5,
  ':rpc.call/5': 4,
  ':rpc.block_call/5': 4,
  ':rpc.multicall/4': 3,
  ':rpc.multicall/5': 4,
  ':erpc.call/3': 2,
  ':erpc.call/5': 4,
  ':erpc.multicall/3': 2,
  ':erpc.multicall/5': 4,
};

/** Functions whose timeout is `:infinity` unless it is given (`:rpc`, `:erpc`, `:gen_statem`). */
const ENDLESS: ReadonlySet<string> = new Set([
  ':rpc.call/4',
  ':rpc.block_call/4',
  ':rpc.multicall/3',
  ':erpc.call/2',
  ':erpc.call/4',
  ':erpc.multicall/2',
  ':erpc.multicall/4',
  ':gen_statem.call/2',
  'GenStateMachine.call/2',
]);

/** All of these as `Module.function`. */
const WAITING: ReadonlySet<string> = new Set(
  [...Object.keys(TIMEOUTS), ...ENDLESS].map((key) => key.slice(0, key.indexOf('/'))),
);

/** How many functions a timeout is followed through. */
const DEPTH = 4;

/** A place where `:infinity` comes from. */
interface Origin {
  owner: ModuleDef;
  start: number;
  end: number;
  through?: CallSite;
}

/** The calls of a module that wait, whether without end or not. */
export const waitingCalls = callsTo(({ callee }) => WAITING.has(callee));

/** What a call that waits (see `waitingCalls`) waits for without end, with every place that says so. */
export function endlessWaitsOf(site: CallSite, project: Project): EndlessWait[] {
  const key = `${site.module ?? ''}.${site.name}/${site.arity}`;
  const { owner, clause } = site.situation;
  const itself = { site, owner, start: site.start, end: site.end };
  if (ENDLESS.has(key) || isMulticallToNodes(site)) return [{ ...itself, by: 'default' }];
  const at = TIMEOUTS[key];
  const given = at === undefined || site.captured ? undefined : site.args[at];
  if (!given) return [];
  const follower = new Follower(project);
  return follower.timeout(given, { owner, ...(clause ? { clause } : {}) }, DEPTH).map((origin) => {
    const here =
      !origin.through && (origin.owner !== owner || (site.start <= origin.start && origin.end <= site.end));
    return here ? { ...itself, by: 'given' } : { site, by: 'handed', ...origin };
  });
}

/** `:rpc.multicall/4` is both `(Module, Function, Args, Timeout)` and `(Nodes, Module, Function, Args)`. */
function isMulticallToNodes({ module, name, arity, args }: CallSite): boolean {
  return module === ':rpc' && name === 'multicall' && arity === 4 && args[2]?.kind === 'atom';
}

interface Where {
  owner: ModuleDef;
  clause?: FunctionClause;
}

/** Follows timeouts back to where they are written. */
class Follower {
  readonly #asked = new Set<string>();

  constructor(readonly project: Project) {}

  /** The places that make a timeout `:infinity`. */
  timeout(expr: Expr, where: Where, depth: number): Origin[] {
    return tailsOf(expr).flatMap((tail) => this.#value(tail.expr, where, depth));
  }

  #value(expr: Expr, where: Where, depth: number): Origin[] {
    if (isAtom(expr, 'infinity')) return [{ owner: where.owner, start: expr.start, end: expr.end }];
    if (expr.kind === 'list') return this.#option(expr, 'timeout', where, depth);
    if (expr.kind === 'operator' && expr.name === '||')
      return expr.args.flatMap((side) => this.timeout(side, where, depth));
    // `{:clean_timeout, :infinity}` of `:gen_statem.call/3`
    if (expr.kind === 'tuple' && expr.items[1]) return this.timeout(expr.items[1], where, depth);
    if (expr.kind === 'attribute') return this.#attribute(expr, where, depth);
    if (expr.kind === 'variable') return this.#variable(expr, undefined, where, depth);
    if (expr.kind === 'access') return this.#option(expr.target, atomOf(expr.key), where, depth);
    return expr.kind === 'call' ? this.#call(expr, where, depth) : [];
  }

  /** An attribute says it once for all the calls that name it: they are where it counts. */
  #attribute(expr: AttributeExpr, where: Where, depth: number): Origin[] {
    const value = where.owner.attributes.get(expr.name)?.at(-1);
    const found = value ? this.timeout(value, { owner: where.owner }, depth) : [];
    return found.length > 0 ? [{ owner: where.owner, start: expr.start, end: expr.end }] : [];
  }

  /** What a variable holds, or one key of the options that it holds. */
  #variable({ name, start }: VariableExpr, key: string | undefined, where: Where, depth: number): Origin[] {
    const { clause } = where;
    const binding = clause && bindingAt(clause, name, start);
    if (!clause || !binding || binding.kind === 'opaque' || binding.path.length > 0) return [];
    if (binding.kind === 'parameter') return this.#parameter(binding.index, key, clause, depth);
    if (binding.kind !== 'value') return [];
    return key === undefined
      ? this.timeout(binding.value, where, depth)
      : this.#option(binding.value, key, where, depth);
  }

  /** `Keyword.get(opts, :timeout, :infinity)`, `Keyword.put(opts, :timeout, :infinity)` and the like. */
  #call(call: CallExpr, where: Where, depth: number): Origin[] {
    if (call.module !== 'Keyword' && call.module !== 'Map') return [];
    const [options, key, value] = call.args;
    switch (call.name) {
      case 'get':
      case 'fetch!':
      case 'pop':
        return [
          ...(value ? this.timeout(value, where, depth) : []),
          ...(options ? this.#option(options, atomOf(key), where, depth) : []),
        ];
      case 'put':
      case 'put_new':
      case 'merge':
        return this.#option(call, 'timeout', where, depth);
      default:
        return [];
    }
  }

  /** The places that make one key of options `:infinity`. */
  #option(options: Expr, key: string | undefined, where: Where, depth: number): Origin[] {
    if (key === undefined) return [];
    const value = keywordValue(options, key);
    if (value) return this.timeout(value, where, depth);
    if (options.kind === 'operator' && options.name === '++')
      return options.args.flatMap((part) => this.#option(part, key, where, depth));
    if (options.kind === 'call' && options.module === 'Keyword')
      return this.#changedOption(options, key, where, depth);
    if (options.kind === 'attribute') {
      const listed = where.owner.attributes.get(options.name)?.at(-1);
      const found = listed ? this.#option(listed, key, { owner: where.owner }, depth) : [];
      return found.length > 0 ? [{ owner: where.owner, start: options.start, end: options.end }] : [];
    }
    return options.kind === 'variable' ? this.#variable(options, key, where, depth) : [];
  }

  #changedOption({ name, args }: CallExpr, key: string, where: Where, depth: number): Origin[] {
    const [options, changed, value] = args;
    if (name === 'merge') return args.flatMap((part) => this.#option(part, key, where, depth));
    if (name !== 'put' && name !== 'put_new') return [];
    const own = value && atomOf(changed) === key ? this.timeout(value, where, depth) : [];
    return [...own, ...(options && own.length === 0 ? this.#option(options, key, where, depth) : [])];
  }

  /** What callers give for a parameter, or for one key of it, and its default. */
  #parameter(index: number, key: string | undefined, { fn }: FunctionClause, depth: number): Origin[] {
    if (depth === 0) return [];
    const asked = `${fn.module.name}.${fn.name}/${fn.arity} ${index} ${key}`;
    if (this.#asked.has(asked)) return [];
    this.#asked.add(asked);
    const follow = (expr: Expr, where: Where): Origin[] =>
      key === undefined ? this.timeout(expr, where, depth - 1) : this.#option(expr, key, where, depth - 1);
    const fallback = defaultOf(fn, index);
    const own = fallback ? follow(fallback, { owner: fn.module }) : [];
    return [
      ...own,
      ...this.project.callersOf(fn).flatMap((site) => this.#fromCaller(site, fn, index, follow)),
    ];
  }

  #fromCaller(
    site: CallSite,
    fn: FunctionDef,
    index: number,
    follow: (expr: Expr, where: Where) => Origin[],
  ): Origin[] {
    const given = site.captured || site.situation.quoted ? undefined : argumentFor(site, fn, index);
    if (!given) return [];
    const { owner, clause } = site.situation;
    return follow(given, { owner, ...(clause ? { clause } : {}) }).map((origin) => {
      const here = origin.owner === owner && site.start <= origin.start && origin.end <= site.end;
      return here ? { owner, start: site.start, end: site.end, through: site } : { through: site, ...origin };
    });
  }
}

/** The default of a parameter, which may stand in a head without a body. */
function defaultOf(fn: FunctionDef, index: number): Expr | undefined {
  for (const { params } of fn.clauses) {
    const param = params[index];
    if (param?.kind === 'operator' && param.name === '\\\\') return param.args[1];
  }
  return undefined;
}

/** The argument that a call gives for a parameter: with fewer of them, defaults stand in from the right. */
function argumentFor(site: CallSite, fn: FunctionDef, index: number): Expr | undefined {
  let spare = site.args.length - fn.minArity;
  let at = 0;
  for (let position = 0; position < fn.arity; position += 1) {
    const optional = defaultOf(fn, position) !== undefined;
    const filled = !optional || spare > 0;
    if (optional && filled) spare -= 1;
    if (position === index) return filled ? site.args[at] : undefined;
    if (filled) at += 1;
  }
  return undefined;
}
