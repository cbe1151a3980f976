import type { NodeKind, ProcessEdge, TreeNode } from './model.js';

const KIND_WORDS: Record<NodeKind, string> = {
  supervisor: 'supervisor',
  dynamic_supervisor: 'dynamic supervisor',
  partition_supervisor: 'partition supervisor',
  task_supervisor: 'task supervisor',
  registry: 'registry',
  worker: 'worker',
  task: 'task',
  agent: 'agent',
  unknown: 'kind not known',
};

/** What stands for a module that the source does not name. */
const NAMELESS = 'not known';

/** The module, or that it is not known. */
export function moduleWords({ module }: TreeNode): string {
  return module === '' ? NAMELESS : module;
}

/** The kind as people say it. */
export function kindWord(kind: NodeKind): string {
  return KIND_WORDS[kind];
}

/** True for kinds that start children of their own. */
export function isSupervising(kind: NodeKind): boolean {
  return kind.endsWith('supervisor');
}

/** The restart intensity, as far as it is known: `3 restarts in 5 s`. */
export function intensityOf({ maxRestarts, maxSeconds }: TreeNode): string | undefined {
  const restarts = maxRestarts === 1 ? '1 restart' : `${maxRestarts} restarts`;
  if (maxRestarts !== undefined && maxSeconds !== undefined) return `${restarts} in ${maxSeconds} s`;
  if (maxRestarts !== undefined) return restarts;
  return maxSeconds === undefined ? undefined : `restarts counted over ${maxSeconds} s`;
}

/** The restart value where it is not the one that such a child has anyway. */
export function unusualRestart({ kind, restart }: TreeNode): string | undefined {
  // `use Task` gives `restart: :temporary`, every other child specification `:permanent`.
  return restart === (kind === 'task' ? 'temporary' : 'permanent') ? undefined : restart;
}

/** The child id where it is not the module. */
export function unusualId({ id, module }: TreeNode): string | undefined {
  return id === module || id === '' ? undefined : id;
}

/** How a process edge reads: the kind, and what passes. */
export function edgeWords({ kind, label }: ProcessEdge): string {
  return label === undefined ? kind : `${kind} ${label}`;
}

/** What is known of a node besides its module and kind, each in a few words. */
export function detailsOf(node: TreeNode): string[] {
  const { name, starts, strategy } = node;
  const id = unusualId(node);
  const restart = unusualRestart(node);
  const details = [
    strategy,
    intensityOf(node),
    ...identityWords(id, name, node),
    restart === undefined ? undefined : `restart ${restart}`,
    starts === undefined ? undefined : `started by ${starts}`,
  ];
  return details.flatMap((detail) => detail ?? []);
}

function identityWords(id: string | undefined, name: string | undefined, { module }: TreeNode): string[] {
  if (id !== undefined && id === name) return [`id and name ${id}`];
  const idWords = id === undefined ? [] : [`id ${id}`];
  if (name === undefined) return idWords;
  return [...idWords, name === module ? 'registered' : `name ${name}`];
}
