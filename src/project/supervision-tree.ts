import { clauseTails } from '../elixir/flow.js';
import { atomOf, keywordValue } from '../elixir/literals.js';
import type { CallSite, FunctionClause, ModuleDef } from '../elixir/model.js';
import { nameOption, namingCalls } from '../otp/names/naming.js';
import { durationOf } from '../otp/timers/durations.js';
import type { Expr } from '../syntax/ast.js';
import { type ListedChild, listedChild, listedChildren } from './child-lists.js';
import { type ChildSpec, childSpecOf, nameIn } from './child-specs.js';
import { enteredWith, type Located, reachedFrom } from './entered.js';
import { inspected } from './inspected.js';
import { nameShape } from './name-shapes.js';
import { originsOf, type Standpoint } from './origins.js';
import { kindOf, kindOfModule, type ProcessKind } from './process-kinds.js';
import type { Project } from './project.js';
import type { ProjectModule } from './project-module.js';
import { mayMatch, reach } from './reach.js';
import { RuntimeChildren } from './runtime-children.js';

/** One process that a supervisor starts, or a place where the source does not say which. */
export interface SupervisedNode {
  /** Absent where the source does not say. */
  module?: string;
  kind: ProcessKind;
  spec: ChildSpec;
  /** The name it registers, as `inspect/1` prints it. */
  name?: string;
  strategy?: string;
  /** Where the strategy is written. */
  strategyAt?: Spot;
  maxRestarts?: number;
  maxSeconds?: number;
  /** Where it stands in its supervisor's list. */
  owner: ModuleDef;
  start: number;
  end: number;
  /** In start order; what is started at run time comes last. */
  children: SupervisedNode[];
  parent?: SupervisedNode;
  conditional: boolean;
  /** Why the source does not say what it is, or how many of it there are. */
  unknown?: string;
  /** True where it is started at run time, and not by the list of its supervisor. */
  runtime: boolean;
  /** Where else it stands, in the other lists that its supervisor may be given instead. */
  also?: readonly Spot[];
}

/** A range in a module's file. */
export interface Spot {
  owner: ModuleDef;
  start: number;
  end: number;
}

/** The supervision tree of one application. */
export interface Application {
  module: ProjectModule;
  /** The clause of `start/2`. */
  clause: FunctionClause;
  /** Its top supervisor; absent where the source does not say how it is started. */
  root?: SupervisedNode;
}

/** What starts a supervisor: its list of children, or the module whose `init/1` gives one, and its options. */
interface SupervisorStart {
  children?: Located;
  init?: ProjectModule;
  /** What `init/1` gets. */
  argument?: Located;
  options?: Located;
}

const DEPTH = 16;

const SUPERVISORS: ReadonlySet<ProcessKind> = new Set([
  'supervisor',
  'dynamic_supervisor',
  'partition_supervisor',
]);

/** Modules whose start function takes the name itself (`:pg.start_link/1`, `Cachex.start_link/2`). */
const NAMED_FIRST: ReadonlySet<string> = new Set([':pg', 'Cachex']);

/** Who supervises whom in a project, as far as its source says. */
export class SupervisionTree {
  readonly applications: readonly Application[];
  readonly #nodes = new Map<string, SupervisedNode[]>();
  readonly #apart = new Map<string, SupervisedNode[]>();
  /** Where nodes are noted that are being built. */
  #noted = this.#nodes;
  #detached: readonly SupervisedNode[] | undefined;
  #adrift: Map<string, readonly SupervisedNode[]> | undefined;
  readonly #dynamic: RuntimeChildren;
  readonly #shapes = new WeakMap<SupervisedNode, string>();

