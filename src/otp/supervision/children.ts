import { clauseExprs } from '../../elixir/flow.js';
import { isAtom, keywordValue } from '../../elixir/literals.js';
import type { FunctionClause } from '../../elixir/model.js';
import { followValue } from '../../elixir/values.js';
import { callsTo } from '../../project/calls-to.js';
import type { Project } from '../../project/project.js';
import type { ProjectModule } from '../../project/project-module.js';
import type { Expr } from '../../syntax/ast.js';
import { childrenOf } from '../../syntax/visit.js';

/** A place that starts a process module as somebody's child. */
export interface ChildEntry {
  /** The module that is started. */
  module: string;
  /** What it is started with. */
  arg?: Expr;
  /** Where it stands. */
  clause: FunctionClause;
  start: number;
  end: number;
  /** True in a list that is written out in a supervisor; false where it is started at run time, or once per item. */
  fixed: boolean;
}

const entriesOf = new WeakMap<Project, Map<string, ChildEntry[]>>();

/** Every place in the project that starts a module as a child, by the module's name. */
export function childEntries(project: Project): ReadonlyMap<string, readonly ChildEntry[]> {
  let entries = entriesOf.get(project);
  if (!entries) {
    entries = new Map();
    for (const module of project.modules) for (const entry of entriesIn(module)) add(entries, entry);
    entriesOf.set(project, entries);
  }
  return entries;
}

function add(entries: Map<string, ChildEntry[]>, entry: ChildEntry): void {
  const known = entries.get(entry.module);
  if (known) known.push(entry);
  else entries.set(entry.module, [entry]);
}

/** Modules that hold lists of children: supervisors, applications, and whatever starts a supervisor itself. */
function holdsChildren(module: ProjectModule): boolean {
  if (module.is('supervisor', 'dynamic_supervisor', 'application')) return true;
  return supervisorCalls(module).length > 0;
}

const supervisorCalls = callsTo(
  ({ module, name }) =>
    (module === 'Supervisor' || module === 'DynamicSupervisor') && name !== 'which_children',
);

function* entriesIn(module: ProjectModule): Generator<ChildEntry> {
  if (module.def.quoted || !holdsChildren(module)) return;
  for (const fn of module.def.functions) {
    for (const clause of fn.clauses) yield* entriesOfClause(clause, module);
  }
}

function entriesOfClause(clause: FunctionClause, module: ProjectModule): ChildEntry[] {
  const found: ChildEntry[] = [];
  const repeated = repeatedRanges(clause, module);
  const note: Note = (name, arg, expr) => {
    if (name === undefined || name.startsWith(':')) return;
    const fixed = !repeated.some(({ start, end }) => start <= expr.start && expr.end <= end);
    found.push({ module: name, ...(arg ? { arg } : {}), clause, start: expr.start, end: expr.end, fixed });
  };
  for (const root of clauseExprs(clause)) visitSpecs(root, true, note);
  return found;
}

type Note = (name: string | undefined, arg: Expr | undefined, expr: Expr) => void;

/** Functions that take a list and give back one like it, or start what is in it. */
const LIST_FUNCTIONS: ReadonlySet<string> = new Set([
  'Supervisor',
  'Supervisor.Spec',
  'DynamicSupervisor',
  'PartitionSupervisor',
  'Enum',
  'List',
  'Kernel',
]);

/** Notes what may be a child spec; lists given to functions that have nothing to do with lists hold none. */
function visitSpecs(expr: Expr, listsHoldSpecs: boolean, note: Note): void {
  if (expr.kind === 'list' && listsHoldSpecs) for (const item of expr.items) noteItem(item, note);
  if (expr.kind === 'call' && (expr.name === 'start_child' || expr.name === 'child_spec'))
    for (const arg of expr.args) noteItem(arg, note);
  const foreign = expr.kind === 'call' && expr.module !== undefined && !LIST_FUNCTIONS.has(expr.module);
  for (const child of childrenOf(expr)) visitSpecs(child, listsHoldSpecs && !foreign, note);
}

/** `worker(Module, [arg])` of `Supervisor.Spec`. */
const OLD_SPECS: ReadonlySet<string> = new Set(['worker', 'supervisor']);

function noteItem(item: Expr, note: Note): void {
  if (item.kind === 'alias') note(item.module, undefined, item);
  if (item.kind === 'tuple' && !item.keyword && item.items.length === 2 && item.items[0]?.kind === 'alias') {
    note(item.items[0].module, item.items[1], item);
  }
  if (
    item.kind === 'call' &&
    OLD_SPECS.has(item.name) &&
    (!item.receiver || item.module === 'Supervisor.Spec')
  ) {
    const [target, args] = item.args;
    if (target?.kind === 'alias' && args?.kind === 'list') note(target.module, args.items[0], item);
  }
  if (item.kind === 'map') {
    const start = keywordValue(item, 'start');
    const [target, , args] = start?.kind === 'tuple' ? start.items : [];
    if (target?.kind === 'alias')
      note(target.module, args?.kind === 'list' ? args.items[0] : undefined, item);
  }
}

/** Ranges of what runs at run time or once per item: comprehensions, `Enum` calls, `DynamicSupervisor.start_child`. */
function repeatedRanges(clause: FunctionClause, module: ProjectModule): { start: number; end: number }[] {
  const ranges: { start: number; end: number }[] = [];
  for (const site of clause.calls) {
    if (site.situation.loop) ranges.push(site.situation.loop);
    if (site.name === 'start_child') ranges.push(site);
  }
  const startsAtRunTime =
    !['init', 'start', 'start_link'].includes(clause.fn.name) && !module.is('supervisor', 'application');
  if (startsAtRunTime) ranges.push(clause);
  return ranges;
}

/** The value of `name:` in what a child is started with. */
export function nameGiven(entry: ChildEntry): Expr | undefined {
  const { arg, clause } = entry;
  if (!arg) return undefined;
  const followed = followValue(arg, clause.fn.module, clause);
  const name = keywordValue(followed, 'name');
  return name && isAtom(name, 'nil') ? undefined : name;
}
