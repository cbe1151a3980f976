import { bindingAt } from '../elixir/bindings.js';
import type { Expr } from '../syntax/ast.js';
import { type Origin, originsOf, type Standpoint } from './origins.js';
import type { Project } from './project.js';
import { mayMatch } from './reach.js';

/** The one module that an expression names, variables followed; `undefined` where it can be another. */
export function moduleNamed(expr: Expr, at: Standpoint, project: Project): string | undefined {
  const written = writtenModule(expr, at);
  if (written !== undefined) return written;
  const configured = project.indirect.moduleOf(expr, at.owner, at.clause);
  if (configured !== undefined) return configured;
  const names = new Set(
    originsOf(expr, [], at, project)
      .filter(({ expr: origin }) => !isNil(origin))
      .map((origin) => moduleAt(origin, expr, project)),
  );
  return names.size === 1 ? [...names][0] : undefined;
}

function moduleAt(origin: Origin, asked: Expr, project: Project): string | undefined {
  if (origin.expr === asked || origin.path.length > 0) return undefined;
  return moduleNamed(origin.expr, origin.at, project);
}

function writtenModule(expr: Expr, at: Standpoint): string | undefined {
  // Configuration files know no aliases.
  if (expr.kind === 'alias') return expr.module ?? expr.name;
  if (expr.kind === 'variable' && expr.name === '__MODULE__') return at.owner.name;
  return expr.kind === 'atom' && !isNil(expr) ? `:${expr.value}` : undefined;
}

function isNil(expr: Expr): boolean {
  return expr.kind === 'atom' && expr.value === 'nil';
}

/**
 * Every process module that an expression can stand for where it is chosen at run time from what is written out:
 * the values of a map that is asked by a key (`@adaptors[type]`), or of several branches.
 *
 * @param arg what the module is started with: a module whose start function cannot take it is none of them
 */
export function modulesChosenFrom(
  expr: Expr,
  arg: Expr | undefined,
  at: Standpoint,
  project: Project,
): string[] {
  const names = originsOf(expr, [], at, project)
    .filter(({ path }) => path.length === 0)
    .flatMap((origin) => [...chosen(origin, project)]);
  const given = arg && shapeOf(arg, at);
  return [...new Set(names)].filter((name) => isStartedWith(name, given, project));
}

function* chosen({ expr, at }: Origin, project: Project): Generator<string> {
  const written = writtenModule(expr, at);
  if (written !== undefined) yield written;
  const table = askedTable(expr);
  for (const origin of table ? originsOf(table, [], at, project) : []) {
    if (origin.path.length > 0 || origin.expr.kind !== 'map') continue;
    for (const { value } of origin.expr.pairs) {
      const module = writtenModule(value, origin.at);
      if (module !== undefined) yield module;
    }
  }
}

/** `table[key]`, `Map.get(table, key)`. */
function askedTable(expr: Expr): Expr | undefined {
  if (expr.kind === 'access') return expr.target;
  const asks = expr.kind === 'call' && expr.module === 'Map' && /^(get|fetch!?)$/.test(expr.name);
  return asks ? expr.args[0] : undefined;
}

/** What is known of an argument's shape: itself, or the pattern of the parameter that it is. */
function shapeOf(arg: Expr, { clause }: Standpoint): Expr {
  if (arg.kind !== 'variable' || !clause) return arg;
  const binding = bindingAt(clause, arg.name, arg.start);
  const param =
    binding?.kind === 'parameter' && binding.path.length === 0 ? clause.params[binding.index] : undefined;
  const parts = param?.kind === 'operator' && param.name === '=' ? param.args : [];
  return parts.find(({ kind }) => kind !== 'variable') ?? arg;
}

function isStartedWith(name: string, given: Expr | undefined, project: Project): boolean {
  const starts = project.moduleNamed(name)?.clausesOf('start_link', 1) ?? [];
  return starts.some(({ params: [param] }) => param !== undefined && mayMatch(param, given));
}