  constructor(readonly project: Project) {
    this.#dynamic = new RuntimeChildren(project);
    this.applications = project.modules
      .filter((module) => module.is('application') && !module.def.quoted)
      .flatMap((module) => this.#application(module));
  }

  /** The nodes that stand for a module, in the order of applications and start. */
  nodesOf(module: string): readonly SupervisedNode[] {
    return this.#nodes.get(module) ?? [];
  }

  /** Every node, parents before children. */
  *nodes(): Generator<SupervisedNode> {
    for (const { root } of this.applications) if (root) yield* below(root);
  }

  /** Supervisors of the project that hang below no application, as in a library: each by itself. */
  get detached(): readonly SupervisedNode[] {
    if (!this.#detached) {
      this.#noted = this.#apart;
      this.#detached = this.project.modules.flatMap((module) => this.#apartFrom(module) ?? []);
      this.#noted = this.#nodes;
    }
    return this.#detached;
  }

  /**
   * The nodes that stand for a module below an application or, where there is none, in a detached supervisor, or
   * started at run time by a supervisor that is not known.
   */
  nodesAnywhere(module: string): readonly SupervisedNode[] {
    const nodes = this.nodesOf(module);
    if (nodes.length > 0) return nodes;
    const apart =
      this.detached.length > 0 ? (this.#apart.get(module) ?? []).filter(({ parent }) => parent) : [];
    return apart.length > 0 ? apart : (this.#startedSomewhere.get(module) ?? []);
  }

  /** What is started at run time, by module, whoever its supervisor is. */
  get #startedSomewhere(): ReadonlyMap<string, readonly SupervisedNode[]> {
    if (!this.#adrift) {
      this.#adrift = new Map();
      for (const child of this.#dynamic.all) {
        const spec = childSpecOf(child, this.project);
        if (spec.module === undefined) continue;
        const { start, end } = child.expr;
        const kind = kindOf(spec, this.project);
        const place = { owner: child.at.owner, start, end };
        const node = {
          module: spec.module,
          kind,
          spec,
          ...place,
          children: [],
          conditional: false,
          runtime: true,
        };
        this.#adrift.set(spec.module, [...(this.#adrift.get(spec.module) ?? []), node]);
      }
    }
    return this.#adrift;
  }

  /** Every node, below applications first, parents before children; a detached supervisor may stand in two. */
  *everywhere(): Generator<SupervisedNode> {
    yield* this.nodes();
    for (const root of this.detached) yield* below(root);
  }

  /** Every supervisor that lists children, below applications first, each list once. */
  *supervisors(): Generator<SupervisedNode> {
    const seen = new Set<string>();
    for (const node of this.everywhere()) {
      const [first] = node.children;
      const key = first && `${first.owner.file} ${node.children.map(({ start }) => start).join(' ')}`;
      if (key === undefined || seen.has(key)) continue;
      seen.add(key);
      yield node;
    }
  }

  #apartFrom(module: ProjectModule): SupervisedNode | undefined {
    const { def, name } = module;
    if (def.quoted || name === '' || module.is('application') || this.nodesOf(name).length > 0)
      return undefined;
    const kind = kindOfModule(module);
    if (!SUPERVISORS.has(kind)) return undefined;
    const spec: ChildSpec = {
      module: name,
      start: 'start_link',
      args: [],
      id: name,
      restart: 'permanent',
      handWritten: false,
    };
    const node: SupervisedNode = {
      module: name,
      kind,
      spec,
      owner: def,
      start: def.headStart,
      end: def.headEnd,
      children: [],
      conditional: false,
      runtime: false,
    };
    this.#note(node);
    this.#name(node, module);
    this.#descend(node, module, [name]);
    return node;
  }

  #application(module: ProjectModule): Application[] {
    const [clause] = module.clausesOf('start', 2).filter(({ body }) => body);
    if (!clause) return [];
    const started = topStart(clause, this.project);
    if (!started) return [{ module, clause }];
    const spec: ChildSpec = {
      start: 'start_link',
      args: [],
      id: module.name,
      restart: 'permanent',
      handWritten: false,
    };
    const place = { owner: clause.fn.module, start: clause.headStart, end: clause.headEnd };
    const { init } = started;
    const root: SupervisedNode = {
      kind: 'supervisor',
      spec,
      ...place,
      children: [],
      conditional: false,
      runtime: false,
    };
    root.module = init?.name ?? 'Supervisor';
    this.#fill(root, started, [module.name]);
    this.#note(root);
    return [{ module, clause, root }];
  }

