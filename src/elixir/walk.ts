import type {
  AttributeExpr,
  BlockBody,
  Blocks,
  CallExpr,
  CaptureExpr,
  Clause,
  Expr,
  OperatorExpr,
} from '../syntax/ast.js';
import { expressionsIn } from './binaries.js';
import {
  defineFunction,
  defineModule,
  delegate,
  isDefinition,
  MODULES,
  noteAttribute,
  noteCallback,
  noteSpec,
  noteStruct,
} from './define.js';
import { applyDirective, isDirective } from './directives.js';
import { DEFINERS, isKernel } from './kernel.js';
import { atomOf, keywordValue } from './literals.js';
import type { CallSite, Closure, ImportDirective, Loop, ModuleDef, ResultUse, Situation } from './model.js';
import { newModule } from './modules.js';
import { innerScope, moduleOf, type Scope } from './scope.js';

/** What becomes of the value of the expression that is walked. */
export interface Use {
  result: ResultUse;
  pattern?: Expr;
}

const NESTED: Use = { result: 'nested' };
const DISCARDED: Use = { result: 'discarded' };
export const TAIL: Use = { result: 'tail' };

/** Attributes whose value is a type or documentation, not code. */
const TYPES: ReadonlySet<string> = new Set(['spec', 'type', 'typep', 'opaque', 'callback', 'macrocallback']);

/** Expressions with nothing inside that could be a call or a module. */
const LEAVES: ReadonlySet<string> = new Set(['variable', 'atom', 'number', 'text', 'placeholder', 'error']);

const UNQUOTES: ReadonlySet<string> = new Set(['unquote', 'unquote_splicing']);

const ITERATORS: ReadonlySet<string> = new Set(['Enum', 'Stream', 'Flow']);

/**
 * Walks expressions once, in the order of the source: keeps the lexical scope, resolves aliases and callees in
 * place, and collects every call with the situation it stands in.
 */
export class Walker {
  /** Every module found, in order of appearance. */
  readonly modules: ModuleDef[] = [];

  #impl = false;
  /** What is imported where calls stand that may be of what is imported. */
  readonly #imports = new Map<CallSite, readonly ImportDirective[]>();

  constructor(readonly file: string) {}

  /** Walks one expression; directives in it change `scope`. */
  walk(expr: Expr, scope: Scope, situation: Situation, use: Use): void {
    switch (expr.kind) {
      case 'alias': {
        const module = moduleOf(expr, scope, situation.owner);
        if (module !== undefined) expr.module = module;
        return;
      }
      case 'list':
      case 'tuple':
        return this.#each(expr.items, scope, situation);
      case 'bitstring':
        return this.#each(expr.items.flatMap(expressionsIn), scope, situation);
      case 'interpolated':
        return this.#each(expr.parts, scope, situation);
      case 'map':
        if (expr.base) this.walk(expr.base, scope, situation, NESTED);
        if (expr.struct) this.walk(expr.struct, scope, situation, NESTED);
        for (const { key, value } of expr.pairs) {
          this.walk(key, scope, situation, NESTED);
          this.walk(value, scope, situation, NESTED);
        }
        return;
      case 'access':
        return this.#each([expr.target, expr.key], scope, situation);
      case 'operator':
        return this.#operator(expr, scope, situation, use);
      case 'attribute':
        return this.#attribute(expr, scope, situation);
      case 'block':
        return this.#block(expr.items, scope, situation, use);
      case 'fn':
        return this.closure(expr, scope, situation, { arg: 0 });
      case 'capture':
        return this.closure(expr, scope, situation, { arg: 0 });
      case 'call':
        return this.#call(expr, scope, situation, use);
      default:
        return;
    }
  }

