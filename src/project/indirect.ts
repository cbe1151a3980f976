import type { AppConfig } from '../elixir/app-config.js';
import { clauseExprs } from '../elixir/flow.js';
import { atomOf, keywordValue } from '../elixir/literals.js';
import type { CallSite, FunctionClause, ModuleDef } from '../elixir/model.js';
import { followValue } from '../elixir/values.js';
import type { CallExpr, Expr } from '../syntax/ast.js';
import { visit } from '../syntax/visit.js';

const CONFIGURED: ReadonlySet<string> = new Set(['get_env', 'compile_env', 'compile_env!', 'fetch_env!']);
const SETTINGS: ReadonlySet<string> = new Set(['Application', 'Keyword', 'Map']);
const OPTIONS: ReadonlySet<string> = new Set(['get', 'pop', 'pop!', 'put_new']);
const DEPTH = 4;

/**
 * Finds the module behind a call whose receiver is no module name: one taken from configuration, from options
 * with a default, or kept under a key of the module's state.
 */
export class IndirectModules {
  readonly #fields = new Map<ModuleDef, Map<string, string | undefined>>();

  /**
   * @param config what `config/*.exs` say
   * @param defOf the module of the project by its full name
   */
  constructor(
    readonly config: AppConfig,
    readonly defOf: (name: string) => ModuleDef | undefined,
  ) {}

  /** The module that a call goes to, by its default; `undefined` where the source does not say. */
  moduleBehind(site: CallSite): string | undefined {
    const { expr } = site;
    const call = expr.kind === 'capture' ? expr.named : expr;
    const receiver = site.target ?? (call?.kind === 'call' ? call.receiver : undefined);
    if (!receiver) return undefined;
    return this.#moduleOf(receiver, site.situation.owner, site.situation.clause, DEPTH);
  }

  /** The module that an expression stands for by configuration or default. */
  moduleOf(expr: Expr, owner: ModuleDef, clause: FunctionClause | undefined): string | undefined {
    return this.#moduleOf(expr, owner, clause, DEPTH);
  }

  /** The function that `fun.(x)` calls, where `fun` is a named capture or a setting that has one as its default. */
  functionBehind(site: CallSite): { module: string; name: string } | undefined {
    const receiver = site.expr.kind === 'call' ? site.expr.receiver : undefined;
    if (!receiver) return undefined;
    const { owner, clause } = site.situation;
    const value = followValue(receiver, owner, clause);
    const setting = value.kind === 'call' && SETTINGS.has(value.module ?? '') && value.args.length === 3;
    const held = setting && value.args[2] ? followValue(value.args[2], owner, clause) : value;
    const named = held.kind === 'capture' ? held.named : undefined;
    if (!named) return undefined;
    return { module: named.module ?? owner.name, name: named.name };
  }

  #moduleOf(
    expr: Expr,
    owner: ModuleDef,
    clause: FunctionClause | undefined,
    depth: number,
  ): string | undefined {
    if (depth === 0) return undefined;
    const value = followValue(expr, owner, clause);
    if (value.kind === 'alias') return value.module;
    if (value.kind === 'atom') return erlangModule(value);
    if (value.kind === 'access') return this.#entry(value.target, value.key, owner, clause, depth);
    if (value.kind === 'operator' && value.name === '||')
      return value.args[1] && this.#moduleOf(value.args[1], owner, clause, depth - 1);
    if (value.kind !== 'call') return undefined;
    const inProduction = productionBranch(value);
    if (inProduction) return this.#moduleOf(inProduction, owner, clause, depth - 1);
    if (value.module === 'Application' && CONFIGURED.has(value.name)) {
      const given = this.config.valueFor(value, owner.name) ?? value.args[2];
      return given && configuredModule(given, owner);
    }
    if (
      (value.module === 'Keyword' || value.module === 'Map') &&
      OPTIONS.has(value.name) &&
      value.args.length === 3
    ) {
      return value.args[2] && this.#moduleOf(value.args[2], owner, clause, depth - 1);
    }
    if (value.receiver && value.args.length === 0 && value.module === undefined)
      return this.#fieldsOf(owner).get(value.name);
    const asked = value.module === owner.name ? owner : value.module && this.defOf(value.module);
    return asked ? this.#returned(value, asked, depth) : undefined;
  }

  /** `Application.compile_env!(app, :modules)[:key]`. */
  #entry(
    target: Expr,
    key: Expr,
    owner: ModuleDef,
    clause: FunctionClause | undefined,
    depth: number,
  ): string | undefined {
    const name = atomOf(key);
    const value = followValue(target, owner, clause);
    if (name === undefined || depth === 0) return undefined;
    if (value.kind !== 'call' || value.module !== 'Application' || !CONFIGURED.has(value.name))
      return undefined;
    const given = keywordValue(this.config.valueFor(value, owner.name) ?? value.args[2], name);
    return given && configuredModule(given, owner);
  }

  /** The module that a function of one clause returns, whatever it is given. */
  #returned({ name, args }: CallExpr, owner: ModuleDef, depth: number): string | undefined {
    const fn = owner.functions.find((known) => known.name === name && known.arity === args.length);
    const [only, ...others] = fn?.clauses ?? [];
    return only?.body && others.length === 0 ? this.#moduleOf(only.body, owner, only, depth - 1) : undefined;
  }

  /** Keys of maps, structs and keyword lists of a module that hold a module by default; ambiguous ones hold none. */
  #fieldsOf(owner: ModuleDef): ReadonlyMap<string, string | undefined> {
    let fields = this.#fields.get(owner);
    if (fields) return fields;
    fields = new Map();
    this.#fields.set(owner, fields);
    for (const { name, value, clause } of fieldsGiven(owner)) {
      const module = this.#moduleOf(value, owner, clause, 2);
      if (module === undefined) continue;
      fields.set(name, fields.has(name) && fields.get(name) !== module ? undefined : module);
    }
    return fields;
  }
}