  #note(node: SupervisedNode): void {
    if (node.module === undefined) return;
    const known = this.#noted.get(node.module);
    if (known) known.push(node);
    else this.#noted.set(node.module, [node]);
  }

  /** Gives a supervisor its options and children. */
  #fill(node: SupervisedNode, started: SupervisorStart, path: readonly string[]): void {
    const { options, init, argument } = started;
    if (options) this.#options(node, options);
    if (init) {
      for (const inner of initStarts(init, argument, this.project)) this.#fill(node, inner, path);
    } else if (started.children) {
      const { expr, at } = started.children;
      for (const child of listedChildren(expr, at, this.project)) this.#add(node, child, path, false);
    }
  }

  #options(node: SupervisedNode, options: Located): void {
    const value = (key: string): Located | undefined => {
      const [only, ...others] = originsOf(options.expr, [{ kind: 'key', key }], options.at, this.project);
      return only && others.length === 0 && only.path.length === 0 ? only : undefined;
    };
    const chosen = value('strategy');
    const strategy = atomOf(chosen?.expr);
    if (chosen && strategy !== undefined) {
      const { start, end } = chosen.expr;
      node.strategy = strategy;
      node.strategyAt = { owner: chosen.at.owner, start, end };
    }
    const restarts = durationOf((value('max_restarts') ?? value('intensity'))?.expr);
    if (restarts !== undefined) node.maxRestarts = restarts;
    const seconds = durationOf((value('max_seconds') ?? value('period'))?.expr);
    if (seconds !== undefined) node.maxSeconds = seconds;
    const name = value('name');
    if (name && node.name === undefined) this.#named(node, name);
  }

  #add(parent: SupervisedNode, child: ListedChild, path: readonly string[], runtime: boolean): void {
    const spec = childSpecOf(child, this.project);
    const module = spec.module === undefined ? undefined : this.project.moduleNamed(spec.module);
    // However many places start it, what is started at run time is shown once.
    if (
      runtime &&
      spec.module !== undefined &&
      parent.children.some(
        (other) => (other.runtime || other.unknown !== undefined) && other.module === spec.module,
      )
    )
      return;
    const { start, end } = child.expr;
    const node: SupervisedNode = {
      kind: kindOf(spec, this.project),
      spec,
      owner: child.at.owner,
      start,
      end,
      children: [],
      parent,
      conditional: child.conditional,
      runtime,
    };
    const listed = spec.listed ?? spec.module;
    if (listed !== undefined) node.module = listed;
    if (child.also) node.also = child.also;
    const unknown = spec.unknown ?? child.repeated;
    if (unknown !== undefined) node.unknown = unknown;
    parent.children.push(node);
    this.#note(node);
    this.#name(node, module);
    if (path.length < DEPTH && !path.includes(spec.module ?? ''))
      this.#descend(node, module, [...path, spec.module ?? '']);
  }

  /** The name a process registers: what its start function says, or what it is given. */
  #name(node: SupervisedNode, module: ProjectModule | undefined): void {
    const [arg] = node.spec.args;
    const given = arg && nameIn(arg, this.project);
    const own = module && (startedName(module, node.spec, this.project) ?? ownName(module, this.project));
    const name = own ?? given ?? this.#nameInArguments(node.spec);
    if (name) this.#named(node, name);
  }

  #named(node: SupervisedNode, { expr: given, at }: Located): void {
    const local = given.kind === 'tuple' && atomOf(given.items[0]) === 'local' ? given.items[1] : undefined;
    const expr = local ?? given;
    node.name = inspected(expr, at, this.project);
    this.#shapes.set(node, nameShape(expr, at, this.project));
  }

  /** `{:local, name}` and `name:` among the arguments of a start function of OTP's own. */
  #nameInArguments({ module = '', args }: ChildSpec): Located | undefined {
    const [first] = args;
    if (first && NAMED_FIRST.has(module) && (first.expr.kind === 'alias' || first.expr.kind === 'atom'))
      return first;
    if (first?.expr.kind === 'tuple' && atomOf(first.expr.items[0]) === 'local') {
      const [, name] = first.expr.items;
      return name && { expr: name, at: first.at };
    }
    return args.map((arg) => nameIn(arg, this.project)).find((name) => name !== undefined);
  }

  #descend(node: SupervisedNode, module: ProjectModule | undefined, path: readonly string[]): void {
    const [first, second] = node.spec.args;
    if (node.module === 'Supervisor' && first) {
      this.#fill(node, { children: first, ...(second ? { options: second } : {}) }, path);
    } else if (node.module === ':supervisor' && first?.expr.kind === 'alias') {
      const init = this.project.moduleNamed(first.expr.module);
      if (init) this.#fill(node, { init, ...(second ? { argument: second } : {}) }, path);
    } else if (module && node.kind === 'supervisor') {
      for (const started of moduleStarts(module, node.spec, this.project)) this.#fill(node, started, path);
    } else if (node.kind === 'dynamic_supervisor' || node.kind === 'task_supervisor') {
      this.#dynamicOptions(node, module, first);
    } else if (node.kind === 'partition_supervisor' && first) this.#partition(node, first, path);
    if (node.module === ':poolboy') this.#pool(node, path);
    if (!SUPERVISORS.has(node.kind)) return;
    // What is started through a partition runs below the supervisor that stands in each of them.
    const [partition] = node.children;
    const home =
      node.kind === 'partition_supervisor' && partition?.kind === 'dynamic_supervisor' ? partition : node;
    for (const child of this.#dynamic.below(this.#shapes.get(node), node.spec.listed ?? node.module))
      this.#add(home, child, path, true);
  }

  #dynamicOptions(
    node: SupervisedNode,
    module: ProjectModule | undefined,
    options: Located | undefined,
  ): void {
    node.strategy = 'one_for_one';
    if (!module && options) this.#options(node, options);
    for (const clause of module?.clausesOf('init', 1) ?? []) {
      for (const { site } of reach(clause, this.project, { depth: 4 })) {
        const [given] = site.args;
        if (site.module === 'DynamicSupervisor' && site.name === 'init' && given)
          this.#options(node, { expr: given, at: where(site) });
      }
    }
  }

  /** `:poolboy.child_spec(id, worker_module: Module, size: 10)`: the pool starts its workers itself (`:poolboy`). */
  #pool(node: SupervisedNode, path: readonly string[]): void {
    const options = node.spec.args.find(({ expr }) => expr.kind !== 'atom' && expr.kind !== 'alias');
    if (!options) return;
    const asked = originsOf(options.expr, [{ kind: 'key', key: 'worker_module' }], options.at, this.project);
    const worker = asked.find(({ path: rest, expr }) => rest.length === 0 && expr.kind === 'alias');
    const repeated = 'the pool starts as many as its size says';
    if (worker)
      this.#add(node, { expr: worker.expr, at: worker.at, conditional: false, repeated }, path, false);
  }

  /** `{PartitionSupervisor, child_spec: spec, name: name}`: one child for each partition. */
  #partition(node: SupervisedNode, options: Located, path: readonly string[]): void {
    node.strategy = 'one_for_one';
    this.#options(node, options);
    const given = keywordValue(options.expr, 'child_spec');
    if (!given) return;
    const repeated = 'there is one for each partition';
    for (const child of listedChild(given, options.at, this.project))
      this.#add(node, { ...child, repeated }, path, false);
  }
}

