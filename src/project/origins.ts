import { bindingAt, keyStep, type Step } from '../elixir/bindings.js';
import { callAt } from '../elixir/call-at.js';
import { parentOf } from '../elixir/fates.js';
import { clauseTails, tailsOf } from '../elixir/flow.js';
import { keywordsOf } from '../elixir/literals.js';
import type { CallSite, FunctionClause, FunctionDef, ModuleDef } from '../elixir/model.js';
import { childEntries } from '../otp/supervision/children.js';
import type { CallExpr, Expr, ListExpr, MapExpr, OperatorExpr, TupleExpr } from '../syntax/ast.js';
import { clausesBehind } from './dispatch.js';
import { perProject } from './memory.js';
import type { Project } from './project.js';
import { clausesEntered } from './reach.js';
import { stepsTaken } from './steps.js';

/** Where an expression stands, and the calls that were entered on the way to it, outermost first. */
export interface Standpoint {
  owner: ModuleDef;
  clause?: FunctionClause;
  entered: readonly CallSite[];
}

/** An expression that a value comes from, as far back as the source shows, and the part of it that is meant. */
export interface Origin {
  expr: Expr;
  path: readonly Step[];
  at: Standpoint;
}

/** How many expressions one question may look at, where the asker does not want fewer. */
const BUDGET = 600;
const DEPTH = 8;
/** How many calls may be entered, those between supervisors and their children included. */
const CALLS = 40;

/**
 * Follows a value back to the expressions that make it: through variables, patterns, attributes, branches,
 * keyword lists and maps, functions of the project and, from a parameter, to all who call the function.
 *
 * @param at where the expression stands; calls entered before are gone back through
 * @param budget how many expressions may be looked at; what stands further away is left as it is written
 */
export function originsOf(
  expr: Expr,
  path: readonly Step[],
  at: Standpoint,
  project: Project,
  budget = BUDGET,
): readonly Origin[] {
  const whole = path.length === 0 && at.entered.length === 0 && budget === BUDGET;
  if (!whole) return new Tracer(project, budget).trace(expr, path, at);
  const known = tracedFrom(expr, project);
  const before = known.find(({ owner, clause }) => owner === at.owner && clause === at.clause);
  if (before) return before.origins;
  const origins = new Tracer(project, budget).trace(expr, path, at);
  known.push({ owner: at.owner, clause: at.clause, origins });
  return origins;
}

/** What a call gives for a parameter: an expression where it stands, or a part of it. */
interface Given {
  expr: Expr;
  at: Standpoint;
  path?: readonly Step[];
}

/** What is known of the whole values of expressions, by where each stands. */
const tracedFrom = perProject(
  (_: Expr): { owner: ModuleDef; clause: FunctionClause | undefined; origins: readonly Origin[] }[] => [],
);

class Tracer {
  #left: number;
  readonly #asked = new Map<Expr, Set<string>>();

  constructor(
    readonly project: Project,
    budget: number,
  ) {
    this.#left = budget;
  }

  trace(expr: Expr, path: readonly Step[], at: Standpoint): Origin[] {
    this.#left -= 1;
    stepsTaken.origins += 1;
    if (this.#left <= 0 || path.length > DEPTH) return [{ expr, path, at }];
    const ends = at.clause ? tailsOf(expr) : [];
    if (ends.length > 1 || (ends[0] && ends[0].expr !== expr))
      return ends.flatMap((end) => this.trace(end.expr, path, at));
    return this.#step(expr, path, at) ?? [{ expr, path, at }];
  }

  /** The origins of an expression that can be followed further; `undefined` where it is an origin itself. */
  #step(expr: Expr, path: readonly Step[], at: Standpoint): Origin[] | undefined {
    switch (expr.kind) {
      case 'variable':
        return this.#variable(expr.name, expr.start, path, at);
      case 'attribute': {
        const value = expr.value ? undefined : at.owner.attributes.get(expr.name)?.at(-1);
        return value && this.trace(value, path, { owner: at.owner, entered: [] });
      }
      case 'operator':
        return this.#operator(expr.name, expr.args, path, at);
      case 'access': {
        const step = keyStep(expr.key);
        return step === 'unknown' ? undefined : this.trace(expr.target, [step, ...path], at);
      }
      case 'map':
      case 'list':
      case 'tuple':
        return this.#literal(expr, path, at);
      case 'call':
        return this.#call(expr, path, at);
      default:
        return undefined;
    }
  }

