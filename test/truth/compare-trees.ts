/** A node of `otp-lint tree --format json`. */
export interface SourceNode {
  readonly module?: string | null;
  /** The module whose function starts the process, where another one stands in the list. */
  readonly starts?: string;
  readonly kind: string;
  readonly id?: string | null;
  readonly name?: string | null;
  readonly strategy?: string | null;
  readonly restart?: string | null;
  readonly maxRestarts?: number | null;
  readonly maxSeconds?: number | null;
  readonly shutdown?: string | number | null;
  readonly children?: readonly SourceNode[];
  readonly conditional?: boolean;
  readonly runtime?: boolean;
  readonly unknown?: string | null;
}

/** A node of supervision_tree.exs. */
export interface RunningNode {
  readonly id: string | null;
  readonly module: string;
  readonly modules: readonly string[];
  readonly kind: 'supervisor' | 'worker';
  readonly restart: string | null;
  readonly shutdown: string | null;
  readonly name: string | null;
  readonly names: readonly string[];
  readonly strategy?: string;
  readonly maxRestarts?: number;
  readonly maxSeconds?: number;
  readonly dynamic?: true;
  readonly children: readonly RunningNode[];
}

/** What the words for kinds come to in a child spec's `type`. */
const TYPES: Readonly<Record<string, RunningNode['kind']>> = {
  supervisor: 'supervisor',
  dynamic_supervisor: 'supervisor',
  partition_supervisor: 'supervisor',
  task_supervisor: 'supervisor',
  registry: 'supervisor',
  worker: 'worker',
  task: 'worker',
  agent: 'worker',
};

/** Supervisors whose children are always known only at run time. */
const DYNAMIC: ReadonlySet<string> = new Set([
  'dynamic_supervisor',
  'partition_supervisor',
  'task_supervisor',
]);

/** Library supervisors: what they keep below them, and how, no application's source says. */
const OPAQUE: ReadonlySet<string> = new Set(['Registry']);

/** A node that is not where it should be outweighs all that is wrong in and below it. */
const MISPLACED = 1_000;

interface Comparison {
  cost: number;
  differences: readonly string[];
}

const SAME: Comparison = { cost: 0, differences: [] };

/**
 * Holds a tree drawn from source against the tree that runs: the same nodes in the same order, with the same
 * properties. A node with an `unknown` reason, or one that is started at run time, stands for any number of
 * processes of its module, and may have more children than it lists. A `conditional` node may not be there, nor
 * may a `temporary` one, which can have ended.
 *
 * @returns the differences, one sentence each
 */
export function compareTrees(source: SourceNode, running: RunningNode): readonly string[] {
  const path = label(running);
  return all([
    sameModule(source, { ...running, modules: [...running.modules, source.module ?? ''] }, path),
    sameSupervisor(source, running, path),
    sameName(source, running, path),
    sameChildren(source, running, path),
  ]).differences;
}

/** The ids of the children that only some runs have, sorted, each once. */
export function conditionalIn(source: SourceNode): string[] {
  return idsWhere(source, ({ conditional }) => conditional === true);
}

/**
 * The ids of the supervisors with children that the source does not say, sorted, each once. Those that are
 * dynamic by their nature are left out.
 */
export function openIn(source: SourceNode): string[] {
  return idsWhere(source, ({ kind, children }) => !DYNAMIC.has(kind) && (children ?? []).some(isUnknown));
}

function idsWhere(source: SourceNode, holds: (node: SourceNode) => boolean): string[] {
  const below = (source.children ?? []).flatMap((child) => idsWhere(child, holds));
  return [...new Set(holds(source) ? [source.id ?? '', ...below] : below)].sort();
}

function isUnknown({ unknown, runtime }: SourceNode): boolean {
  return typeof unknown === 'string' || runtime === true;
}

function sameNode(source: SourceNode, running: RunningNode, above: string): Comparison {
  if (isUnknown(source) && !source.module) return SAME;
  const path = `${above} > ${label(running)}`;
  return all([
    sameModule(source, running, path),
    same('restart', source.restart, running.restart, path),
    sameShutdown(source, running, path),
    isUnknown(source) ? SAME : sameName(source, running, path),
    OPAQUE.has(running.module) ? SAME : sameSupervisor(source, running, path),
    OPAQUE.has(running.module) ? SAME : sameChildren(source, running, path),
  ]);
}

function sameModule(source: SourceNode, running: RunningNode, path: string): Comparison {
  const module = source.starts ?? source.module;
  const moduleIsRight = module !== undefined && module !== null && running.modules.includes(module);
  return all([
    moduleIsRight ? SAME : same('module', module, running.module, path),
    same('kind', TYPES[source.kind] ?? source.kind, running.kind, path),
  ]);
}

function sameSupervisor(source: SourceNode, running: RunningNode, path: string): Comparison {
  if (running.strategy === undefined) return SAME;
  return all([
    same('strategy', source.strategy, running.strategy, path),
    // The defaults of Supervisor.
    same('maxRestarts', source.maxRestarts ?? 3, running.maxRestarts, path),
    same('maxSeconds', source.maxSeconds ?? 5, running.maxSeconds, path),
  ]);
}

