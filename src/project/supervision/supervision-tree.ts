import type { FunctionClause } from '../../elixir/model.js';
import { kindOf } from '../process-kinds.js';
import type { Project } from '../project.js';
import type { ProjectModule } from '../project-module.js';
import { childSpecOf } from './child-specs.js';
import { RuntimeChildren } from './runtime-children.js';
import { newNode, type SupervisedNode } from './supervised-node.js';
import { TreeBuilder } from './tree-builder.js';

/** The supervision tree of one application. */
export interface Application {
  module: ProjectModule;
  /** The clause of `start/2`. */
  clause: FunctionClause;
  /** Its top supervisor; absent where the source does not say how it is started. */
  root?: SupervisedNode;
}

/** Who supervises whom in a project, as far as its source says. */
export class SupervisionTree {
  readonly applications: readonly Application[];
  readonly #atRunTime: RuntimeChildren;
  readonly #attached: TreeBuilder;
  readonly #apart: TreeBuilder;
  #detached: readonly SupervisedNode[] | undefined;
  #adrift: ReadonlyMap<string, readonly SupervisedNode[]> | undefined;

  constructor(readonly project: Project) {
    this.#atRunTime = new RuntimeChildren(project);
    this.#attached = new TreeBuilder(project, this.#atRunTime);
    this.#apart = new TreeBuilder(project, this.#atRunTime);
    this.applications = project.modules
      .filter((module) => module.is('application') && !module.def.quoted)
      .flatMap((module) => this.#application(module));
  }

  /** The nodes that stand for a module, in the order of applications and start. */
  nodesOf(module: string): readonly SupervisedNode[] {
    return this.#attached.nodesOf(module);
  }

  /** Every node, parents before children. */
  *nodes(): Generator<SupervisedNode> {
    for (const { root } of this.applications) if (root) yield* below(root);
  }

  /** Supervisors of the project that hang below no application, as in a library: each by itself. */
  get detached(): readonly SupervisedNode[] {
    this.#detached ??= this.project.modules
      .filter((module) => this.#isApart(module))
      .flatMap((module) => this.#apart.supervisor(module) ?? []);
    return this.#detached;
  }

  /**
   * The nodes that stand for a module below an application or, where there is none, in a detached supervisor, or
   * started at run time by a supervisor that is not known.
   */
  nodesAnywhere(module: string): readonly SupervisedNode[] {
    const nodes = this.nodesOf(module);
    if (nodes.length > 0) return nodes;
    const apart = this.detached.length > 0 ? this.#apart.nodesOf(module).filter(({ parent }) => parent) : [];
    return apart.length > 0 ? apart : (this.#startedSomewhere.get(module) ?? []);
  }

  /** What is started at run time, by module, whoever its supervisor is. */
  get #startedSomewhere(): ReadonlyMap<string, readonly SupervisedNode[]> {
    this.#adrift ??= adriftNodes(this.#atRunTime, this.project);
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

  #isApart(module: ProjectModule): boolean {
    const { def, name } = module;
    return !def.quoted && name !== '' && !module.is('application') && this.nodesOf(name).length === 0;
  }

  #application(module: ProjectModule): Application[] {
    const [clause] = module.clausesOf('start', 2).filter(({ body }) => body);
    if (!clause) return [];
    const root = this.#attached.application(module, clause);
    return [{ module, clause, ...(root ? { root } : {}) }];
  }
}

function* below(node: SupervisedNode): Generator<SupervisedNode> {
  yield node;
  for (const child of node.children) yield* below(child);
}

function adriftNodes(
  { all }: RuntimeChildren,
  project: Project,
): ReadonlyMap<string, readonly SupervisedNode[]> {
  const adrift = new Map<string, SupervisedNode[]>();
  for (const child of all) {
    const spec = childSpecOf(child, project);
    if (spec.module === undefined) continue;
    const { start, end } = child.expr;
    const place = { owner: child.at.owner, start, end };
    const node = { ...newNode(kindOf(spec, project), spec, place), module: spec.module, runtime: true };
    const known = adrift.get(spec.module);
    if (known) known.push(node);
    else adrift.set(spec.module, [node]);
  }
  return adrift;
}
