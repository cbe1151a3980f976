import type { ApplicationTree, TreeNode } from './model.js';

/** A node with its place in the tree. */
export interface FlatNode {
  node: TreeNode;
  /** Counts from 0 over all trees, parents before children, siblings in start order. */
  index: number;
  /** The index of the supervisor; absent for the root. */
  parent?: number;
  /** The last of its siblings. */
  isLast: boolean;
}

/** All nodes of all trees in the order of their start, numbered through: one list for each tree. */
export function flattenAll(applications: readonly ApplicationTree[]): FlatNode[][] {
  let first = 0;
  return applications.map(({ tree }) => {
    const nodes = flatten(tree, first);
    first += nodes.length;
    return nodes;
  });
}

// With a stack of its own: generated code may nest deeper than JavaScript recurses.
function flatten(tree: TreeNode, first: number): FlatNode[] {
  const nodes: FlatNode[] = [];
  const pending: Omit<FlatNode, 'index'>[] = [{ node: tree, isLast: true }];
  for (let next = pending.pop(); next; next = pending.pop()) {
    const index = first + nodes.length;
    nodes.push({ ...next, index });
    const { children } = next.node;
    for (const [at, node] of [...children.entries()].reverse()) {
      pending.push({ node, parent: index, isLast: at === children.length - 1 });
    }
  }
  return nodes;
}
