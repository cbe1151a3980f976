import type { Blocks, CallExpr, Expr } from '../syntax/ast.js';
import { DEFINERS } from './kernel.js';
import { atomOf, keywordsOf, keywordValue } from './literals.js';
import type { FunctionClause, FunctionDef, FunctionKind, ModuleDef, ModuleKind, Situation } from './model.js';
import { newModule } from './modules.js';
import { addAlias, expandAlias, innerScope, moduleBelow, moduleOf, type Scope } from './scope.js';
import { moduleSituation } from './walk/situations.js';
import { TAIL } from './walk/use.js';
import type { Walker } from './walk/walker.js';

/** The forms that define a module, wherever they stand. */
export const MODULES: ReadonlySet<string> = new Set(['defmodule', 'defimpl', 'defprotocol']);

/** True for the forms that define a module or a function. */
export function isDefinition(call: CallExpr): boolean {
  return DEFINERS.has(call.name) || MODULES.has(call.name);
}

// --- modules ----------------------------------------------------------------------------------------------

/** `defmodule`, `defprotocol` and `defimpl`: each module is walked with a scope of its own. */
export function defineModule(walker: Walker, call: CallExpr, scope: Scope, situation: Situation): void {
  if (call.name === 'defimpl') {
    for (const name of implementations(call, scope, situation))
      moduleBody(walker, call, name, 'impl', scope, situation);
    return;
  }
  const [target] = call.args;
  const kind = call.name === 'defprotocol' ? 'protocol' : 'module';
  moduleBody(walker, call, moduleName(target, scope, situation), kind, scope, situation);
}

/** The full name a module gets where it is defined; an alias of its first segment is left in the outer scope. */
function moduleName(target: Expr | undefined, scope: Scope, situation: Situation): string {
  if (target?.kind !== 'alias') return target ? (moduleOf(target, scope, situation.owner) ?? '') : '';
  if (target.head) return moduleOf(target, scope, situation.owner) ?? '';
  if (scope.module === undefined || target.name.startsWith('Elixir.')) return expandAlias(scope, target.name);
  const first = target.name.split('.')[0] ?? target.name;
  const isKnown = scope.module !== '';
  addAlias(scope, first, isKnown ? moduleBelow(scope.module, first) : '');
  return isKnown ? moduleBelow(scope.module, target.name) : '';
}

/** The module names of `defimpl Protocol, for: Type` (`Protocol.Type`), one for each type; empty where not known. */
function implementations(call: CallExpr, scope: Scope, situation: Situation): string[] {
  const [target] = call.args;
  const protocol = target ? moduleOf(target, scope, situation.owner) : undefined;
  if (protocol === undefined) return [''];
  const types = keywordValue(call.args[1], 'for');
  if (!types) return [scope.module === undefined ? '' : `${protocol}.${scope.module}`];
  const listed = types.kind === 'list' ? types.items : [types];
  const names = listed.flatMap((type) => {
    const module = moduleOf(type, scope, situation.owner);
    return module === undefined ? [] : [`${protocol}.${module}`];
  });
  return names.length > 0 ? names : [''];
}

function moduleBody(
  walker: Walker,
  call: CallExpr,
  name: string,
  kind: ModuleKind,
  scope: Scope,
  outer: Situation,
): void {
  const module = newModule(walker.file, name, kind, call, outer.quoted);
  const [target] = call.args;
  if (target?.kind === 'alias' && name !== '') target.module = name;
  else if (target && kind === 'module') walker.walk(target, scope, outer, { result: 'nested' });
  walker.modules.push(module);
  const inner: Scope = { ...innerScope(scope), module: name };
  const situation: Situation = { ...moduleSituation(module), devOnly: outer.devOnly };
  walker.body(call.blocks?.do, inner, situation, { result: 'discarded' });
  walker.calls.resolveLocals(module);
  for (const quote of module.quotes.values()) walker.calls.resolveLocals(quote);
}

/** Keeps what `@name value` says; the value is resolved when the attribute is walked. */
export function noteAttribute(name: string, value: Expr | undefined, scope: Scope, owner: ModuleDef): void {
  if (!value) return;
  const module =
    name === 'behaviour' || name === 'before_compile' ? moduleOf(value, scope, owner) : undefined;
  if (module !== undefined && name === 'behaviour') {
    owner.behaviours.push({ module, start: value.start, end: value.end });
  } else if (name === 'before_compile') {
    owner.beforeCompile.push(module ?? '__MODULE__');
  } else {
    const values = owner.attributes.get(name);
    if (values) values.push(value);
    else owner.attributes.set(name, [value]);
  }
}