function* below(node: SupervisedNode): Generator<SupervisedNode> {
  yield node;
  for (const child of node.children) yield* below(child);
}

function where(site: CallSite, entered: readonly CallSite[] = []): Standpoint {
  const { owner, clause } = site.situation;
  return { owner, ...(clause ? { clause } : {}), entered };
}

// --- where supervisors are started --------------------------------------------------------------------------

/** The supervisor that `Application.start/2` starts and returns. */
function topStart(clause: FunctionClause, project: Project): SupervisorStart | undefined {
  let best: SupervisorStart | undefined;
  let rank = 0;
  for (const { site, chain } of reach(clause, project, { depth: 5 })) {
    const started = supervisorStart(site, chain.slice(0, -1), project);
    const [outermost] = chain;
    const mark =
      outermost?.result === 'tail'
        ? 3
        : outermost?.result === 'bound' || outermost?.result === 'tested'
          ? 2
          : 1;
    if (!started || mark < rank) continue;
    if (best && mark === rank && sizeOf(started, project) <= sizeOf(best, project)) continue;
    best = started;
    rank = mark;
  }
  return best;
}

/** Of several branches that start a supervisor, the one with most children is the application as it usually runs. */
function sizeOf({ children, init }: SupervisorStart, project: Project): number {
  if (!children) return init ? Number.POSITIVE_INFINITY : 0;
  return listedChildren(children.expr, children.at, project).length;
}