  #attribute(expr: AttributeExpr, scope: Scope, situation: Situation): void {
    if (expr.value && expr.name === 'callback') noteCallback(expr.value, situation.owner);
    if (expr.value && expr.name === 'spec') noteSpec(expr.value, situation.owner);
    if (!expr.value || TYPES.has(expr.name)) return;
    if (!situation.clause && expr.name === 'impl') this.#impl = true;
    else if (!situation.clause) noteAttribute(expr.name, expr.value, scope, situation.owner);
    this.walk(expr.value, scope, situation, NESTED);
  }

  /** Whether `@impl` stands before the definition that is walked now; it counts for one definition. */
  takeImpl(): boolean {
    const impl = this.#impl;
    this.#impl = false;
    return impl;
  }

  #each(exprs: readonly Expr[], scope: Scope, situation: Situation): void {
    for (const expr of exprs) this.walk(expr, scope, situation, NESTED);
  }

  #block(items: readonly Expr[], scope: Scope, situation: Situation, use: Use): void {
    for (const [index, item] of items.entries()) {
      this.walk(item, scope, situation, index === items.length - 1 ? use : DISCARDED);
    }
  }

  #operator(expr: OperatorExpr, scope: Scope, situation: Situation, use: Use): void {
    const [left, right] = expr.args;
    if (expr.name === '=' && left && right) {
      this.walk(left, scope, situation, NESTED);
      if (left.kind === 'variable' && (right.kind === 'fn' || right.kind === 'capture')) {
        const closure: Closure = { arg: 0 };
        this.closure(right, scope, situation, closure);
        scope.closures?.set(left.name, closure);
      } else this.walk(right, scope, situation, { result: 'bound', pattern: left });
    } else if (
      right &&
      left &&
      (expr.name === '&&' || expr.name === '||' || expr.name === 'and' || expr.name === 'or')
    ) {
      this.walk(left, scope, situation, { result: 'tested' });
      this.walk(right, scope, branch(situation), use);
    } else this.#each(expr.args, scope, situation);
  }

  // --- closures -------------------------------------------------------------------------------------------

  /** Walks an anonymous function or a capture that stands where `closure` says. */
  closure(expr: Expr, scope: Scope, situation: Situation, closure: Closure): void {
    if (situation.closure) closure.outer = situation.closure;
    const loop = iteration(closure.via, situation.loop) ?? situation.loop;
    const inside = placed(situation, { closure, loop, parent: undefined });
    if (expr.kind === 'fn') {
      for (const clause of expr.clauses) this.clause(clause, scope, inside, TAIL);
    } else if (expr.kind === 'capture') {
      if (expr.named) this.#namedCapture(expr, expr.named, scope, inside);
      else if (expr.body) this.walk(expr.body, innerScope(scope), inside, TAIL);
    }
  }

  #namedCapture(expr: CaptureExpr, named: CallExpr, scope: Scope, situation: Situation): void {
    if (named.receiver) this.walk(named.receiver, scope, situation, NESTED);
    this.#resolve(named, scope, situation);
    const site = siteOf(named, situation, TAIL);
    site.expr = expr;
    site.captured = true;
    site.start = expr.start;
    site.end = expr.end;
    this.#record(site, scope);
  }

  /** Walks one `pattern when guard -> body` in a scope of its own. */
  clause(clause: Clause, scope: Scope, situation: Situation, use: Use): void {
    const inner = innerScope(scope);
    this.#each(clause.params, inner, situation);
    if (clause.guard) this.walk(clause.guard, inner, situation, NESTED);
    this.walk(clause.body, inner, situation, use);
  }

  /** Walks what stands in a block in a scope of its own. */
  body(body: BlockBody | undefined, scope: Scope, situation: Situation, use: Use): void {
    if (body?.expr) this.walk(body.expr, innerScope(scope), situation, use);
    if (body?.clauses) for (const clause of body.clauses) this.clause(clause, scope, situation, use);
  }

  /** Walks the parts of a `try`, or of a function with `rescue` and the like. */
  handlers(blocks: Blocks, scope: Scope, situation: Situation, use: Use): void {
    const guarded = blocks.rescue !== undefined || blocks.catch !== undefined;
    this.body(blocks.do, scope, guarded ? placed(situation, { rescued: true }) : situation, use);
    for (const name of ['rescue', 'catch', 'else'] as const)
      this.body(blocks[name], scope, branch(situation), use);
    this.body(blocks.after, scope, situation, DISCARDED);
  }

  /** Records a special form as a call of `Kernel`. */
  form(call: CallExpr, scope: Scope, situation: Situation, use: Use): void {
    const site = siteOf(call, situation, use);
    site.module = 'Kernel';
    this.#record(site, scope);
  }

  // --- calls ----------------------------------------------------------------------------------------------

  #call(call: CallExpr, scope: Scope, situation: Situation, use: Use): void {
    if (!call.receiver) {
      const form = FORMS[call.name];
      if (form && call.blocks)
        return form({ walker: this, call, blocks: call.blocks, scope, situation, use });
      if (call.name === 'quote') return this.#quote(call, scope, situation);
      if (isDirective(call)) return applyDirective(this, call, scope, situation);
      if (scope.macro && UNQUOTES.has(call.name))
        return this.#each(call.args, scope.macro.scope, scope.macro.situation);
      if (isDefinition(call) && (!situation.clause || MODULES.has(call.name)))
        return this.define(call, scope, situation);
    }
    if (scope.macro && call.receiver && UNQUOTES.has(call.name)) {
      this.walk(call.receiver, scope, situation, NESTED);
      return this.#each(call.args, scope.macro.scope, scope.macro.situation);
    }
    this.#plainCall(call, scope, situation, use);
  }

  /** `def`, `defmodule` and their like in a module body. */
  define(call: CallExpr, scope: Scope, situation: Situation): void {
    if (call.name === 'defdelegate') delegate(this, call, scope, situation);
    else if (DEFINERS.has(call.name)) defineFunction(this, call, scope, situation);
    else defineModule(this, call, scope, situation);
  }

  #plainCall(call: CallExpr, scope: Scope, situation: Situation, use: Use): void {
    if (call.receiver) this.walk(call.receiver, scope, situation, NESTED);
    if (call.name === 'defstruct' && !call.receiver) noteStruct(call, situation.owner);
    this.#resolve(call, scope, situation);
    const site = siteOf(call, situation, use);
    this.#record(site, scope);
    if (call.name === '' && call.receiver?.kind === 'variable') handOver(call.receiver.name, scope, site, 0);
    this.#arguments(call.args, site, scope, situation);
    if (call.blocks) this.#foreignBlocks(call.blocks, scope, situation, use);
    this.#applied(site, scope, situation);
  }

  /** Blocks of a macro that is not Elixir's own. */
  #foreignBlocks(blocks: Blocks, scope: Scope, situation: Situation, use: Use): void {
    for (const body of Object.values(blocks))
      this.body(body, scope, body.clauses ? branch(situation) : situation, use);
  }

  #arguments(args: readonly Expr[], site: CallSite, scope: Scope, situation: Situation): void {
    const logged = situation.logged || site.module === 'Logger';
    for (const [arg, expr] of args.entries()) {
      if (expr.kind === 'fn' || expr.kind === 'capture') {
        this.closure(expr, scope, logged ? placed(situation, { logged }) : situation, { via: site, arg });
      } else {
        if (expr.kind === 'variable') handOver(expr.name, scope, site, arg);
        if (LEAVES.has(expr.kind)) continue;
        this.walk(expr, scope, placed(situation, { logged, parent: { site, arg } }), { result: 'argument' });
      }
    }
  }

  /**
   * A function given by module, name and arguments, as in `apply(M, :f, [x])`, `Task.start(M, :f, [x])` and a
   * project's own `call(state.adapter, :send, [x])` and `call(M, :f)`.
   */
  #applied(site: CallSite, scope: Scope, situation: Situation): void {
    for (let at = 0; at + 1 < site.args.length; at += 1) {
      const [target, name, args] = site.args.slice(at, at + 3);
      if (!target || name?.kind !== 'atom') continue;
      const listed = args?.kind === 'list' && !args.bare ? args.items : undefined;
      const module = moduleOf(target, scope, situation.owner);
      const bare = situation.clause !== undefined && site.args.length === 2 && isForeign(site);
      // Elsewhere a module of Erlang is an atom like any other.
      const named =
        module !== undefined && (listed !== undefined || bare) && (!module.startsWith(':') || isApply(site));
      // Without a module's name only a call of unknown origin may apply something; `Map.get(state.users, :all)` does not.
      const kept =
        module === undefined && target.kind === 'call' && target.args.length === 0 && isForeign(site);
      if (!named && !(kept && (listed ?? site.args.length === 2))) continue;
      const closure: Closure = {
        via: site,
        arg: at + 1,
        ...(situation.closure ? { outer: situation.closure } : {}),
      };
      const { start, end, value } = name;
      const callee = {
        name: value,
        arity: listed?.length ?? 0,
        args: [...(listed ?? [])],
        ...(named ? { module } : { target }),
      };
      const where = {
        situation: placed(situation, { closure }),
        result: 'tail' as const,
        start,
        end,
        nameStart: start,
      };
      this.#record({ ...callee, expr: name, captured: false, ...where }, scope);
    }
  }

  #quote(call: CallExpr, scope: Scope, situation: Situation): void {
    this.#each(call.args, scope, situation);
    const { clause, owner } = situation;
    const name = clause?.fn.name ?? '';
    let host = owner.quotes.get(name);
    if (!host) {
      host = newModule(this.file, '', 'module', call, true);
      owner.quotes.set(name, host);
    }
    const inner: Scope = { ...scope };
    if (unquotes(call, scope)) inner.macro = { scope, situation };
    else delete inner.macro;
    delete inner.module;
    this.body(call.blocks?.do, inner, { ...moduleSituation(host), quoted: true }, DISCARDED);
  }

  /** Fills in the module that a call goes to, where its place alone says so. */
  #resolve(call: CallExpr, scope: Scope, situation: Situation): void {
    // The body of `defimpl P, for: [A, B]` is walked for each type.
    if (!call.receiver && call.module !== undefined) forgetModule(call);
    if (!call.receiver) return;
    const module =
      call.name === '' || call.name === 'unquote'
        ? undefined
        : moduleOf(call.receiver, scope, situation.owner);
    if (module !== undefined) call.module = module;
  }

  #record(site: CallSite, scope: Scope): void {
    const { clause, owner } = site.situation;
    const callee = site.expr.kind === 'capture' ? site.expr.named : site.expr;
    const remote = callee?.kind !== 'call' || callee.receiver !== undefined;
    if (!remote && scope.imports.length > 0) this.#imports.set(site, scope.imports);
    if (clause) clause.calls.push(site);
    else owner.bodyCalls.push(site);
  }

  /** Says of every call without a receiver whether the module itself defines it; once the module is complete. */
  resolveLocals(module: ModuleDef): void {
    const defined = new Set<string>();
    for (const fn of module.functions) {
      for (let arity = fn.minArity; arity <= fn.arity; arity += 1) defined.add(`${fn.name}/${arity}`);
    }
    trim(module);
    const sites = [
      ...module.bodyCalls,
      ...module.functions.flatMap((fn) => fn.clauses.flatMap((clause) => clause.calls)),
    ];
    for (const site of sites) {
      const callee = site.expr.kind === 'capture' ? site.expr.named : site.expr;
      if (site.module !== undefined || site.target || callee?.kind !== 'call' || callee.receiver) continue;
      const key = `${site.name}/${site.arity}`;
      const imports = this.#imports.get(site);
      const target = defined.has(key)
        ? module.name
        : (importedFrom(imports, key) ?? (isFromKernel(site, imports, key) ? 'Kernel' : undefined));
      if (target === undefined) continue;
      site.module = target;
      callee.module = target;
      this.#imports.delete(site);
    }
  }

  /** Says of every call that is left what is imported where it stands; once all modules are complete. */
  noteImports(): void {
    for (const [site, imports] of this.#imports) site.imports = imports;
  }
}

