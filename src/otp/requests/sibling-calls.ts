import { calleeOf } from '../../elixir/callee.js';
import { atomOf } from '../../elixir/literals.js';
import { inspected } from '../../project/inspected.js';
import type { Project } from '../../project/project.js';
import type { ProjectModule } from '../../project/project-module.js';
import { type Reached, reach, sought } from '../../project/reach.js';
import type { SupervisedNode } from '../../project/supervision/supervised-node.js';
import { exitTrapOf } from '../exits/exit-traps.js';
import { type ProcessUse, processesUsed } from '../processes/process-uses.js';
import type { Callback } from '../processes/server.js';
import { staticallyBelow, usedBelow } from '../supervision/child-uses.js';
import { startsBefore } from '../supervision/sibling-order.js';
import { askedProcess } from './synchronous.js';

/** A call of a callback to a process that another branch of the supervision tree holds. */
export interface SiblingCall extends Reached {
  callback: Callback;
  /** The process that is called or stopped. */
  target: SupervisedNode;
  /** The process whose callback it is. */
  node: SupervisedNode;
}

/**
 * The synchronous calls of `terminate/2` to what starts after the process, and so has stopped before it: children
 * stop in the opposite order of their start (`Supervisor`, "Start and shutdown"). Without `trap_exit`, `terminate/2`
 * does not run when the supervisor stops (`GenServer.terminate/2`).
 */
export function lateCalls(module: ProjectModule): SiblingCall[] {
  const { project, server } = module;
  if (!server?.callbacks.some(({ name }) => name === 'terminate') || !exitTrapOf(server)) return [];
  const nodes = project.supervision.nodesAnywhere(module.name).filter(({ runtime }) => !runtime);
  return server.callbacks.flatMap((callback) => {
    if (callback.name !== 'terminate') return [];
    return [...reach(callback.clause, project)].flatMap((reached): SiblingCall[] => {
      if (!waits(reached, project) || reached.chain.some(({ situation }) => situation.rescued)) return [];
      for (const use of processesUsed(reached, project)) {
        for (const node of nodes) {
          const target = laterTarget(use, node);
          if (target) return [{ ...reached, callback, target, node }];
        }
      }
      return [];
    });
  });
}

function waits({ site }: Reached, project: Project): boolean {
  return askedProcess(site) !== undefined || project.naturesOf(site.module ?? '').has('ecto_repo');
}

/** The process of that name in a branch that starts after the one that a process stands in, at any level. */
function laterTarget(use: ProcessUse, node: SupervisedNode): SupervisedNode | undefined {
  for (let branch = node; branch.parent; branch = branch.parent) {
    for (const sibling of branch.parent.children) {
      if (sibling === branch || sibling.runtime || startsBefore(branch, sibling).length === 0) continue;
      const target = usedBelow(use, sibling);
      if (target) return target;
    }
  }
  return undefined;
}

const STOPS: ReadonlySet<string> = new Set([
  'GenServer.stop',
  'Supervisor.stop',
  'DynamicSupervisor.stop',
  'Agent.stop',
  'GenStage.stop',
  'GenStateMachine.stop',
  ':gen_server.stop',
  ':gen_statem.stop',
]);

/** The calls of a server's callbacks that stop, behind its supervisor's back, a process of another branch. */
export function stopsOfSiblings(module: ProjectModule): SiblingCall[] {
  const { project, server } = module;
  if (!server) return [];
  return server.callbacks.flatMap((callback) =>
    [...reach(callback.clause, project, { only: stops })].flatMap((reached): SiblingCall[] => {
      const name = stoppedName(reached, project);
      if (name === undefined) return [];
      // The tree is asked only where there is a reason: for one file alone it costs more than all else.
      for (const node of project.supervision.nodesAnywhere(module.name)) {
        const target = namedElsewhere(name, node);
        if (target) return [{ ...reached, callback, target, node }];
      }
      return [];
    }),
  );
}

const stops = sought((site) => STOPS.has(calleeOf(site)) || calleeOf(site) === 'Process.exit');

/** The name of the process that a call stops. */
function stoppedName({ site, chain }: Reached, project: Project): string | undefined {
  const { owner, clause } = site.situation;
  const at = { owner, ...(clause ? { clause } : {}), entered: chain.slice(0, -1) };
  const callee = calleeOf(site);
  const [process, reason] = site.args;
  if (!process) return undefined;
  if (STOPS.has(callee)) return inspected(process, at, project);
  // An exit for the reason `:normal` is ignored (`Process.exit/2`).
  if (callee !== 'Process.exit' || atomOf(reason) === 'normal') return undefined;
  const text = inspected(process, at, project);
  return /^(?:Process|GenServer)\.whereis\((.+)\)$/.exec(text)?.[1];
}

/** The supervised process of that name that is neither above a process nor below it. */
function namedElsewhere(name: string, node: SupervisedNode): SupervisedNode | undefined {
  let root = node;
  const above = new Set<SupervisedNode>([node]);
  for (; root.parent; root = root.parent) above.add(root.parent);
  for (const target of staticallyBelow(root)) {
    if (target.name === name && target.parent && !above.has(target) && !isBelow(target, node)) return target;
  }
  return undefined;
}

function isBelow(node: SupervisedNode, other: SupervisedNode): boolean {
  for (let at: SupervisedNode | undefined = node; at; at = at.parent) if (at === other) return true;
  return false;
}