/** `Supervisor.start_link(children, options)` and `Supervisor.start_link(Module, argument, options)`. */
function supervisorStart(
  site: CallSite,
  entered: readonly CallSite[],
  project: Project,
): SupervisorStart | undefined {
  if (site.module === ':supervisor' && site.name === 'start_link') return erlangStart(site, entered, project);
  if (site.module !== 'Supervisor' || site.name !== 'start_link') return undefined;
  const [first, second, third] = site.args;
  if (!first) return undefined;
  const at = where(site, entered);
  const init =
    first.kind === 'alias' || first.kind === 'variable'
      ? project.moduleNamed(first.kind === 'alias' ? first.module : selfNamed(first.name, at))
      : undefined;
  if (init)
    return {
      init,
      ...(second ? { argument: { expr: second, at } } : {}),
      ...(third ? { options: { expr: third, at } } : {}),
    };
  return { children: { expr: first, at }, ...(second ? { options: { expr: second, at } } : {}) };
}

/** `:supervisor.start_link(Module, argument)`, with `{:local, name}` before it or without (`:supervisor`). */
function erlangStart(
  site: CallSite,
  entered: readonly CallSite[],
  project: Project,
): SupervisorStart | undefined {
  const at = where(site, entered);
  const [callback, argument] = site.args.slice(-2);
  if (callback?.kind !== 'alias' && callback?.kind !== 'variable') return undefined;
  const name = callback.kind === 'alias' ? callback.module : selfNamed(callback.name, at);
  const init = project.moduleNamed(name);
  return init && { init, ...(argument ? { argument: { expr: argument, at } } : {}) };
}

function selfNamed(variable: string, at: Standpoint): string | undefined {
  return variable === '__MODULE__' ? at.owner.name : undefined;
}

/** How a supervisor module starts: through its `init/1`, or by a list in its own start function. */
function moduleStarts(module: ProjectModule, spec: ChildSpec, project: Project): SupervisorStart[] {
  for (const clause of startClauses(module, spec)) {
    const from = enteredWith(clause, spec.args);
    for (const { site, chain } of reach(clause, project, { depth: 3 })) {
      const started = supervisorStart(site, [...from.entered, ...chain.slice(0, -1)], project);
      if (started) return [started];
    }
  }
  return [{ init: module }];
}

/** The clauses of the function that starts a child, those that take what it is given. */
function startClauses(module: ProjectModule, { start, args }: ChildSpec): FunctionClause[] {
  const functions = module.def.functions.filter(({ name }) => name === start);
  const fitting = functions.filter(({ arity, minArity }) => minArity <= args.length && args.length <= arity);
  const clauses = (fitting.length > 0 ? fitting : functions).flatMap((fn) => fn.clauses);
  const taken = clauses.filter(({ params }) =>
    params.every((param, index) => mayMatch(param, args[index]?.expr)),
  );
  return taken.length > 0 ? taken : clauses;
}