/** Gives back the room that the lists of calls keep to grow. */
function trim(module: ModuleDef): void {
  module.bodyCalls = module.bodyCalls.slice();
  for (const fn of module.functions) {
    fn.clauses = fn.clauses.slice();
    for (const clause of fn.clauses) clause.calls = clause.calls.slice();
  }
}

/** True where `unquote` inside a `quote` leads out of it (`Kernel.SpecialForms.quote/2`). */
function unquotes(quote: CallExpr, scope: Scope): boolean {
  const [options] = quote.args;
  const said = atomOf(keywordValue(options, 'unquote'));
  return !scope.macro && (said === undefined ? !keywordValue(options, 'bind_quoted') : said !== 'false');
}

/** A local or imported call, or `apply`. */
function isForeign({ module, name, expr }: CallSite): boolean {
  return module === undefined && expr.kind === 'call' && (!expr.receiver || name === 'apply');
}

/** `apply(module, name, args)`, which takes nothing else. */
function isApply({ name, args, expr, module }: CallSite): boolean {
  const isOwn = expr.kind === 'call' && expr.receiver === undefined;
  return name === 'apply' && args.length === 3 && (isOwn || module === 'Kernel' || module === ':erlang');
}

/** A function kept in a variable runs where the first call that is given it runs it. */
function handOver(name: string, scope: Scope, via: CallSite, arg: number): void {
  const closure = scope.closures?.get(name);
  if (!closure || closure.via) return;
  closure.via = via;
  closure.arg = arg;
}

