import { enteredWith } from '../../project/entered.js';
import type { Project } from '../../project/project.js';
import { listedChildren } from '../../project/supervision/child-lists.js';
import { childSpecOf } from '../../project/supervision/child-specs.js';
import type { SupervisedNode } from '../../project/supervision/supervised-node.js';
import { durationOf } from '../timers/durations.js';
import { optionGiven, type SupervisorOptions } from './supervision.js';

/** How often a supervisor lets its children crash; a number that is not known is absent. */
export interface RestartBudget {
  restarts?: number;
  seconds?: number;
  /** True where the options hold no `max_restarts`, and so 3 counts (`Supervisor.init/2`). */
  byDefault: boolean;
}

/** Without options a supervisor gives up at the fourth restart within five seconds (`Supervisor.init/2`). */
export const DEFAULT_RESTARTS = 3;
export const DEFAULT_SECONDS = 5;

/** What the options of a supervisor say about restarts. */
export function restartBudget(given: SupervisorOptions, project: Project): RestartBudget {
  const restarts = optionGiven(given, ['max_restarts', 'intensity'], project);
  const seconds = optionGiven(given, ['max_seconds', 'period'], project);
  const most =
    restarts === undefined ? DEFAULT_RESTARTS : restarts === 'open' ? undefined : durationOf(restarts);
  const span = seconds === undefined ? DEFAULT_SECONDS : seconds === 'open' ? undefined : durationOf(seconds);
  return {
    ...(most === undefined ? {} : { restarts: most }),
    ...(span === undefined ? {} : { seconds: span }),
    byDefault: restarts === undefined,
  };
}

/** How many children a list holds that are restarted after a crash: at least, and at most. */
export function restartedChildren(
  { site, clause }: SupervisorOptions,
  project: Project,
): { least: number; most: number } {
  const [children] = site?.args ?? [];
  if (!children) return { least: 0, most: 0 };
  const listed = listedChildren(children, enteredWith(clause, []), project);
  const restarted = listed.filter((child) => childSpecOf(child, project).restart !== 'temporary');
  return { least: restarted.filter(({ conditional }) => !conditional).length, most: restarted.length };
}

/** True where all that is known to run below a dynamic supervisor is never restarted. */
export function startsOnlyTemporary(given: SupervisorOptions, project: Project): boolean {
  const nodes = [...project.supervision.everywhere()].filter((node) => isOf(node, given));
  const children = nodes.flatMap((node) => node.children);
  return (
    children.length > 0 &&
    children.every(({ module, spec }) => module !== undefined && spec.restart === 'temporary')
  );
}

/** True for the node of the supervisor that takes its options here. */
function isOf(node: SupervisedNode, { options, clause, site }: SupervisorOptions): boolean {
  if (node.kind !== 'dynamic_supervisor') return false;
  const { module } = clause.fn;
  if (site) return node.module === module.name;
  return node.owner === module && node.start <= options.start && options.end <= node.end;
}