  #operator(
    name: string,
    args: readonly Expr[],
    path: readonly Step[],
    at: Standpoint,
  ): Origin[] | undefined {
    // Two lists joined are one whole, in this order; a part of it is of either.
    if (name === '++' && path.length === 0) return undefined;
    if (name === '||' || name === 'or' || name === '++')
      return args.flatMap((arg) => this.trace(arg, path, at));
    if (name === '&&' || name === 'and') return args.slice(1).flatMap((arg) => this.trace(arg, path, at));
    return undefined;
  }

  #literal(
    expr: ListExpr | MapExpr | TupleExpr,
    path: readonly Step[],
    at: Standpoint,
  ): Origin[] | undefined {
    const [step, ...rest] = path;
    if (!step) return undefined;
    if (expr.kind === 'tuple') {
      const item = step.kind === 'item' ? expr.items[step.index] : undefined;
      return item && this.trace(item, rest, at);
    }
    if (step.kind === 'each' && expr.kind === 'list')
      return expr.items.flatMap((item) => this.trace(item, rest, at));
    if (step.kind !== 'key') return undefined;
    const known = keywordsOf(expr).find(({ key }) => key === step.key);
    if (known) return this.trace(known.value, rest, at);
    if (expr.kind === 'map') return expr.base ? this.trace(expr.base, path, at) : [];
    const last = expr.items.at(-1);
    return last?.kind === 'operator' && last.name === '|' ? this.#prepended(expr, last, path, at) : [];
  }

  /** `[{:key, value} | rest]`. */
  #prepended(list: ListExpr, bar: OperatorExpr, path: readonly Step[], at: Standpoint): Origin[] {
    const [head, rest] = bar.args;
    const first: ListExpr = { ...list, items: head ? [head] : [] };
    return [first, ...(rest ? [rest] : [])].flatMap((part) => this.trace(part, path, at));
  }

  // --- variables ------------------------------------------------------------------------------------------

  #variable(name: string, offset: number, path: readonly Step[], at: Standpoint): Origin[] | undefined {
    const binding = at.clause && name !== '__MODULE__' ? bindingAt(at.clause, name, offset) : undefined;
    if (!binding || !at.clause) return undefined;
    switch (binding.kind) {
      case 'value':
        return this.trace(binding.value, [...binding.path, ...path], at);
      case 'parameter':
        return (
          this.#parameter(at.clause, binding.index, [...binding.path, ...path], at) ??
          this.#inPattern(at.clause, binding, path, at)
        );
      case 'given':
        return this.#given(binding.call, binding.arg, binding.index, [...binding.path, ...path], at);
      default:
        return undefined;
    }
  }

  /** A part of a parameter that nobody in sight gives: the pattern says what it is a part of. */
  #inPattern(
    clause: FunctionClause,
    binding: { index: number; path: Step[] },
    path: readonly Step[],
    at: Standpoint,
  ): Origin[] | undefined {
    const param = clause.params[binding.index];
    return param && binding.path.length > 0
      ? [{ expr: param, path: [...binding.path, ...path], at }]
      : undefined;
  }

  /** What a call gives to the function that is its argument: an item of what `Enum` and `Stream` go through. */
  #given(
    call: CallExpr,
    arg: number,
    index: number,
    path: readonly Step[],
    at: Standpoint,
  ): Origin[] | undefined {
    const [subject] = call.args;
    if (!subject || arg === 0) return undefined;
    const makes = (call.module === 'Map' || call.module === 'Keyword') && call.name === 'new';
    if (makes || call.module === 'Enum' || call.module === 'Stream' || call.module === 'Task') {
      return index === 0 ? this.trace(subject, [{ kind: 'each' }, ...path], at) : undefined;
    }
    if ((call.name === 'then' || call.name === 'tap') && !call.receiver) return this.trace(subject, path, at);
    return undefined;
  }

  #parameter(
    clause: FunctionClause,
    index: number,
    path: readonly Step[],
    at: Standpoint,
  ): Origin[] | undefined {
    const site = at.entered.at(-1);
    if (site) {
      const given = this.#argument(clause, index, site, at.entered.slice(0, -1));
      return given && this.trace(given.expr, [...(given.path ?? []), ...path], given.at);
    }
    const param = clause.params[index];
    if (!param) return undefined;
    if (this.#wasAsked(param, path)) return [];
    const givens: Given[] = [
      ...this.#callersArguments(clause, index),
      ...startArguments(clause.fn, index, this.project),
    ];
    if (givens.length === 0) return undefined;
    return givens.flatMap(({ expr, at: caller, path: part = [] }) =>
      this.trace(expr, [...part, ...path], caller),
    );
  }

  /** Notes that a part of a parameter is asked for; true where it was before, as in functions that call themselves. */
  #wasAsked(param: Expr, path: readonly Step[]): boolean {
    const key = JSON.stringify(path);
    const asked = this.#asked.get(param) ?? new Set();
    if (asked.has(key)) return true;
    this.#asked.set(param, asked.add(key));
    return false;
  }

  /** The argument that a call gives for a parameter, or the parameter's default, with where it stands. */
  #argument(
    clause: FunctionClause,
    index: number,
    site: CallSite,
    entered: readonly CallSite[] = [],
  ): Given | undefined {
    const { fn } = clause;
    if (site.captured) return index === 0 ? itemGiven(site, entered) : undefined;
    const position = positionOf(fn, index, site.args.length);
    if (position !== undefined) {
      const expr = site.args[position];
      const { owner, clause: outer } = site.situation;
      return expr && { expr, at: { owner, ...(outer ? { clause: outer } : {}), entered } };
    }
    const head = defaultHead(fn);
    const param = head?.params[index];
    const expr = param?.kind === 'operator' && param.name === '\\\\' ? param.args[1] : undefined;
    return expr && head && { expr, at: { owner: fn.module, clause: head, entered: [] } };
  }

  *#callersArguments(clause: FunctionClause, index: number): Generator<Given> {
    for (const site of this.project.callersOf(clause.fn)) {
      const { owner, quoted, devOnly } = site.situation;
      if (quoted || devOnly || isTest(owner, clause.fn.module, this.project)) continue;
      if (!clausesEntered(site, this.project).includes(clause)) continue;
      const given = this.#argument(clause, index, site);
      if (given) yield given;
    }
  }

  // --- calls ----------------------------------------------------------------------------------------------

  #call(call: CallExpr, path: readonly Step[], at: Standpoint): Origin[] | undefined {
    const { receiver, name, args } = call;
    if (receiver && call.module === undefined && args.length === 0 && !call.parens && name !== '') {
      return this.trace(receiver, [{ kind: 'key', key: name }, ...path], at);
    }
    if (name === 'then' && args[1]?.kind === 'fn')
      return args[1].clauses.flatMap(({ body }) => this.trace(body, path, at));
    return this.#container(call, path, at) ?? this.#mapped(call, path, at) ?? this.#entered(call, path, at);
  }

  /** `Keyword.get(opts, :key, default)` and its like: parts of a keyword list, map or struct. */
  #container(call: CallExpr, path: readonly Step[], at: Standpoint): Origin[] | undefined {
    if (call.module === 'Kernel' && (call.name === 'struct' || call.name === 'struct!'))
      return call.args[1] && this.trace(call.args[1], path, at);
    if (call.module === 'NimbleOptions' && call.args[0])
      return this.trace(call.args[0], call.name === 'validate' ? path.slice(1) : path, at);
    if (call.module === 'Enum' && call.name === 'into') return this.#poured(call, path, at);
    if (call.module !== 'Keyword' && call.module !== 'Map' && call.module !== 'Access') return undefined;
    const [subject, key, value] = call.args;
    if (!subject) return undefined;
    const step = key ? keyStep(key) : 'unknown';
    const getter = GETTERS[call.name];
    if (getter && step !== 'unknown') {
      const inner = getter === 'result' || getter === 'popped' ? path.slice(1) : path;
      if (getter === 'popped' && path[0]?.kind === 'item' && path[0].index === 1)
        return this.trace(subject, inner, at);
      return [...this.trace(subject, [step, ...inner], at), ...this.#fallback(value, inner, at)];
    }
    if (SETTERS.has(call.name) && step !== 'unknown') {
      const [wanted, ...rest] = path;
      const same = wanted?.kind === 'key' && wanted.key === (step.kind === 'key' ? step.key : '');
      const given = same ? this.#fallback(value, rest, at) : [];
      return same && !call.name.startsWith('put_new') ? given : [...given, ...this.trace(subject, path, at)];
    }
    if (PARTERS.has(call.name) && path[0]?.kind === 'item') return this.trace(subject, path.slice(1), at);
    if (JOINERS.has(call.name))
      return call.args.slice(0, 2).flatMap((arg) => (arg.kind === 'fn' ? [] : this.trace(arg, path, at)));
    const [item, part] = path;
    const isKey = item?.kind === 'each' && part?.kind === 'item' && part.index === 0;
    if (call.name === 'take' && key && isKey) return this.trace(key, [{ kind: 'each' }], at);
    return SAME.has(call.name) ? this.trace(subject, path, at) : undefined;
  }

  /** `Enum.into(options, %{key: default})`: what is poured in covers what was there. */
  #poured(call: CallExpr, path: readonly Step[], at: Standpoint): Origin[] | undefined {
    const [source, target] = call.args;
    if (!source || !target || call.args.length !== 2 || path[0]?.kind !== 'key') return undefined;
    const given = this.trace(source, path, at);
    const known = given.length > 0 && given.every((origin) => origin.path.length === 0);
    return known ? given : [...given, ...this.trace(target, path, at)];
  }

  /** A default value, or what the function that makes it returns. */
  #fallback(value: Expr | undefined, path: readonly Step[], at: Standpoint): Origin[] {
    if (!value) return [];
    if (value.kind === 'fn') return value.clauses.flatMap((clause) => this.trace(clause.body, path, at));
    return this.trace(value, path, at);
  }

  /** An item of a collection that `Enum`, `Stream` or `for` makes. */
  #mapped(call: CallExpr, path: readonly Step[], at: Standpoint): Origin[] | undefined {
    const [step, ...rest] = path;
    if (step?.kind !== 'each') return undefined;
    if (call.name === 'for' && !call.receiver)
      return call.blocks?.do?.expr && this.trace(call.blocks.do.expr, rest, at);
    const [subject, fun] = call.args;
    if ((call.module !== 'Enum' && call.module !== 'Stream') || !subject) return undefined;
    if ((call.name === 'map' || call.name === 'flat_map') && fun) {
      const inner = call.name === 'map' ? rest : path;
      if (fun.kind === 'fn') return fun.clauses.flatMap((clause) => this.trace(clause.body, inner, at));
      if (fun.kind === 'capture' && fun.body) return this.trace(fun.body, inner, at);
      return fun.kind === 'capture' ? [{ expr: fun, path: inner, at }] : undefined;
    }
    return SIEVES.has(call.name) ? this.trace(subject, path, at) : undefined;
  }

  /** What a function of the project returns. */
  #entered(call: CallExpr, path: readonly Step[], at: Standpoint): Origin[] | undefined {
    const site = at.clause && callAt(call, at.clause);
    if (!site || at.entered.length >= CALLS) return undefined;
    const target = this.project.targetOf(site);
    if (!target || at.entered.some((earlier) => earlier === site)) return undefined;
    const entered = [...at.entered, site];
    const clauses = clausesBehind(site, this.project);
    if (clauses.length === 0) return undefined;
    return clauses.flatMap((clause) =>
      this.#returned(clause, path, { owner: clause.fn.module, clause, entered }),
    );
  }

  #returned(clause: FunctionClause, path: readonly Step[], at: Standpoint): Origin[] {
    const [handed] = clause.fn.kind === 'defdelegate' ? clause.calls : [];
    if (!handed) return clauseTails(clause).flatMap((tail) => this.trace(tail.expr, path, at));
    const target = at.entered.includes(handed) ? undefined : this.project.targetOf(handed);
    const entered = [...at.entered, handed];
    const clauses = target ? clausesEntered(handed, this.project) : [];
    return clauses.flatMap((inner) =>
      this.#returned(inner, path, { owner: inner.fn.module, clause: inner, entered }),
    );
  }
}

