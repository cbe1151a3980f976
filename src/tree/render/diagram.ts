import { type DrawnEdge, drawnEdges, type EdgeEnd, outsideNames } from '../drawn-edges.js';
import { type FlatNode, flattenAll } from '../flatten.js';
import type { TreeDocument, TreeNode } from '../model.js';
import { detailsOf, isSupervising, kindWord, moduleWords } from '../words.js';

/** The trees as diagram languages want them: every node with an identifier of its own. */
export interface Diagram {
  groups: { id: string; title: string; nodes: FlatNode[] }[];
  /** What process edges touch outside of the trees. */
  outside: { id: string; name: string }[];
  edges: DrawnEdge[];
  /** The identifier of a node, or of something outside. */
  idOf(end: EdgeEnd): string;
}

/** Names everything that is to be drawn; without `withEdges` there is nothing but the trees. */
export function diagramOf(document: TreeDocument, withEdges: boolean): Diagram {
  const trees = flattenAll(document.applications);
  const edges = withEdges ? drawnEdges(document.edges, trees.flat()) : [];
  const outside = outsideNames(edges).map((name, index) => ({ id: `x${index}`, name }));
  const outsideIds = new Map(outside.map(({ id, name }) => [name, id]));
  return {
    groups: document.applications.map(({ application }, index) => ({
      id: `a${index}`,
      title: application,
      nodes: trees[index] ?? [],
    })),
    outside,
    edges,
    idOf: (end) => ('index' in end ? `n${end.index}` : (outsideIds.get(end.outside) ?? end.outside)),
  };
}

/** The lines of a node's label. */
export function labelLines(node: TreeNode): string[] {
  const isPlain = isSupervising(node.kind) || node.kind === 'worker';
  const kind = isPlain || node.module === '' ? [] : [kindWord(node.kind)];
  const marks = [node.runtime ? 'at run time' : '', node.conditional ? 'conditional' : ''].filter(Boolean);
  const lines = [
    moduleWords(node),
    [...kind, ...detailsOf(node)].join(', '),
    marks.join(', '),
    node.unknown ?? '',
  ];
  return lines.filter((line) => line !== '');
}

/** How a node and the line to it are drawn. */
export type NodeLook = 'plain' | 'conditional' | 'runtime';

/** A condition shows before run time: the label still says both. */
export function lookOf(node: TreeNode): NodeLook {
  if (node.conditional) return 'conditional';
  return node.runtime ? 'runtime' : 'plain';
}
