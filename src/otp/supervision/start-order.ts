import type { Project } from '../../project/project.js';
import type { Spot, SupervisedNode } from '../../project/supervision/supervised-node.js';
import { pubsubOf, viaOf } from '../processes/process-uses.js';
import { type RequestUse, requestUses } from '../requests/request-uses.js';
import { type Use, usedBelow, usesAtStart, usesWhileServing } from './child-uses.js';
import { startsBefore } from './sibling-order.js';

/** Why a child should start after a sibling that it stands before. */
export type Reason =
  /** Its code uses the sibling. */
  | { kind: 'use'; use: Use }
  /** Requests that it accepts lead to the sibling. */
  | { kind: 'request'; use: RequestUse }
  /** A process below it takes its name from the sibling, a registry. */
  | { kind: 'name'; node: SupervisedNode; name: string }
  /** The libraries' own order: what is said of the child, to be read before the sibling's name. */
  | { kind: 'known'; how: string };

/** A sibling that starts after a child that needs it. */
export interface LateSibling {
  sibling: SupervisedNode;
  /** The process that is needed: the sibling, or one below it. */
  needed: SupervisedNode;
  reason: Reason;
  /** Where the sibling stands in the list. */
  place: Spot;
}

/** A child that starts too early. */
export interface EarlyChild {
  child: SupervisedNode;
  /** Where it stands in the list. */
  place: Spot;
  /** What it needs and what comes later, in start order. */
  late: LateSibling[];
}

/**
 * The children of a supervisor that start before something that they need; of several lists that the supervisor
 * may be given, the one where most is out of order.
 */
export function earlyChildren(supervisor: SupervisedNode, project: Project): EarlyChild[] {
  const children = supervisor.children.filter(({ runtime }) => !runtime);
  return children.flatMap((child) => earlyChild(child, children, project) ?? []);
}

function earlyChild(
  child: SupervisedNode,
  children: readonly SupervisedNode[],
  project: Project,
): EarlyChild | undefined {
  const reasonFor = reasonsOf(child, project);
  const lists = new Map<string, EarlyChild>();
  for (const sibling of children) {
    if (sibling === child) continue;
    const found = reasonFor(sibling);
    if (!found) continue;
    for (const { earlier, later } of startsBefore(child, sibling)) {
      const key = `${earlier.owner.file} ${earlier.start}`;
      const list = lists.get(key) ?? { child, place: earlier, late: [] };
      lists.set(key, list);
      if (!list.late.some((other) => other.sibling === sibling))
        list.late.push({ sibling, place: later, ...found });
    }
  }
  return [...lists.values()].sort((a, b) => b.late.length - a.late.length)[0];
}

type Finder = (sibling: SupervisedNode) => Pick<LateSibling, 'needed' | 'reason'> | undefined;

function reasonsOf(child: SupervisedNode, project: Project): Finder {
  const starting = usesAtStart(child, project).filter((use) => !usedBelow(use, child));
  const serving = usesWhileServing(child, project).filter((use) => !usedBelow(use, child));
  return (sibling) =>
    byUse(starting, sibling) ??
    byName(child, sibling) ??
    byRequest(child, sibling, project) ??
    byCustom(child, sibling, project) ??
    (isInfrastructure(sibling, project) ? byUse(serving, sibling) : undefined);
}

/** The surest use of a sibling. */
function byUse(uses: readonly Use[], sibling: SupervisedNode): ReturnType<Finder> {
  const found = uses.filter((use) => usedBelow(use, sibling));
  const use = found.find(({ maybe }) => !maybe) ?? found[0];
  const needed = use && usedBelow(use, sibling);
  return use && needed ? { needed, reason: { kind: 'use', use } } : undefined;
}

/** Names in a registry, of what starts below a child at any time. */
function byName(child: SupervisedNode, sibling: SupervisedNode): ReturnType<Finder> {
  if (sibling.kind !== 'registry' || sibling.name === undefined) return undefined;
  for (const node of allBelow(child)) {
    if (node.name !== undefined && viaOf(node.name)?.registry === sibling.name)
      return { needed: sibling, reason: { kind: 'name', node, name: node.name } };
  }
  return undefined;
}

function* allBelow(node: SupervisedNode): Generator<SupervisedNode> {
  yield node;
  for (const child of node.children) yield* allBelow(child);
}

/** Whose processes nearly everything else in an application uses, at any time. */
const INFRASTRUCTURE: ReadonlySet<string> = new Set([
  'Phoenix.PubSub',
  'Registry',
  'Finch',
  'Task.Supervisor',
]);

function isInfrastructure({ module = '' }: SupervisedNode, project: Project): boolean {
  return INFRASTRUCTURE.has(module) || project.naturesOf(module).has('ecto_repo');
}

function isEndpoint({ module = '' }: SupervisedNode, project: Project): boolean {
  return project.naturesOf(module).has('endpoint');
}

/**
 * What the libraries' own instructions say (`Oban`, `Phoenix.Endpoint`, `Phoenix.Presence`, `Ecto.Migrator`,
 * `Absinthe.Subscription`).
 */
function byCustom(child: SupervisedNode, sibling: SupervisedNode, project: Project): ReturnType<Finder> {
  const how = customOf(child, sibling, project);
  return how === undefined ? undefined : { needed: sibling, reason: { kind: 'known', how } };
}

function customOf(child: SupervisedNode, sibling: SupervisedNode, project: Project): string | undefined {
  if (child.module === 'Oban') {
    const hasRepo = (child.parent?.children ?? []).some(
      (other) => isRepo(other, project) && startsBefore(other, child).length > 0,
    );
    if (!hasRepo && isRepo(sibling, project)) return 'keeps its jobs in';
    if (sibling.module === 'Ecto.Migrator') return 'finds its tables only after';
  }
  if (child.module === 'Absinthe.Subscription' && isEndpoint(sibling, project)) return 'publishes through';
  if (sibling.module !== 'Phoenix.PubSub') return undefined;
  if (isEndpoint(child, project)) return 'broadcasts through';
  const presence = project.moduleNamed(child.module);
  const pubsub = presence && pubsubOf(presence);
  return pubsub !== undefined && pubsub === sibling.name ? 'tracks through' : undefined;
}

function isRepo({ module = '' }: SupervisedNode, project: Project): boolean {
  return project.naturesOf(module).has('ecto_repo');
}

/** What may stand after an endpoint: what drains it, tells that it is there, or serves requests itself. */
const AFTER_ENDPOINT = /Drain|Shutdown|Announc|Terminat|Graceful|Readiness|Subscription$|Endpoint$/;

function byRequest(child: SupervisedNode, sibling: SupervisedNode, project: Project): ReturnType<Finder> {
  const { module } = child;
  if (module === undefined || !isEndpoint(child, project)) return undefined;
  if (isEndpoint(sibling, project) || AFTER_ENDPOINT.test(sibling.module ?? '')) return undefined;
  for (const use of requestUses(module, project)) {
    const needed = usedBelow(use, sibling);
    if (needed) return { needed, reason: { kind: 'request', use } };
  }
  return undefined;
}
