import { bindingAt } from '../../elixir/bindings.js';
import type { CallSite, ModuleDef } from '../../elixir/model.js';
import { callsTo } from '../../project/calls-to.js';
import { inspected } from '../../project/inspected.js';
import { perProject } from '../../project/memory.js';
import { type Origin, originsOf, type Standpoint } from '../../project/origins.js';
import type { Project } from '../../project/project.js';
import { type Run, runsOf } from '../../project/runs.js';
import type { Expr, VariableExpr } from '../../syntax/ast.js';
import { visit } from '../../syntax/visit.js';
import { publishedKey, publishedTables, publishes, registeredKeys } from './published-tables.js';
import { type TableAccess, tableAccess, tableOf } from './tables.js';

/** Who may read and write a table (`:ets.new/2`, "Access"). */
export type Protection = 'public' | 'protected' | 'private';

/** One `:ets.new/2`, as its source shows it. */
export interface EtsTable {
  /** The call that makes it. */
  site: CallSite;
  /** The processes that make it, and so own it. */
  makers: readonly Run[];
  /** The names it may have, where the source shows them: several where one function makes several tables. */
  names: readonly string[];
  /** True where others reach it by its name, false where only by its reference. */
  named: boolean;
  /** Absent where the source does not show it. */
  protection?: Protection;
  /** The options that are set, as atoms; `complete` is false where the source does not show all. */
  options: ReadonlyMap<string, Expr>;
  complete: boolean;
  /** The call that puts its reference where every process finds it (see `publishedTables`). */
  published?: CallSite;
  /** What is done with its objects, in the order of the project's files. */
  uses: readonly TableUse[];
}

/** A call that reads or writes objects of a table. */
export interface TableUse {
  site: CallSite;
  access: TableAccess;
  /** By what the table is known there (see `keysOf`). */
  keys: ReadonlySet<string>;
  /** In which processes it runs. */
  runs: readonly Run[];
}

const known = new WeakMap<Project, readonly EtsTable[]>();

/** The ETS tables that the project's own code makes, with what is done with each, as far as names and values show. */
export function etsTables(project: Project): readonly EtsTable[] {
  let tables = known.get(project);
  if (!tables) {
    tables = collect(project);
    known.set(project, tables);
  }
  return tables;
}

const tableCalls = callsTo((callee) => callee.module === ':ets' || publishes(callee));

function collect(project: Project): EtsTable[] {
  const sites = project.modules
    .filter(({ def, production }) => !def.quoted && production)
    .flatMap(tableCalls)
    .filter(({ situation: { quoted, devOnly, clause } }) => clause && !quoted && !devOnly);
  const makings = sites.filter(({ module, name }) => module === ':ets' && name === 'new');
  if (makings.length === 0) return [];
  const keys = new Map<string, TableUse[]>();
  const published = publishedTables(sites, project);
  for (const site of sites) {
    const access = tableAccess(site);
    const table = access && tableOf(site);
    if (!access || !table) continue;
    const use = { site, access, keys: keysOf(table, site, project), runs: runsOf(site, project) };
    for (const key of use.keys) keys.set(key, [...(keys.get(key) ?? []), use]);
  }
  return makings.map((site) => tableMadeBy(site, keys, published, project));
}

function tableMadeBy(
  site: CallSite,
  keys: ReadonlyMap<string, readonly TableUse[]>,
  published: ReadonlyMap<CallSite, CallSite>,
  project: Project,
): EtsTable {
  const { options, complete } = optionsOf(site.args[1], site, project);
  const named = options.has('named_table');
  const [name] = site.args;
  const publishing = published.get(site);
  const called = named && name ? [...keysOf(name, site, project)] : [];
  const names = [referenceKey(site), ...called, ...(publishing ? [publishedKey(publishing, project)] : [])];
  const all = [...names, ...fieldsHolding(new Set(names), site, project)];
  const uses = new Set(all.flatMap((key) => keys.get(key) ?? []));
  const protection = protectionIn(options, complete);
  return {
    site,
    makers: runsOf(site, project),
    names: called.filter((key) => !key.startsWith(LOCAL)),
    named,
    ...(protection ? { protection } : {}),
    options,
    complete,
    ...(publishing ? { published: publishing } : {}),
    uses: [...uses].sort((a, b) => byPlace(a.site, b.site)),
  };
}