/** The module that an `import … only:` names for a function. */
function importedFrom(imports: readonly ImportDirective[] | undefined, key: string): string | undefined {
  return imports?.find((directive) => directive.only?.includes(key))?.module;
}

/** Whether `Kernel` gives a function, as far as `import Kernel, …` has not taken it away. */
function isFromKernel(
  { name, arity }: CallSite,
  imports: readonly ImportDirective[] | undefined,
  key: string,
): boolean {
  if (!isKernel(name, arity)) return false;
  const said = imports?.findLast(({ module }) => module === 'Kernel');
  return !said?.except?.includes(key) && (said?.only?.includes(key) ?? true);
}

function forgetModule(call: CallExpr): void {
  call.module = undefined;
  call.callee = undefined;
}

function siteOf(call: CallExpr, situation: Situation, use: Use): CallSite {
  const { name, arity, args, start, end, nameStart, module } = call;
  // What is added to an object later takes more room than what it is made with.
  const site: CallSite = {
    module,
    callee: undefined,
    name,
    arity,
    args,
    expr: call,
    captured: false,
    situation,
    result: use.result,
    start,
    end,
    nameStart,
  };
  if (use.pattern) site.pattern = use.pattern;
  return site;
}

/** The situation of calls that stand in a module's own body. */
export function moduleSituation(owner: ModuleDef): Situation {
  return { owner, quoted: owner.quoted, branches: 0, rescued: false, logged: false, devOnly: false };
}