/** Keeps what `@callback name(type) :: type when var: type` asks for (`Module`, "Typespec attributes"). */
export function noteCallback(value: Expr, owner: ModuleDef): void {
  const typed = value.kind === 'operator' && value.name === 'when' ? value.args[0] : value;
  const head = typed?.kind === 'operator' && typed.name === '::' ? typed.args[0] : typed;
  if (head?.kind === 'variable') owner.callbacks.push(`${head.name}/0`);
  if (head?.kind === 'call' && !head.receiver && head.name !== 'unquote')
    owner.callbacks.push(`${head.name}/${head.args.length}`);
}

/** Keeps which parameters `@spec name(type) :: type` says are atoms (`Module`, "Typespec attributes"). */
export function noteSpec(value: Expr, owner: ModuleDef): void {
  const head = value.kind === 'operator' && value.name === '::' ? value.args[0] : undefined;
  if (head?.kind !== 'call' || head.receiver) return;
  for (const [index, type] of head.args.entries())
    if (isAtomType(type)) owner.atomParams.push(`${head.name}/${head.args.length}:${index}`);
}

/** `atom()`, `module()`, also with a name: `name :: atom()`. */
function isAtomType(type: Expr): boolean {
  if (type.kind === 'operator' && type.name === '::')
    return type.args[1] !== undefined && isAtomType(type.args[1]);
  const plain = type.kind === 'call' ? !type.receiver : type.kind === 'variable';
  return plain && 'name' in type && (type.name === 'atom' || type.name === 'module');
}

/** Keeps the fields of `defstruct`. */
export function noteStruct(call: CallExpr, owner: ModuleDef): void {
  const [fields] = call.args;
  const bare = fields?.kind === 'list' ? fields.items.flatMap((item) => atomOf(item) ?? []) : [];
  owner.structFields = [...bare, ...keywordsOf(fields).map(({ key }) => key)];
}

// --- functions --------------------------------------------------------------------------------------------

interface Head {
  name: string;
  params: Expr[];
  guard?: Expr;
  /** What gives the name, in `unquote(name)(params)`. */
  naming?: Expr;
}

/** The parts of `name(params) when guard`; an operator defines a function of its own name. */
function headOf(expr: Expr | undefined): Head {
  if (expr?.kind === 'operator' && expr.name === 'when') {
    const [head, guard] = expr.args;
    return { ...headOf(head), ...(guard ? { guard } : {}) };
  }
  if (expr?.kind === 'variable') return { name: expr.name, params: [] };
  if (expr?.kind === 'call' && expr.piped) return pipeHead(expr);
  if (expr?.kind === 'call' && !expr.receiver)
    return { name: expr.name === 'unquote' ? '' : expr.name, params: paramsOf(expr) };
  if (expr?.kind === 'call')
    return { name: '', params: expr.args, ...(expr.receiver ? { naming: expr.receiver } : {}) };
  if (expr?.kind === 'operator') return { name: expr.name, params: expr.args };
  return { name: '', params: [] };
}

/** `def left |> right` defines the operator; what is read as a call with its first argument before it is none. */
function pipeHead(call: CallExpr): Head {
  const [left, ...rest] = call.args;
  const { piped: _, ...bare } = call;
  const right: Expr = call.parens
    ? { ...bare, args: rest, arity: call.arity - 1, start: call.nameStart }
    : { kind: 'variable', name: call.name, start: call.nameStart, end: call.end };
  return { name: '|>', params: left ? [left, right] : [right] };
}

/** The parameters of a head; in `scope(path, do: block)` the keywords are a pattern, not blocks. */
function paramsOf(head: CallExpr): Expr[] {
  if (!head.blocks || head.args.length >= head.arity) return head.args;
  const { start, end } = head;
  const items = Object.entries(head.blocks).map(([name, { expr }]): Expr => {
    const key: Expr = { kind: 'atom', value: name, start, end };
    return { kind: 'tuple', items: expr ? [key, expr] : [key], keyword: true, start, end };
  });
  return [...head.args, { kind: 'list', items, bare: true, start, end }];
}