/** A key that is given what a call returns. */
interface GivenField {
  name: string;
  value: CallExpr;
  clause: FunctionClause;
}

const givenIn = new WeakMap<ModuleDef, readonly GivenField[]>();

/** The keys of maps, structs and keyword lists in a module, whatever project it is joined to. */
function fieldsGiven(owner: ModuleDef): readonly GivenField[] {
  let given = givenIn.get(owner);
  if (!given) {
    given = owner.functions.flatMap(({ clauses }) => clauses.flatMap(fieldsGivenIn));
    givenIn.set(owner, given);
  }
  return given;
}

function fieldsGivenIn(clause: FunctionClause): GivenField[] {
  const given: GivenField[] = [];
  const note = (key: Expr | undefined, value: Expr | undefined): void => {
    const name = atomOf(key);
    if (name !== undefined && value?.kind === 'call') given.push({ name, value, clause });
  };
  for (const root of clauseExprs(clause)) {
    visit(root, (expr) => {
      if (expr.kind === 'map') for (const { key, value } of expr.pairs) note(key, value);
      if (expr.kind === 'tuple' && expr.keyword) note(expr.items[0], expr.items[1]);
    });
  }
  return given;
}

/** What `case Mix.env() do … end` or `if Mix.env() == :test, do: …` is in production. */
function productionBranch({ name, args, blocks, receiver }: CallExpr): Expr | undefined {
  const [condition] = args;
  if (receiver || !condition || !blocks) return undefined;
  if (name === 'case' && isEnvironment(condition)) {
    const taken = blocks.do?.clauses?.find(
      ({ params: [pattern] }) => atomOf(pattern) === 'prod' || pattern?.kind === 'variable',
    );
    return taken?.body;
  }
  if (name !== 'if' || condition.kind !== 'operator') return undefined;
  const [left, right] = condition.args;
  if (!isEnvironment(left) || (condition.name !== '==' && condition.name !== '!=')) return undefined;
  const holds = (atomOf(right) === 'prod') === (condition.name === '==');
  return holds ? blocks.do?.expr : blocks.else?.expr;
}

function isEnvironment(expr: Expr | undefined): boolean {
  return expr?.kind === 'call' && expr.module === 'Mix' && expr.name === 'env';
}

/** A module as configuration writes it: configuration files know no aliases. */
function configuredModule(expr: Expr, owner: ModuleDef): string | undefined {
  if (expr.kind === 'variable' && expr.name === '__MODULE__') return owner.name;
  return expr.kind === 'alias' ? (expr.module ?? expr.name) : erlangModule(expr);
}

/** Atoms that stand where a module may, and say that there is none. */
const NO_MODULES: ReadonlySet<string> = new Set(['nil', 'true', 'false']);

/** A module of Erlang, which is an atom like any other: `:brod`. */
function erlangModule(expr: Expr): string | undefined {
  return expr.kind === 'atom' && !NO_MODULES.has(expr.value) ? `:${expr.value}` : undefined;
}