/** The same place, but for what is different. An object that is spread anew each time becomes one of a kind. */
function placed(place: Situation, difference: Partial<Situation>): Situation {
  const { owner, clause, quoted, branches, rescued, logged, devOnly, loop, closure, parent } = place;
  const same = { owner, clause, quoted, branches, rescued, logged, devOnly, loop, closure, parent };
  return Object.assign(same, difference);
}

/** The same place behind one more condition. */
function branch(situation: Situation): Situation {
  return placed(situation, { branches: situation.branches + 1, parent: undefined });
}

function iteration(via: CallSite | undefined, outer: Loop | undefined): Loop | undefined {
  if (!via || via.module === undefined || !ITERATORS.has(via.module)) return undefined;
  const [collection] = via.args;
  if (!collection) return undefined;
  return { collection, start: via.start, end: via.end, site: via, ...(outer ? { outer } : {}) };
}

// --- Elixir's own forms -----------------------------------------------------------------------------------

/** One of Elixir's own forms where it stands. */
interface Visit {
  walker: Walker;
  call: CallExpr;
  blocks: Blocks;
  scope: Scope;
  situation: Situation;
  use: Use;
}

type Form = (visit: Visit) => void;

const FORMS: Record<string, Form | undefined> = Object.assign(Object.create(null), {
  case: caseForm,
  if: ifForm,
  unless: ifForm,
  cond: condForm,
  with: withForm,
  for: forForm,
  try: tryForm,
  receive: receiveForm,
});

function caseForm({ walker, call, blocks, scope, situation, use }: Visit): void {
  const [subject] = call.args;
  for (const arg of call.args) walker.walk(arg, scope, situation, { result: 'tested' });
  const production = subject && inProduction(subject);
  const inside = branch(situation);
  if (production === undefined) return walker.body(blocks.do, scope, inside, use);
  const outside = placed(inside, { devOnly: true });
  for (const clause of blocks.do?.clauses ?? [])
    walker.clause(clause, scope, isAnswer(clause.params[0], !production) ? outside : inside, use);
}

