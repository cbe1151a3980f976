import { atomOf, keywordsOf, keywordValue } from '../../elixir/literals.js';
import type { CallSite, FunctionClause, ModuleDef } from '../../elixir/model.js';
import { followValue } from '../../elixir/values.js';
import { callsTo } from '../../project/calls-to.js';
import type { Project } from '../../project/project.js';
import type { ProjectModule } from '../../project/project-module.js';
import type { Expr } from '../../syntax/ast.js';

/** An expression and where it stands. */
export interface Located {
  expr: Expr;
  owner: ModuleDef;
  clause?: FunctionClause;
}

/** One `Broadway.start_link/2`. */
export interface Pipeline {
  site: CallSite;
  /** The module that holds the callbacks, by name. */
  callbacks: string;
  options: Located;
}

/** One named entry of `processors:` or `batchers:`. */
export interface Entry extends Located {
  name: string;
  /** The range of name and value. */
  start: number;
  end: number;
}

/** The pipelines that the functions of a module start (`Broadway.start_link/2`). */
export function pipelinesOf(module: ProjectModule): Pipeline[] {
  return startCalls(module).flatMap((site): Pipeline[] => {
    if (site.situation.quoted) return [];
    const [target, options] = site.args;
    const { owner, clause } = site.situation;
    const callbacks = target && nameOf(target, owner, clause);
    if (!callbacks || !options) return [];
    return [{ site, callbacks, options: { expr: options, owner, ...(clause ? { clause } : {}) } }];
  });
}

const startCalls = callsTo(({ callee }) => callee === 'Broadway.start_link');

/** The module or atom that an expression names. */
export function nameOf(expr: Expr, owner: ModuleDef, clause: FunctionClause | undefined): string | undefined {
  const value = followValue(expr, owner, clause);
  if (value.kind === 'alias') return value.module;
  if (value.kind === 'variable' && value.name === '__MODULE__') return owner.name;
  return value.kind === 'atom' && value.value !== 'nil' ? `:${value.value}` : undefined;
}

/**
 * The value of an option, through variables, attributes, functions of the project that give the options back, and
 * `Keyword.merge/2`, `Keyword.put/3` and `++`, where what is written last wins.
 */
export function optionOf(options: Located, key: string, project: Project, depth = 5): Located | undefined {
  if (depth === 0) return undefined;
  const { owner, clause } = options;
  const expr = followValue(options.expr, owner, clause);
  const here = (value: Expr): Located => ({ ...options, expr: value });
  const within = (part: Expr | undefined): Located | undefined =>
    part && optionOf(here(part), key, project, depth - 1);
  const direct = keywordValue(expr, key);
  if (direct) return here(followValue(direct, owner, clause));
  if (expr.kind === 'operator' && expr.name === '++') return within(expr.args[0]) ?? within(expr.args[1]);
  if (expr.kind !== 'call') return undefined;
  const [first, second, third] = expr.args;
  if (expr.module === 'Keyword' && expr.name === 'merge') return within(second) ?? within(first);
  if (expr.module === 'Keyword' && expr.name.startsWith('put'))
    return atomOf(second) === key && third ? here(third) : within(first);
  return givenBack(expr, owner, project, (value) => optionOf(value, key, project, depth - 1));
}

/** Asks about what a function of the project gives back, where it has one clause. */
function givenBack<T>(
  call: Expr,
  owner: ModuleDef,
  project: Project,
  ask: (value: Located) => T | undefined,
): T | undefined {
  if (call.kind !== 'call' || call.module === undefined) return undefined;
  const [clause, ...others] = project.functionNamed(call.module, call.name, call.arity, owner)?.clauses ?? [];
  if (!clause?.body || others.length > 0) return undefined;
  return ask({ expr: clause.body, owner: clause.fn.module, clause });
}

/** The entries of `processors:` or `batchers:`; empty where the source does not say. */
export function entriesOf(pipeline: Pipeline, key: 'processors' | 'batchers', project: Project): Entry[] {
  const option = optionOf(pipeline.options, key, project);
  if (!option) return [];
  const { owner, clause } = option;
  const list = followValue(option.expr, owner, clause);
  return keywordsOf(list).map(({ key: name, value, start, end }) => ({
    ...option,
    name,
    expr: value,
    start,
    end,
  }));
}

/** The producer of a pipeline: its module's name, and where it is given. */
export interface Producer extends Located {
  module: string;
}

/** The producer that a pipeline is started with, where the source names it: `producer: [module: {Module, options}]`. */
export function producerOf(pipeline: Pipeline, project: Project): Producer | undefined {
  const producer =
    optionOf(pipeline.options, 'producer', project) ??
    firstOf(optionOf(pipeline.options, 'producers', project));
  const given = producer && optionOf(producer, 'module', project);
  if (!given) return undefined;
  const { expr, owner, clause } = given;
  const [head] = expr.kind === 'tuple' ? expr.items : [expr];
  const module = head && nameOf(head, owner, clause);
  return module === undefined ? undefined : { ...given, module };
}

/** Broadway before 0.5 took named producers. */
function firstOf(producers: Located | undefined): Located | undefined {
  const [first] = producers ? keywordsOf(producers.expr) : [];
  return producers && first ? { ...producers, expr: first.value } : undefined;
}

/** The clauses that Broadway runs for messages and batches (`Broadway`, callbacks). */
export function messageClausesOf(module: ProjectModule): FunctionClause[] {
  return [...module.clausesOf('handle_message', 3), ...module.clausesOf('handle_batch', 4)].filter(
    ({ body }) => body !== undefined,
  );
}
