import type { Step } from '../../elixir/bindings.js';
import type { CallSite, FunctionClause, ModuleDef } from '../../elixir/model.js';
import { type Origin, originsOf, type Standpoint } from '../../project/origins.js';
import type { Project, ProjectModule } from '../../project/project.js';
import type { Expr } from '../../syntax/ast.js';
import { visit } from '../../syntax/visit.js';
import { DATABASE, slowWorkOf } from '../requests/slow-work.js';

/** A struct of a schema that has a table, and where it is loaded, made or named. */
export interface Entity {
  schema: ProjectModule;
  at: { owner: ModuleDef; start: number; end: number };
  /** The call of the repository that gives it; absent where it is a struct written out. */
  loaded?: CallSite;
}

/** Functions of `Ecto.Repo` that give one row, with the way to it in what they return. */
const ROW: ReadonlyMap<string, readonly Step[]> = new Map(
  Object.entries({
    get: [],
    'get!': [],
    get_by: [],
    'get_by!': [],
    one: [],
    'one!': [],
    'insert!': [],
    'update!': [],
    'insert_or_update!': [],
    insert: [{ kind: 'item', index: 1 }],
    update: [{ kind: 'item', index: 1 }],
    insert_or_update: [{ kind: 'item', index: 1 }],
  }),
);

/** The entity that a value, or a part of it, is as far as the source shows. */
export function entityOf(
  expr: Expr,
  path: readonly Step[],
  at: Standpoint,
  project: Project,
): Entity | undefined {
  for (const origin of originsOf(expr, path, at, project)) {
    const entity = madeBy(origin, project);
    if (entity) return entity;
  }
  return undefined;
}

function madeBy({ expr, path, at }: Origin, project: Project): Entity | undefined {
  const { owner, clause } = at;
  if (expr.kind === 'map') return path.length === 0 ? structEntity(expr, owner, project) : undefined;
  if (expr.kind === 'variable') return path.length === 0 ? parameterEntity(expr, at, project) : undefined;
  if (expr.kind !== 'call') return undefined;
  const site = clause?.calls.find((call) => call.expr === expr);
  if (site && SAME_ROW.has(site.name) && isRepoCall(site, project))
    return site.args[0] && entityOf(site.args[0], path, at, project);
  const way = site && ROW.get(site.name);
  if (!site || !way || !isRepoCall(site, project) || !isSame(way, path)) return undefined;
  const [given] = site.args;
  const schema = given && schemaIn(given, at, project);
  return schema ? { schema, at: { owner, start: expr.start, end: expr.end }, loaded: site } : undefined;
}

/** Functions of `Ecto.Repo` that give back what they are given, read again or read further. */
const SAME_ROW: ReadonlySet<string> = new Set(['preload', 'reload', 'reload!']);

function isRepoCall(site: CallSite, project: Project): boolean {
  return slowWorkOf(site, project) === DATABASE;
}

function isSame(way: readonly Step[], path: readonly Step[]): boolean {
  return JSON.stringify(way) === JSON.stringify(path);
}

/** The schema that a query, changeset or row speaks of: the first one named where it comes from. */
function schemaIn(given: Expr, at: Standpoint, project: Project): ProjectModule | undefined {
  for (const origin of [{ expr: given, at }, ...originsOf(given, [], at, project)]) {
    let found: ProjectModule | undefined;
    visit(origin.expr, (expr) => {
      found ??= expr.kind === 'alias' ? tableOf(expr.module, project) : undefined;
      return found === undefined;
    });
    if (found) return found;
  }
  return undefined;
}

/** `def init(%Cart{} = cart)`: the pattern of a parameter says what it is. */
function parameterEntity(
  variable: Expr & { kind: 'variable' },
  { owner, clause }: Standpoint,
  project: Project,
): Entity | undefined {
  const param = clause?.params.find((one) => bindsWhole(one, variable.name));
  return param && patternEntity(param, owner, project);
}

function bindsWhole(pattern: Expr, name: string): boolean {
  if (pattern.kind === 'variable') return pattern.name === name;
  return (
    pattern.kind === 'operator' && pattern.name === '=' && pattern.args.some((side) => bindsWhole(side, name))
  );
}

/** The entity that a pattern demands: `%Cart{}`, alone or beside `= cart`. */
export function patternEntity(pattern: Expr, owner: ModuleDef, project: Project): Entity | undefined {
  if (pattern.kind === 'map') return structEntity(pattern, owner, project);
  if (pattern.kind !== 'operator' || (pattern.name !== '=' && pattern.name !== '\\\\')) return undefined;
  for (const side of pattern.args) {
    const found = patternEntity(side, owner, project);
    if (found) return found;
  }
  return undefined;
}

function structEntity(
  { struct, start, end }: Expr & { kind: 'map' },
  owner: ModuleDef,
  project: Project,
): Entity | undefined {
  const own = struct?.kind === 'variable' && struct.name === '__MODULE__';
  const schema = tableOf(own ? owner.name : struct?.kind === 'alias' ? struct.module : undefined, project);
  return schema && { schema, at: { owner, start, end } };
}

const TABLE = /(^|_)schema$/;

/**
 * The schema of that name, where it has a table: an `embedded_schema` is a shape of data and nothing that the
 * database keeps (`Ecto.Schema`).
 */
function tableOf(name: string | undefined, project: Project): ProjectModule | undefined {
  const module = project.moduleNamed(name);
  if (!module) return undefined;
  const calls = [module.def, ...module.injected].flatMap(({ bodyCalls }) => bodyCalls);
  const table = calls.some((site) => TABLE.test(site.name) && site.name !== 'embedded_schema');
  return table && (module.is('ecto_schema') || usesSchemaMacro(module)) ? module : undefined;
}

/** `use MyApp.Schema` and `use TypedEctoSchema`, whose own code may be out of sight. */
function usesSchemaMacro({ uses }: ProjectModule): boolean {
  return uses.some(({ module }) => /Schema$/.test(module));
}

/** The standpoint of a clause that nobody was followed into. */
export function standingIn(clause: FunctionClause): Standpoint {
  return { owner: clause.fn.module, clause, entered: [] };
}