function byPlace(a: CallSite, b: CallSite): number {
  const [left, right] = [a.situation.owner.file, b.situation.owner.file];
  return left === right ? a.start - b.start : left < right ? -1 : 1;
}

function standpoint({ situation: { owner, clause } }: CallSite): Standpoint {
  return { owner, ...(clause ? { clause } : {}), entered: [] };
}

// --- which table --------------------------------------------------------------------------------------------

function referenceKey(site: CallSite): string {
  return `${site.situation.owner.file}:${site.start}`;
}

const LOCAL = 'in ';

/** What a parameter, variable, field or option stands for in one module. */
function localKey(owner: ModuleDef, name: string): string {
  return `${LOCAL}${owner.name}: ${name}`;
}

/**
 * By what a table is known where an expression gives it: its name as `inspect/1` prints it, the call that makes it,
 * or, where only run time knows, the parameter, field or option that it comes from in its module.
 */
export function keysOf(expr: Expr, site: CallSite, project: Project): ReadonlySet<string> {
  const at = standpoint(site);
  const origins = originsOf(expr, [], at, project);
  // A parameter that only the function itself hands on comes from nowhere in sight.
  const known = origins.length > 0 ? origins : [{ expr, path: [], at }];
  return new Set(known.flatMap((origin) => keysOfOrigin(origin, project)));
}

function keysOfOrigin({ expr, path, at }: Origin, project: Project, depth = 2): string[] {
  const last = path.at(-1);
  if (last?.kind === 'key') return [localKey(at.owner, last.key)];
  if (last) return registeredKeys({ expr, path, at }, project);
  switch (expr.kind) {
    case 'atom':
      return expr.value === 'nil' ? [] : [inspected(expr, at, project)];
    case 'alias':
      return [inspected(expr, at, project)];
    case 'interpolated': {
      // What is put into the name may be another thing in another module.
      const text = inspected(expr, at, project);
      return [/__MODULE__|@/.test(text) ? `${at.owner.name}: ${text}` : text];
    }
    case 'variable':
      if (expr.name === '__MODULE__') return [at.owner.name];
      return [localKey(at.owner, expr.name), ...(depth > 0 ? defaultKeys(expr, at, project) : [])];
    case 'call': {
      const site = at.clause?.calls.find((one) => one.expr === expr);
      if (site?.module === ':ets' && site.name === 'new') return madeBy(site, project, depth);
      if (site?.module === ':ets' && site.name === 'whereis' && site.args[0] && depth > 0)
        return originsOf(site.args[0], [], at, project).flatMap((origin) =>
          keysOfOrigin(origin, project, depth - 1),
        );
      if (site?.module === ':persistent_term' && site.name === 'get') return [publishedKey(site, project)];
      const text = inspected(expr, at, project);
      if (text.includes('…')) return [];
      return [expr.module === 'Module' ? text : localKey(at.owner, text)];
    }
    default:
      return [];
  }
}

/** By what a parameter that nobody in sight gives is known: `def size(table \\\\ __MODULE__)`. */
function defaultKeys({ name, start }: VariableExpr, { clause }: Standpoint, project: Project): string[] {
  const binding = clause && bindingAt(clause, name, start);
  if (!clause || binding?.kind !== 'parameter' || binding.path.length > 0) return [];
  return clause.fn.clauses.flatMap((head) => {
    const param = head.params[binding.index];
    const value = param?.kind === 'operator' && param.name === '\\\\' ? param.args[1] : undefined;
    const at = { owner: head.fn.module, clause: head, entered: [] };
    return value ? originsOf(value, [], at, project).flatMap((one) => keysOfOrigin(one, project, 0)) : [];
  });
}

/** `:ets.new/2` gives back the name of a named table, and a reference to any other. */
function madeBy(site: CallSite, project: Project, depth: number): string[] {
  const [name] = site.args;
  // A function that calls itself may name each table by the one before.
  const named = name && depth >= 0 && optionsOf(site.args[1], site, project).options.has('named_table');
  return [
    referenceKey(site),
    ...(named
      ? originsOf(name, [], standpoint(site), project).flatMap((one) => keysOfOrigin(one, project, -1))
      : []),
  ];
}

