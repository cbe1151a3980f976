import type { FlatNode } from './flatten.js';
import type { ProcessEdge } from './model.js';

/** One end of a drawn edge: a node of a tree by its index, or something outside of all trees by its name. */
export type EdgeEnd = { index: number } | { outside: string };

/** A process edge with its ends found in the trees. */
export interface DrawnEdge {
  edge: ProcessEdge;
  from: EdgeEnd;
  to: EdgeEnd;
}

/** Finds both ends of each edge. A module that is started more than once stands for its first node. */
export function drawnEdges(edges: readonly ProcessEdge[], nodes: readonly FlatNode[]): DrawnEdge[] {
  const indexes = new Map<string, number>();
  // Modules after names, in reverse: the first node wins, and a module over a registered name.
  for (const { node, index } of nodes.toReversed())
    if (node.name !== undefined) indexes.set(node.name, index);
  for (const { node, index } of nodes.toReversed()) indexes.set(node.module, index);
  const endOf = (name: string): EdgeEnd => {
    const index = indexes.get(name);
    return index === undefined ? { outside: name } : { index };
  };
  return edges.map((edge) => ({ edge, from: endOf(edge.from), to: endOf(edge.to) }));
}

/** The names outside of the trees that edges start from or lead to, each once. */
export function outsideNames(edges: readonly DrawnEdge[]): string[] {
  const ends = edges.flatMap(({ from, to }) => [from, to]);
  return [...new Set(ends.flatMap((end) => ('outside' in end ? [end.outside] : [])))];
}
