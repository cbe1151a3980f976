import { atomOf } from '../../elixir/literals.js';
import type { FunctionClause } from '../../elixir/model.js';
import type { Located } from '../entered.js';
import { inspected } from '../inspected.js';
import { kindOf, kindOfModule, type ProcessKind } from '../process-kinds.js';
import type { Project } from '../project.js';
import type { ProjectModule } from '../project-module.js';
import { listedChildren } from './child-lists.js';
import type { ChildSpec } from './child-spec.js';
import { childSpecOf } from './child-specs.js';
import { dynamicOptions, initStarts } from './init-callbacks.js';
import type { ListedChild } from './listed-child.js';
import { nameShape } from './name-shapes.js';
import { registeredName } from './registered-name.js';
import { partitionChildren, poolWorker } from './replicated-children.js';
import type { RuntimeChildren } from './runtime-children.js';
import { newNode, type SupervisedNode } from './supervised-node.js';
import { supervisorOptions } from './supervisor-options.js';
import { moduleStart, type SupervisorStart, topStart } from './supervisor-starts.js';

const DEPTH = 16;

/** Supervisors of which all children are known that the project starts under them at run time. */
const SUPERVISORS: ReadonlySet<ProcessKind> = new Set([
  'supervisor',
  'dynamic_supervisor',
  'partition_supervisor',
]);

/** Builds supervision trees from the top, and notes which nodes stand for a module. */
export class TreeBuilder {
  readonly #nodes = new Map<string, SupervisedNode[]>();
  readonly #shapes = new WeakMap<SupervisedNode, string>();

  /** @param atRunTime what the project's code starts under its supervisors at run time */
  constructor(
    readonly project: Project,
    readonly atRunTime: RuntimeChildren,
  ) {}

  /** The nodes built for a module, in the order in which they were built. */
  nodesOf(module: string): readonly SupervisedNode[] {
    return this.#nodes.get(module) ?? [];
  }

  /** The top supervisor that a clause of an application's `start/2` starts, with all below it. */
  application(module: ProjectModule, clause: FunctionClause): SupervisedNode | undefined {
    const started = topStart(clause, this.project);
    if (!started) return undefined;
    const place = { owner: clause.fn.module, start: clause.headStart, end: clause.headEnd };
    const root = newNode('supervisor', specOf(module.name), place);
    root.module = started.init?.name ?? 'Supervisor';
    this.#fill(root, started, [module.name]);
    this.#note(root);
    return root;
  }

  /** A supervisor module by itself, with all below it; `undefined` where the module is no supervisor. */
  supervisor(module: ProjectModule): SupervisedNode | undefined {
    const { def, name } = module;
    const kind = kindOfModule(module);
    if (!SUPERVISORS.has(kind)) return undefined;
    const place = { owner: def, start: def.headStart, end: def.headEnd };
    const node = newNode(kind, { ...specOf(name), module: name }, place);
    node.module = name;
    this.#note(node);
    this.#name(node, module);
    this.#descend(node, module, [name]);
    return node;
  }