/** `def` and its like: finds or makes the function and walks the clause. */
export function defineFunction(walker: Walker, call: CallExpr, scope: Scope, situation: Situation): void {
  const head = headOf(call.args[0]);
  const clause = addClause(call, head, situation.owner);
  clause.impl = walker.takeImpl();
  const inner: Scope = { ...innerScope(scope), closures: new Map() };
  // A loop around the definition ran when the module was compiled.
  const { owner, quoted, branches, rescued, logged, devOnly } = situation;
  const inside: Situation = { owner, clause, quoted, branches, rescued, logged, devOnly };
  for (const part of head.naming ? [head.naming, ...head.params] : head.params)
    walker.walk(part, inner, inside, { result: 'nested' });
  if (head.guard) walker.walk(head.guard, inner, inside, { result: 'nested' });
  if (call.blocks) walker.handlers(call.blocks, inner, inside, TAIL);
}

/** Most functions have none of these. */
const NO_HANDLERS: Blocks = Object.freeze({});

function handlersOf(blocks: Blocks = NO_HANDLERS): Blocks {
  const { do: _, ...handlers } = blocks;
  return Object.keys(handlers).length === 0 ? NO_HANDLERS : handlers;
}

function addClause(call: CallExpr, head: Head, owner: ModuleDef): FunctionClause {
  const fn = functionFor(call, head, owner);
  const body = call.blocks?.do?.expr;
  const clause: FunctionClause = {
    fn,
    index: fn.clauses.length,
    params: head.params,
    ...(head.guard ? { guard: head.guard } : {}),
    ...(body ? { body } : {}),
    blocks: handlersOf(call.blocks),
    impl: false,
    start: call.start,
    end: call.end,
    headStart: call.start,
    headEnd: call.args[0]?.end ?? call.end,
    calls: [],
  };
  fn.clauses.push(clause);
  return clause;
}

/** The functions of a module that is being walked, by name and arity. */
const knownFunctions = new WeakMap<ModuleDef, Map<string, FunctionDef>>();

function functionFor(call: CallExpr, head: Head, owner: ModuleDef): FunctionDef {
  const arity = head.params.length;
  const defaults = head.params.filter((param) => param.kind === 'operator' && param.name === '\\\\').length;
  const kind = kindOf(call.name);
  const known = knownFunctions.get(owner) ?? new Map<string, FunctionDef>();
  knownFunctions.set(owner, known);
  const key = `${head.name}/${arity}`;
  let fn = head.name === '' ? undefined : known.get(key);
  if (!fn) {
    fn = { name: head.name, arity, minArity: arity - defaults, kind, module: owner, clauses: [] };
    owner.functions.push(fn);
    known.set(key, fn);
  }
  fn.minArity = Math.min(fn.minArity, arity - defaults);
  return fn;
}

function kindOf(name: string): FunctionKind {
  switch (name) {
    case 'defp':
    case 'defmacro':
    case 'defmacrop':
    case 'defdelegate':
      return name;
    case 'defguard':
    case 'defguardp':
      return 'defguard';
    default:
      return 'def';
  }
}

/** `defdelegate f(x), to: M, as: :g`: a function whose one clause calls `M.g(x)`. */
export function delegate(walker: Walker, call: CallExpr, scope: Scope, situation: Situation): void {
  const [heads, options] = call.args;
  const impl = walker.takeImpl();
  if (options) walker.walk(options, scope, situation, { result: 'nested' });
  const to = keywordValue(options, 'to');
  const as = keywordValue(options, 'as');
  const module = to ? moduleOf(to, scope, situation.owner) : undefined;
  for (const expr of heads?.kind === 'list' ? heads.items : heads ? [heads] : []) {
    const head = headOf(expr);
    const clause = addClause(call, head, situation.owner);
    clause.impl = impl;
    const { start, end } = expr;
    for (const param of head.params)
      walker.walk(param, innerScope(scope), { ...situation, clause }, { result: 'nested' });
    const params = head.params.map((param) =>
      param.kind === 'operator' && param.name === '\\\\' ? (param.args[0] ?? param) : param,
    );
    clause.calls.push({
      ...(module === undefined ? (to ? { target: to } : {}) : { module }),
      name: as?.kind === 'atom' ? as.value : head.name,
      arity: params.length,
      args: params,
      expr,
      captured: false,
      situation: { ...situation, clause },
      result: 'tail',
      start,
      end,
      nameStart: start,
    });
  }
}