/**
 * The fields of maps and structs, and the variables, that a table's name or reference is kept in, in the module that
 * makes it.
 */
function fieldsHolding(names: ReadonlySet<string>, making: CallSite, project: Project): string[] {
  const { owner } = making.situation;
  const found = making.pattern?.kind === 'variable' ? [localKey(owner, making.pattern.name)] : [];
  for (const { field, held } of fieldsOf(owner, project))
    if (held.some((name) => names.has(name))) found.push(localKey(owner, field));
  return found;
}

/** The fields of maps and structs in a module's functions, with the names of tables that they may hold. */
const fieldsOf = perProject((owner: ModuleDef, project): readonly { field: string; held: string[] }[] => {
  const found: { field: string; held: string[] }[] = [];
  for (const clause of owner.functions.flatMap((fn) => fn.clauses)) {
    const note = (expr: Expr): void => {
      for (const { key, value } of expr.kind === 'map' ? expr.pairs : []) {
        if (key.kind !== 'atom' || !HOLDERS.has(value.kind)) continue;
        const at = { owner, clause, entered: [] };
        const held = originsOf(value, [], at, project).flatMap((origin) => keysOfOrigin(origin, project));
        if (held.length > 0) found.push({ field: key.value, held });
      }
    };
    if (clause.body) visit(clause.body, note);
  }
  return found;
});

const HOLDERS: ReadonlySet<Expr['kind']> = new Set(['variable', 'call', 'attribute', 'atom', 'alias']);

// --- options ------------------------------------------------------------------------------------------------

const FLAG: Expr = { kind: 'atom', value: 'true', start: 0, end: 0 };

/** The options of `:ets.new/2` that any way through the source sets. */
function optionsOf(
  expr: Expr | undefined,
  site: CallSite,
  project: Project,
): { options: Map<string, Expr>; complete: boolean } {
  const options = new Map<string, Expr>();
  let complete = expr !== undefined;
  const origins = expr ? originsOf(expr, [], standpoint(site), project) : [];
  for (const { expr: list, path, at } of origins) {
    if (list.kind !== 'list' || path.length > 0) {
      complete = false;
      continue;
    }
    for (const item of list.items) complete = noteOption(item, at, options, project) && complete;
  }
  return { options, complete };
}

/** Notes one option; false where the source does not show what it is. */
function noteOption(item: Expr, at: Standpoint, options: Map<string, Expr>, project: Project): boolean {
  if (item.kind === 'atom') {
    options.set(item.value, FLAG);
    return true;
  }
  const [key, value] = item.kind === 'tuple' ? item.items : [];
  if (key?.kind === 'atom' && value) {
    options.set(key.value, value);
    return true;
  }
  const atoms = originsOf(item, [], at, project).map(({ expr }) => expr);
  for (const atom of atoms) if (atom.kind === 'atom') options.set(atom.value, FLAG);
  return atoms.length > 0 && atoms.every(({ kind }) => kind === 'atom');
}

function protectionIn(options: ReadonlyMap<string, Expr>, complete: boolean): Protection | undefined {
  const said = (['public', 'protected', 'private'] as const).filter((word) => options.has(word));
  if (said.length > 1) return undefined;
  return said[0] ?? (complete ? 'protected' : undefined);
}

// --- processes ----------------------------------------------------------------------------------------------

/** True where two calls work on the same of the tables that one `:ets.new/2` may make. */
export function onSameTable({ names }: EtsTable, one: TableUse, other: TableUse): boolean {
  return names.length < 2 || [...one.keys].some((key) => other.keys.has(key));
}

/**
 * True for a run in another process than those that own a table: a callback of another module, a request, a task,
 * or whoever calls a public function.
 */
export function isForeign({ runner }: Run, { makers }: EtsTable): boolean {
  switch (runner.kind) {
    case 'callback':
      return !makers.some(
        ({ runner: maker }) => maker.kind === 'callback' && maker.server.module === runner.server.module,
      );
    case 'task':
    case 'request':
    case 'handler':
    case 'behaviour':
    case 'anyone':
      return true;
    default:
      return false;
  }
}