/** The lists of children that a supervisor's `init/1` can give (`Supervisor.init/2`, `:supervisor`). */
function initStarts(
  module: ProjectModule,
  argument: Located | undefined,
  project: Project,
): SupervisorStart[] {
  const found: SupervisorStart[] = [];
  const clauses = module.clausesOf('init', 1).filter(({ body }) => body);
  for (const clause of clauses) {
    const from = enteredWith(clause, argument ? [argument] : []);
    for (const { site, chain } of reach(clause, project, { depth: 4 })) {
      const [children, options] = site.args;
      const inits = (site.module === 'Supervisor' && site.name === 'init') || site.name === 'supervise';
      const at = reachedFrom(from, chain);
      if (!inits || !children || !at) continue;
      found.push({
        children: { expr: children, at },
        ...(options ? { options: { expr: options, at } } : {}),
      });
    }
    for (const { expr } of clauseTails(clause)) found.push(...returnedByHand(expr, from));
  }
  return found;
}

/** `{:ok, {%{strategy: …}, children}}` and `{:ok, {{strategy, restarts, seconds}, children}}`. */
function returnedByHand(expr: Expr, at: Standpoint): SupervisorStart[] {
  const [ok, result] = expr.kind === 'tuple' ? expr.items : [];
  const [flags, children] = atomOf(ok) === 'ok' && result?.kind === 'tuple' ? result.items : [];
  if (!flags || !children) return [];
  return [{ children: { expr: children, at }, options: { expr: namedFlags(flags), at } }];
}

/** `{strategy, intensity, period}` as the map it stands for. */
function namedFlags(flags: Expr): Expr {
  if (flags.kind !== 'tuple') return flags;
  const { start, end } = flags;
  const pairs = ['strategy', 'intensity', 'period'].flatMap((name, index) => {
    const value = flags.items[index];
    return value ? [{ key: { kind: 'atom' as const, value: name, start, end }, value }] : [];
  });
  return { kind: 'map', pairs, start, end };
}

/** The name that a start function registers, given what this child is started with. */
function startedName(module: ProjectModule, spec: ChildSpec, project: Project): Located | undefined {
  for (const clause of startClauses(module, spec)) {
    const from = enteredWith(clause, spec.args);
    for (const { site, chain } of reach(clause, project, { depth: 3 })) {
      const option = nameOption(site);
      const at = option && reachedFrom(from, chain);
      if (!option || !at) continue;
      const [only, ...others] = originsOf(option, [], at, project);
      return only && others.length === 0 && only.path.length === 0 && isName(only.expr)
        ? { expr: only.expr, at: only.at }
        : undefined;
    }
  }
  return undefined;
}

/** The name that a module's own start function registers, where it is one and the same for every start. */
function ownName(module: ProjectModule, project: Project): Located | undefined {
  for (const site of namingCalls(module)) {
    const option = nameOption(site);
    if (!option) continue;
    const origins = originsOf(option, [], where(site), project).filter(({ path }) => path.length === 0);
    // A function that calls itself with another form of its argument is followed once round.
    const ends = origins.filter(({ expr, at }) => !isRound(expr, at));
    const [only] = ends;
    const one = only && ends.every(({ expr }) => expr === only.expr);
    return one && isName(only.expr) ? { expr: only.expr, at: only.at } : undefined;
  }
  return undefined;
}

/** True for a call that was entered on the way to where it stands. */
function isRound(expr: Expr, { entered }: Standpoint): boolean {
  return expr.kind === 'call' && entered.some((site) => site.expr === expr);
}

function isName(expr: Expr): boolean {
  return (
    expr.kind === 'alias' ||
    (expr.kind === 'atom' && expr.value !== 'nil') ||
    (expr.kind === 'variable' && expr.name === '__MODULE__') ||
    expr.kind === 'tuple'
  );
}