/** What functions of `Keyword`, `Map` and `Access` give: the value, `{:ok, value}`, or `{value, rest}`. */
const GETTERS: Record<string, 'value' | 'result' | 'popped'> = {
  get: 'value',
  get_lazy: 'value',
  fetch: 'result',
  'fetch!': 'value',
  pop: 'popped',
  'pop!': 'popped',
  pop_lazy: 'popped',
  pop_first: 'popped',
};
const SETTERS: ReadonlySet<string> = new Set(['put', 'put_new', 'put_new_lazy', 'replace', 'replace!']);
/** Functions that part a collection in two, `{these, the_others}`. */
const PARTERS: ReadonlySet<string> = new Set(['split', 'split_with']);
const JOINERS: ReadonlySet<string> = new Set(['merge', 'validate!']);
const SAME: ReadonlySet<string> = new Set([
  'new',
  'delete',
  'drop',
  'take',
  'update',
  'update!',
  'from_keyword',
  'from_struct',
  'to_list',
]);
const SIEVES: ReadonlySet<string> = new Set([
  'filter',
  'reject',
  'sort',
  'sort_by',
  'uniq',
  'uniq_by',
  'reverse',
  'take',
  'drop',
  'shuffle',
  'to_list',
  'concat',
  'dedup',
]);