/** True for the pattern `true` or `false`, as asked. */
function isAnswer(pattern: Expr | undefined, answer: boolean): boolean {
  return pattern?.kind === 'atom' && pattern.value === String(answer);
}

function ifForm({ walker, call, blocks, scope, situation, use }: Visit): void {
  const [condition] = call.args;
  if (condition) walker.walk(condition, scope, situation, { result: 'tested' });
  const inside = branch(situation);
  const production =
    condition && (call.name === 'if' ? inProduction(condition) : negate(inProduction(condition)));
  const outside = placed(inside, { devOnly: true });
  walker.body(blocks.do, scope, production === false ? outside : inside, use);
  walker.body(blocks.else, scope, production === true ? outside : inside, use);
}

function negate(value: boolean | undefined): boolean | undefined {
  return value === undefined ? undefined : !value;
}

/** Whether a condition on `Mix.env()` holds in production; `undefined` where it is about something else. */
function inProduction(condition: Expr): boolean | undefined {
  if (condition.kind !== 'operator') return undefined;
  const [left, right] = condition.args;
  if (condition.name === 'not' || condition.name === '!') return left && negate(inProduction(left));
  const asked =
    left?.kind === 'call' &&
    left.name === 'env' &&
    left.receiver?.kind === 'alias' &&
    left.receiver.name === 'Mix';
  if (!asked || !right) return undefined;
  const names = right.kind === 'list' ? right.items : [right];
  const named = names.some((name) => name.kind === 'atom' && name.value === 'prod');
  const negated = condition.name === '!=' || condition.name === '!==' || condition.name === 'not in';
  return named !== negated;
}

function condForm({ walker, blocks, scope, situation, use }: Visit): void {
  walker.body(blocks.do, scope, branch(situation), use);
}

function withForm({ walker, call, blocks, scope, situation, use }: Visit): void {
  const inner = innerScope(scope);
  let inside = situation;
  for (const arg of call.args) {
    if (arg.kind === 'operator' && arg.name === '<-') {
      const [pattern, value] = arg.args;
      if (pattern) walker.walk(pattern, inner, inside, NESTED);
      if (pattern && value) walker.walk(value, inner, inside, { result: 'tested', pattern });
      inside = branch(situation);
    } else walker.walk(arg, inner, inside, NESTED);
  }
  walker.body(blocks.do, inner, branch(situation), use);
  walker.body(blocks.else, scope, branch(situation), use);
}

function forForm({ walker, call, blocks, scope, situation, use }: Visit): void {
  const inner = innerScope(scope);
  let inside = situation;
  for (const arg of call.args) {
    const generator = generatorOf(arg);
    if (generator) {
      walker.walk(generator.collection, inner, inside, NESTED);
      walker.walk(generator.pattern, inner, inside, NESTED);
      const outer = inside.loop;
      const loop: Loop = {
        collection: generator.collection,
        start: call.start,
        end: call.end,
        ...(outer ? { outer } : {}),
      };
      inside = placed(inside, { loop });
    } else walker.walk(arg, inner, inside, NESTED);
  }
  // With `reduce:` the body is clauses; either way its value ends up where the comprehension's does.
  walker.body(blocks.do, inner, inside, use);
}

/** The pattern and collection of `x <- xs` and `<<x <- xs>>`. */
function generatorOf(arg: Expr): { pattern: Expr; collection: Expr } | undefined {
  const expr = arg.kind === 'bitstring' ? arg.items.at(-1) : arg;
  if (expr?.kind !== 'operator' || expr.name !== '<-') return undefined;
  const [pattern, collection] = expr.args;
  if (!pattern || !collection) return undefined;
  if (arg.kind !== 'bitstring') return { pattern, collection };
  return { pattern: { ...arg, items: [...arg.items.slice(0, -1), pattern] }, collection };
}

function tryForm({ walker, blocks, scope, situation, use }: Visit): void {
  walker.handlers(blocks, scope, situation, use);
}

function receiveForm({ walker, call, blocks, scope, situation, use }: Visit): void {
  walker.form(call, scope, situation, use);
  walker.body(blocks.do, scope, branch(situation), use);
  walker.body(blocks.after, scope, branch(situation), use);
}
