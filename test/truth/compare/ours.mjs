import { extractFile } from '../../../dist/src/elixir/extract.js';
import { Walker } from '../../../dist/src/elixir/walk/walker.js';
import { firstKinds } from './kinds.mjs';

/** @typedef {import('../../../src/elixir/model.js').FileFacts} FileFacts */
/** @typedef {import('../../../src/elixir/model.js').CallSite} CallSite */
/** @typedef {import('../../../src/elixir/model.js').FunctionDef} FunctionDef */
/** @typedef {import('../../../src/elixir/model.js').ImportDirective} ImportDirective */
/** @typedef {import('../../../src/elixir/model.js').ModuleDef} ModuleDef */
/** @typedef {import('../../../src/elixir/scope.js').Scope} Scope */
/** @typedef {import('../../../src/syntax/ast.js').CallExpr} CallExpr */
/** @typedef {import('../../../src/syntax/ast.js').Expr} Expr */
/** @typedef {import('./classes.mjs').Facts} Facts */

/** Forms that are read as what they are; `receive` is kept as a call besides. */
const FORMS = new Set([
  'receive',
  'unquote',
  'unquote_splicing',
  'quote',
  'defprotocol',
  'defimpl',
  'defmodule',
]);

/** Walks as ever, and keeps the aliases in scope at each call and capture that is written. */
class ScopeKeeper extends Walker {
  /** @type {Map<Expr, ReadonlyMap<string, string>>} */
  aliases = new Map();

  /** @type {Walker['walk']} */
  walk(expr, scope, situation, use) {
    if (expr.kind === 'call') this.aliases.set(expr, scope.aliases);
    super.walk(expr, scope, situation, use);
  }

  /** @type {Walker['closure']} */
  closure(expr, scope, situation, closure) {
    this.aliases.set(expr, scope.aliases);
    super.closure(expr, scope, situation, closure);
  }
}

/**
 * What we say of a file, in the words of elixir_facts.exs. Of a local call that imports may give, all modules that
 * may are named, `~A|B` for those whose functions are not listed.
 *
 * @param {string} file
 * @param {string} text
 * @returns {{ facts: Facts, fault?: string }}
 */
export function ourFacts(file, text) {
  const keeper = new ScopeKeeper(file);
  const found = extractFile(file, text, keeper);
  const [fault] = found.faults;
  return {
    facts: factsOf(found, keeper.aliases),
    ...(fault ? { fault: `${found.lines.lineOf(fault.start)}: ${fault.message}` } : {}),
  };
}

/**
 * @param {FileFacts} found
 * @param {ReadonlyMap<Expr, ReadonlyMap<string, string>>} aliases
 * @returns {Facts}
 */
function factsOf({ modules, lines }, aliases) {
  const named = modules.filter(({ quoted, name }) => !quoted && name !== '');
  const functions = named.flatMap((module) => module.functions.flatMap(functionTexts));
  // The body of `defimpl P, for: [A, B]` is read twice, its calls stand there once.
  /** @type {Record<'calls' | 'pipes' | 'captures' | 'locals' | 'aliases', Map<string, string>>} */
  const said = {
    calls: new Map(),
    pipes: new Map(),
    captures: new Map(),
    locals: new Map(),
    aliases: new Map(),
  };
  for (const site of modules.flatMap(sitesOf)) {
    const scope = aliases.get(site.expr);
    const call = scope && callOf(site);
    if (!call) continue;
    const line = lines.lineOf(site.nameStart);
    said[call.of].set(`${site.nameStart} ${call.text}`, `${line} ${call.text}`);
    const inScope = [`${site.name}/${site.arity}`, ...aliasTexts(scope)].join(' ');
    said.aliases.set(`${site.nameStart} ${inScope}`, `${line} ${inScope}`);
  }
  return {
    modules: [...new Set(named.map(({ name, kind }) => `${name} ${kind}`))],
    functions: firstKinds(functions),
    calls: [...said.calls.values()],
    pipes: [...said.pipes.values()],
    captures: [...said.captures.values()],
    locals: [...said.locals.values()],
    aliases: [...said.aliases.values()],
  };
}

/**
 * @param {ReadonlyMap<string, string>} aliases
 * @returns {string[]}
 */
function aliasTexts(aliases) {
  return [...aliases]
    .filter(([short, full]) => short !== full && full !== '')
    .map(([short, full]) => `${short}=${full}`)
    .sort();
}

/**
 * @param {FunctionDef} fn
 * @returns {string[]}
 */
function functionTexts(fn) {
  // A name or a number of arguments that `unquote` gives is in no source.
  const spliced = fn.clauses.every((clause) =>
    clause.params.some((param) => param.kind === 'call' && param.name === 'unquote_splicing'),
  );
  if (fn.name === '' || spliced) return [];
  const arities = Array.from({ length: fn.arity - fn.minArity + 1 }, (_, index) => fn.minArity + index);
  return arities.map((arity) => `${fn.module.name}.${fn.name}/${arity} ${fn.kind}`);
}

/**
 * @param {ModuleDef} module
 * @returns {CallSite[]}
 */
function sitesOf(module) {
  return [
    ...module.bodyCalls,
    ...module.functions.flatMap((fn) => fn.clauses.flatMap((clause) => clause.calls)),
  ];
}

/**
 * A call by name, or nothing.
 *
 * @param {CallSite} site
 * @returns {{ of: 'calls' | 'pipes' | 'captures' | 'locals', text: string } | undefined}
 */
function callOf(site) {
  const captured = site.expr.kind === 'capture';
  const callee = site.expr.kind === 'capture' ? site.expr.named : site.expr;
  if (site.situation.quoted || callee?.kind !== 'call' || callee.name === '') return undefined;
  const module = callee.receiver ? remoteModule(site, callee.receiver) : localModule(site);
  if (module === undefined) return undefined;
  const text = `${module}.${site.name}/${site.arity}`;
  if (captured) return { of: 'captures', text };
  if (!callee.receiver) return { of: 'locals', text };
  return { of: callee.piped ? 'pipes' : 'calls', text };
}

/**
 * The module that a local call goes to.
 *
 * @param {CallSite} site
 * @returns {string | undefined} undefined for a form that is no call
 */
function localModule({ name, arity, module, imports = [] }) {
  if (FORMS.has(name)) return undefined;
  if (module !== undefined) return module;
  const open = imports.filter((directive) => mayGive(directive, `${name}/${arity}`));
  return open.length === 0 ? '?' : `~${[...new Set(open.map((directive) => directive.module))].join('|')}`;
}

/**
 * @param {ImportDirective} directive
 * @param {string} key
 */
function mayGive({ module, only, except = [] }, key) {
  return module !== 'Kernel' && !only && !except.includes(key);
}

/**
 * The module that is written in its place.
 *
 * @param {CallSite} site
 * @param {Expr} receiver
 * @returns {string | undefined} undefined where it is none, such as in `state.field`
 */
function remoteModule(site, receiver) {
  // The name that `Mod.unquote(name)` calls is in no source.
  if (!namesModule(receiver) || site.name === 'unquote') return undefined;
  // `nil.f` is no call of a module, and what lies in a module without a name has none either.
  return site.module;
}

/**
 * Whether an expression is the name of a module. `@attribute.Sub` is none: its value is not known to Elixir's
 * side, which evaluates nothing.
 *
 * @param {Expr} expr
 * @returns {boolean}
 */
function namesModule(expr) {
  if (expr.kind === 'alias') return !expr.head || namesModule(expr.head);
  return expr.kind === 'atom' || (expr.kind === 'variable' && expr.name === '__MODULE__');
}