/** True for a caller outside production of a function of production: it says nothing about what comes in. */
function isTest(caller: ModuleDef, callee: ModuleDef, project: Project): boolean {
  return (
    project.moduleOf(caller)?.production === false && project.moduleNamed(callee.name)?.production === true
  );
}

/** What `Enum.map(items, &function/1)` gives to the function: an item. */
function itemGiven({ expr, situation }: CallSite, entered: readonly CallSite[]): Given | undefined {
  const { owner, clause } = situation;
  const call = clause && parentOf(expr, clause);
  const [subject, fun] = call?.kind === 'call' ? call.args : [];
  if (!clause || call?.kind !== 'call' || fun !== expr || !subject) return undefined;
  const at = { owner, clause, entered };
  if (call.name === 'then') return { expr: subject, at };
  const each = call.module !== undefined && EACH.has(call.module);
  return each ? { expr: subject, at, path: [{ kind: 'each' }] } : undefined;
}

const EACH: ReadonlySet<string> = new Set(['Enum', 'Stream', 'Map', 'Keyword', 'MapSet']);

/** The head that holds a function's defaults. */
function defaultHead(fn: FunctionDef): FunctionClause | undefined {
  return (
    fn.clauses.find((clause) =>
      clause.params.some((param) => param.kind === 'operator' && param.name === '\\\\'),
    ) ?? fn.clauses[0]
  );
}

