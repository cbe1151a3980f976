import { clauseExprs } from '../../elixir/flow.js';
import type { CallSite, ModuleDef } from '../../elixir/model.js';
import { callsInto } from '../../project/calls-to.js';
import { kindOfModule, type ProcessKind } from '../../project/process-kinds.js';
import type { Project } from '../../project/project.js';
import type { ProjectModule } from '../../project/project-module.js';
import type { BlockBody, CallExpr, Expr } from '../../syntax/ast.js';
import { findExpr, visit } from '../../syntax/visit.js';
import { processStartOf } from '../processes/process-starts.js';

/** A process module that nothing in the project starts. */
export interface Orphan {
  module: ProjectModule;
  kind: ProcessKind;
  /** A call of the project to a function of the module, which may well expect the process to be there. */
  asked?: CallSite;
}

/**
 * Every process module of a project with an application that no supervisor lists, no code starts and no
 * configuration names.
 */
export function orphansOf(project: Project): Orphan[] {
  if (!project.modules.some(isRunningApplication)) return [];
  const candidates = project.modules.filter(
    (module) => isCandidate(module) && !isStarted(module) && !project.settings.config.names(module.name),
  );
  if (candidates.length === 0) return [];
  const named = namedModules(project, candidates);
  return candidates.flatMap((module): Orphan[] => {
    const { name } = module;
    // `Module.concat(Base, Worker)` names it by its last part.
    if (named.has(name) || named.has(lastPart(name)) || startsItself(module)) return [];
    const [asked] = callsTo(module);
    return [{ module, kind: kindOfModule(module), ...(asked ? { asked } : {}) }];
  });
}

function isStarted(module: ProjectModule): boolean {
  return callsTo(module).some(({ captured, name }) => captured || STARTING.test(name));
}

function lastPart(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}

/** Functions that start a process or say how. */
const STARTING = /^(start|child_spec|init)/;

function isRunningApplication(module: ProjectModule): boolean {
  return module.is('application') && module.production && module.functionNamed('start', 2) !== undefined;
}

/** A module that is a process of its own; one that others `use` is theirs. */
function isCandidate(module: ProjectModule): boolean {
  const { def } = module;
  if (def.quoted || def.damaged || def.kind !== 'module' || def.name === '' || !module.production)
    return false;
  if (module.is('application', 'endpoint', 'ecto_repo') || def.quotes.has('__using__')) return false;
  // A macro of the project may start its user, or define a supervisor for it.
  if (def.uses.some((use) => module.project.moduleNamed(use.module) !== undefined)) return false;
  if (isImplementation(module)) return false;
  return module.is(
    'gen_server',
    'gen_stage',
    'gen_statem',
    'agent',
    'supervisor',
    'dynamic_supervisor',
    'task',
  );
}

/** One of several ways to do a thing, which whoever configures the project chooses by name. */
function isImplementation({ def, project }: ProjectModule): boolean {
  return def.behaviours.some(({ module }) => project.moduleNamed(module) !== undefined);
}

function callsTo(module: ProjectModule): CallSite[] {
  return [...callsInto(module.name, module.project)].flatMap(([other, calls]) =>
    other === module || isOfTests(other) ? [] : calls,
  );
}

/** True for a module with a function beside its start function that starts it, or gives a child spec of it. */
function startsItself(module: ProjectModule): boolean {
  const { def, project } = module;
  const functions = def.functions.filter(({ name }) => !STARTING.test(name));
  return functions.some((fn) =>
    fn.clauses.some(
      ({ calls, body }) =>
        findExpr(body, isOwnSpec) !== undefined ||
        calls.some((site) => site.name === 'start_child' || processStartOf(site, project) !== undefined),
    ),
  );
}

/** `{__MODULE__, argument}`. */
function isOwnSpec(expr: Expr): boolean {
  const [first] = expr.kind === 'tuple' ? expr.items : [];
  return first?.kind === 'variable' && first.name === '__MODULE__';
}

// --- modules that code names as a value ---------------------------------------------------------------------

/** Attributes that only describe. */
const DESCRIBING: ReadonlySet<string> = new Set([
  'type',
  'typep',
  'opaque',
  'spec',
  'callback',
  'doc',
  'moduledoc',
  'typedoc',
]);
const DIRECTIVES: ReadonlySet<string> = new Set(['alias', 'require', 'import']);

/**
 * Modules that stand in a list, a tuple, options, an attribute or a string, of another module than their own: those
 * that are asked for, and others.
 */
function namedModules(project: Project, wanted: readonly ProjectModule[]): ReadonlySet<string> {
  const names = new Set<string>();
  const parts = new RegExp(`(?<!\\w)(?:${wanted.map(({ name }) => lastPart(name)).join('|')})(?!\\w)`);
  for (const module of project.modules) {
    const { def } = module;
    if (isOfTests(module)) continue;
    // However a module is named, its last part is written somewhere in the file.
    if (parts.test(module.facts.text)) for (const root of rootsOf(def)) noteNames(root, def.name, names);
    for (const { module: named } of [...def.uses, ...def.behaviours]) names.add(named);
  }
  return names;
}

/** What only tests start runs nowhere else. */
function isOfTests(module: ProjectModule): boolean {
  return module.is('test') || /(^|\/)tests?\//.test(module.file);
}

function* rootsOf(def: ModuleDef): Generator<Expr> {
  for (const { clauses } of def.functions) for (const clause of clauses) yield* clauseExprs(clause);
  for (const [name, values] of def.attributes) if (!DESCRIBING.has(name)) yield* values;
  // The calls in `alias A.{B, C}` are no mention either.
  for (const { expr, name } of def.bodyCalls) if (name !== '{}') yield expr;
  for (const { options } of def.uses) if (options) yield options;
}

function noteNames(root: Expr, home: string, names: Set<string>): void {
  visit(root, (expr) => {
    switch (expr.kind) {
      case 'atom':
      case 'text':
        names.add(expr.value.startsWith('Elixir.') ? expr.value.slice('Elixir.'.length) : expr.value);
        return true;
      case 'alias':
        if (expr.module !== home) names.add(expr.module ?? expr.name);
        return true;
      case 'attribute':
        return !DESCRIBING.has(expr.name);
      case 'map':
        if (!expr.struct) return true;
        for (const { value } of expr.pairs) noteNames(value, home, names);
        return false;
      case 'call':
        if (!expr.receiver) return !DIRECTIVES.has(expr.name);
        if (expr.receiver.kind !== 'alias') return true;
        for (const part of partsOf(expr)) noteNames(part, home, names);
        return false;
      default:
        return true;
    }
  });
}

/** What a call is given. */
function partsOf({ args, blocks }: CallExpr): Expr[] {
  const inBody = (body: BlockBody): Expr[] =>
    body.expr ? [body.expr] : (body.clauses ?? []).map((clause) => clause.body);
  return [...args, ...Object.values(blocks ?? {}).flatMap(inBody)];
}