  #note(node: SupervisedNode): void {
    if (node.module === undefined) return;
    const known = this.#nodes.get(node.module);
    if (known) known.push(node);
    else this.#nodes.set(node.module, [node]);
  }

  /** Gives a supervisor its options and children. */
  #fill(node: SupervisedNode, started: SupervisorStart, path: readonly string[]): void {
    const { options, init, argument } = started;
    if (options) this.#options(node, options);
    if (init) {
      for (const inner of initStarts(init, argument, this.project)) this.#fill(node, inner, path);
    } else if (started.children) {
      const { expr, at } = started.children;
      for (const child of listedChildren(expr, at, this.project)) this.#add(node, child, path);
    }
  }

  #options(node: SupervisedNode, options: Located): void {
    const { given, name } = supervisorOptions(options, this.project);
    Object.assign(node, given);
    if (name && node.name === undefined) this.#named(node, name);
  }

  #add(parent: SupervisedNode, child: ListedChild, path: readonly string[]): void {
    this.#place(parent, { child, spec: childSpecOf(child, this.project), runtime: false }, path);
  }

  /** However many places start it, what is started at run time is shown once. */
  #addAtRunTime(parent: SupervisedNode, child: ListedChild, path: readonly string[]): void {
    const spec = childSpecOf(child, this.project);
    const known = parent.children.some(
      (other) => (other.runtime || other.unknown !== undefined) && other.module === spec.module,
    );
    if (spec.module === undefined || !known) this.#place(parent, { child, spec, runtime: true }, path);
  }

  #place(
    parent: SupervisedNode,
    { child, spec, runtime }: { child: ListedChild; spec: ChildSpec; runtime: boolean },
    path: readonly string[],
  ): void {
    const module = spec.module === undefined ? undefined : this.project.moduleNamed(spec.module);
    const { start, end } = child.expr;
    const node: SupervisedNode = {
      ...newNode(kindOf(spec, this.project), spec, { owner: child.at.owner, start, end }),
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

  #name(node: SupervisedNode, module: ProjectModule | undefined): void {
    const name = registeredName(node.spec, module, this.project);
    if (name) this.#named(node, name);
  }

  #named(node: SupervisedNode, { expr: given, at }: Located): void {
    const local = given.kind === 'tuple' && atomOf(given.items[0]) === 'local' ? given.items[1] : undefined;
    const expr = local ?? given;
    node.name = inspected(expr, at, this.project);
    this.#shapes.set(node, nameShape(expr, at, this.project));
  }

  /** Gives a process what its start function says of it where it supervises others. */
  #descend(node: SupervisedNode, module: ProjectModule | undefined, path: readonly string[]): void {
    const [first, second] = node.spec.args;
    if (node.module === 'Supervisor' && first) {
      this.#fill(node, { children: first, ...(second ? { options: second } : {}) }, path);
    } else if (node.module === ':supervisor' && first?.expr.kind === 'alias') {
      const init = this.project.moduleNamed(first.expr.module);
      if (init) this.#fill(node, { init, ...(second ? { argument: second } : {}) }, path);
    } else if (module && node.kind === 'supervisor') {
      this.#fill(node, moduleStart(module, node.spec, this.project), path);
    } else if (node.kind === 'dynamic_supervisor' || node.kind === 'task_supervisor') {
      this.#dynamic(node, module, first);
    } else if (node.kind === 'partition_supervisor' && first) {
      this.#partition(node, first, path);
    }
    const worker = node.module === ':poolboy' ? poolWorker(node.spec, this.project) : undefined;
    if (worker) this.#add(node, worker, path);
    if (SUPERVISORS.has(node.kind)) this.#descendAtRunTime(node, path);
  }

  #descendAtRunTime(node: SupervisedNode, path: readonly string[]): void {
    // What is started through a partition runs below the supervisor that stands in each of them.
    const [partition] = node.children;
    const home =
      node.kind === 'partition_supervisor' && partition?.kind === 'dynamic_supervisor' ? partition : node;
    for (const child of this.atRunTime.below(this.#shapes.get(node), node.spec.listed ?? node.module))
      this.#addAtRunTime(home, child, path);
  }

  #dynamic(node: SupervisedNode, module: ProjectModule | undefined, options: Located | undefined): void {
    node.strategy = 'one_for_one';
    if (!module && options) this.#options(node, options);
    for (const given of module ? dynamicOptions(module, this.project) : []) this.#options(node, given);
  }

  #partition(node: SupervisedNode, options: Located, path: readonly string[]): void {
    node.strategy = 'one_for_one';
    this.#options(node, options);
    for (const child of partitionChildren(options, this.project)) this.#add(node, child, path);
  }
}

/** The child spec of a supervisor that nobody lists. */
function specOf(id: string): ChildSpec {
  return { start: 'start_link', args: [], id, restart: 'permanent', handWritten: false };
}