/**
 * Which of a call's arguments a parameter gets, 0-based: arguments fill the parameters without a default, and
 * from the left as many of the others as there are arguments (`Kernel.def/2`, "Default arguments").
 */
function positionOf(fn: FunctionDef, index: number, given: number): number | undefined {
  if (given === fn.arity) return index;
  let spare = given - fn.minArity;
  let position = 0;
  for (const [at, param] of (defaultHead(fn)?.params ?? []).entries()) {
    const optional = param.kind === 'operator' && param.name === '\\\\';
    const filled = !optional || spare > 0;
    if (optional && filled) spare -= 1;
    if (at === index) return filled ? position : undefined;
    if (filled) position += 1;
  }
  return undefined;
}

/** What a supervisor gives to `start_link/1` and `child_spec/1`, and a start function to `init/1`. */
function startArguments(fn: FunctionDef, index: number, project: Project): readonly Given[] {
  if (index !== 0) return [];
  if (fn.name === 'init' && fn.arity === 1) return initArguments(fn.module, project);
  if (fn.name !== 'start_link' && fn.name !== 'child_spec') return [];
  return (childEntries(project).get(fn.module.name) ?? []).flatMap(({ arg, clause }) =>
    arg && !isTest(clause.fn.module, fn.module, project)
      ? [{ expr: arg, at: { owner: clause.fn.module, clause, entered: [] } }]
      : [],
  );
}

const initArguments = perProject((def: ModuleDef, project): readonly Given[] =>
  (project.moduleOf(def)?.sites ?? []).flatMap((site) => {
    const [callback, arg] = site.args;
    const { owner, clause } = site.situation;
    const own = callback?.kind === 'variable' && callback.name === '__MODULE__';
    if (!own || !arg || !clause || !/^start(_link)?$/.test(site.name)) return [];
    return [{ expr: arg, at: { owner, clause, entered: [] } }];
  }),
);
