import type { CallSite } from '../../elixir/model.js';
import type { Project } from '../../project/project.js';
import type { ProjectModule } from '../../project/project-module.js';
import { type Reached, reach } from '../../project/reach.js';
import type { SupervisedNode } from '../../project/supervision/supervised-node.js';
import { type ProcessUse, processCalls, processesUsed } from '../processes/process-uses.js';
import { startCodeOf } from '../processes/starts.js';

/** A use of another process, with the function that leads to it. */
export interface Use extends ProcessUse, Reached {
  /** The function where the way to it begins: `init/1`. */
  from: string;
  /** The child that makes it: the one in the list, or one below it. */
  node: SupervisedNode;
  /** True while it starts; false in a callback that takes messages. */
  atStart: boolean;
  /** True where a condition or a `rescue` stands on the way. */
  maybe: boolean;
}

type ModuleUse = Omit<Use, 'node'>;

const starting = new WeakMap<ProjectModule, readonly ModuleUse[]>();
const serving = new WeakMap<ProjectModule, readonly ModuleUse[]>();

/** The processes that a child, and all that starts below it, needs while it starts. */
export function usesAtStart(node: SupervisedNode, project: Project): Use[] {
  return usesBelow(node, project, usesWhileStarting);
}

/** The processes that a child, and all that starts below it, needs in its callbacks. */
export function usesWhileServing(node: SupervisedNode, project: Project): Use[] {
  return usesBelow(node, project, usesOfCallbacks);
}

function usesBelow(
  node: SupervisedNode,
  project: Project,
  usesOf: (module: ProjectModule) => readonly ModuleUse[],
): Use[] {
  return staticallyBelow(node).flatMap((inner) => {
    const module = project.moduleNamed(inner.module);
    return module ? usesOf(module).map((use) => ({ ...use, node: inner })) : [];
  });
}

/** A child and all that starts with it, what is started at run time left out. */
export function staticallyBelow(node: SupervisedNode): readonly SupervisedNode[] {
  let nodes = below.get(node);
  if (!nodes) {
    nodes = [node, ...node.children.flatMap((child) => (child.runtime ? [] : staticallyBelow(child)))];
    below.set(node, nodes);
  }
  return nodes;
}

const below = new WeakMap<SupervisedNode, readonly SupervisedNode[]>();

function usesWhileStarting(module: ProjectModule): readonly ModuleUse[] {
  let uses = starting.get(module);
  if (!uses) {
    uses = startCodeOf(module).flatMap(({ clause, inside }) => {
      const from = `${clause.fn.name}/${clause.fn.arity}`;
      const reached = [...reach(clause, module.project, inside ? { inside } : { only: processCalls })];
      return reached.flatMap((one) => usesIn(one, from, true, module.project));
    });
    starting.set(module, uses);
  }
  return uses;
}

const REQUESTS_AND_ENDS: ReadonlySet<string> = new Set(['init', 'terminate', 'handle_call', 'handle_cast']);

function usesOfCallbacks(module: ProjectModule): readonly ModuleUse[] {
  let uses = serving.get(module);
  if (!uses) {
    uses = (module.server?.callbacks ?? []).flatMap(({ name, clause }) => {
      // Requests come only from who is there already and knows the process.
      if (REQUESTS_AND_ENDS.has(name)) return [];
      const from = `${clause.fn.name}/${clause.fn.arity}`;
      const reached = [...reach(clause, module.project, { only: processCalls })];
      return reached.flatMap((one) => usesIn(one, from, false, module.project));
    });
    serving.set(module, uses);
  }
  return uses;
}

function usesIn(reached: Reached, from: string, atStart: boolean, project: Project): ModuleUse[] {
  const maybe = reached.chain.some(isUncertain);
  return processesUsed(reached, project).map((use) => ({ ...use, ...reached, from, atStart, maybe }));
}

function isUncertain({ situation }: CallSite): boolean {
  return situation.branches > 0 || situation.rescued;
}

/** True where a use is one of this child. */
export function isUseOf({ by, name }: ProcessUse, node: SupervisedNode): boolean {
  if (by === 'module') return node.module === name;
  // `Oban` alone is the name of an instance that is given none (`Oban.start_link/1`, `:name`).
  return node.name === name || (name === 'Oban' && node.module === name && node.name === undefined);
}

/** The process below a child that a use is of. */
export function usedBelow(use: ProcessUse, node: SupervisedNode): SupervisedNode | undefined {
  return staticallyBelow(node).find((inner) => isUseOf(use, inner));
}