function sameShutdown({ shutdown }: SourceNode, running: RunningNode, path: string): Comparison {
  if (shutdown === undefined || shutdown === null || running.shutdown === null) return SAME;
  return same('shutdown', bare(String(shutdown)), bare(running.shutdown), path);
}

function bare(atom: string): string {
  return atom.replace(/^:/, '');
}

/** A name that is written out must be one that is registered, and a registered atom must be known. */
function sameName({ name }: SourceNode, running: RunningNode, path: string): Comparison {
  if (name && isLiteral(name)) {
    return running.names.includes(name) ? SAME : same('name', name, running.name, path);
  }
  return running.name === null ? SAME : same('name', name, running.name, path);
}

/** True for a term without variables and calls. */
function isLiteral(term: string): boolean {
  const bareWords =
    term.replace(/"(?:[^"\\]|\\.)*"|:"?\w+[?!]?|\w+:(?!:)/g, '').match(/(?<![\w.])[a-z_]\w*/g) ?? [];
  return bareWords.every((word) => ['true', 'false', 'nil'].includes(word));
}

function sameChildren(source: SourceNode, running: RunningNode, path: string): Comparison {
  const listed = source.children ?? [];
  if (running.dynamic) return dynamicChildren(listed, running.children, path);
  return align(typeof source.unknown === 'string' ? withGaps(listed) : listed, running.children, path);
}

/** The children that are listed, with room for others before and after each. */
function withGaps(listed: readonly SourceNode[]): SourceNode[] {
  const gap: SourceNode = { kind: 'unknown', unknown: 'the list is not known in full' };
  return [gap, ...listed.flatMap((node) => [node, gap])];
}

/** The children of a dynamic supervisor have neither ids nor an order. */
function dynamicChildren(
  listed: readonly SourceNode[],
  running: readonly RunningNode[],
  path: string,
): Comparison {
  const fixed = listed.filter((node) => !isUnknown(node));
  return all([
    ...fixed.map((node) => different(`${path}: ${shown(node)} is not said to be started at run time`)),
    ...running.map((child) => {
      const candidates = listed.filter((node) => mayStandFor(node, child));
      return candidates.length === 0
        ? unlisted(child, path)
        : cheapest(candidates.map((node) => sameNode(node, child, path)));
    }),
  ]);
}

/** Pairs listed with running children, in order, so that the fewest differences remain. */
function align(listed: readonly SourceNode[], running: readonly RunningNode[], path: string): Comparison {
  const done = new Map<string, Comparison>();

  function from(i: number, j: number): Comparison {
    const key = `${i}/${j}`;
    const best = done.get(key) ?? cheapest(ways(i, j));
    done.set(key, best);
    return best;
  }

  function paired(node: SourceNode, child: RunningNode): Comparison {
    const { cost, differences } = sameNode(node, child, path);
    return { cost: Math.min(cost, MISPLACED - 1), differences };
  }

  function ways(i: number, j: number): Comparison[] {
    const node = listed[i];
    const child = running[j];
    const found: Comparison[] = [];
    if (node && child && !isUnknown(node) && node.id === child.id) {
      found.push(all([paired(node, child), from(i + 1, j + 1)]));
    }
    if (node && child && isUnknown(node) && mayStandFor(node, child)) {
      found.push(all([paired(node, child), from(i, j + 1)]));
    }
    if (node) found.push(all([mayBeAbsent(node) ? SAME : notRunning(node, path), from(i + 1, j)]));
    if (child) found.push(all([unlisted(child, path), from(i, j + 1)]));
    return found;
  }

  return from(0, 0);
}

function mayStandFor({ module: listed, starts }: SourceNode, child: RunningNode): boolean {
  const module = starts ?? listed;
  return !module || child.modules.includes(module);
}

function mayBeAbsent(node: SourceNode): boolean {
  return isUnknown(node) || node.conditional === true || node.restart === 'temporary';
}

function notRunning(node: SourceNode, path: string): Comparison {
  return different(`${path}: ${shown(node)} is listed, but does not run at this place`, MISPLACED);
}

function unlisted(child: RunningNode, path: string): Comparison {
  return different(`${path}: ${label(child)} runs, but is not listed at this place`, MISPLACED);
}

function same(
  property: string,
  listed: string | number | null | undefined,
  running: string | number | null | undefined,
  path: string,
): Comparison {
  if ((listed ?? null) === (running ?? null)) return SAME;
  return different(`${path}: ${property} is ${running ?? 'none'}, listed is ${listed ?? 'none'}`);
}

function different(difference: string, cost = 1): Comparison {
  return { cost, differences: [difference] };
}

function all(parts: readonly Comparison[]): Comparison {
  return {
    cost: parts.reduce((sum, { cost }) => sum + cost, 0),
    differences: parts.flatMap(({ differences }) => differences),
  };
}

function cheapest(ways: readonly Comparison[]): Comparison {
  return ways.reduce((best, way) => (way.cost < best.cost ? way : best), ways[0] ?? SAME);
}

function label({ id, name, module }: RunningNode): string {
  return id ?? name ?? module;
}

function shown({ id, module }: SourceNode): string {
  return id || module || 'an unknown child';
}
