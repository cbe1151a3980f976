import { sanitizeJson } from '../../report/sanitize.js';
import { unknownEntry } from '../../report/unknown.js';
import type { ProcessEdge, TreeNode } from '../model.js';
import type { TreeRenderer } from './renderer.js';

/**
 * The trees as one JSON object. A node always has all of its keys: `null` stands for what does not apply or what
 * the source does not say, and `unknown` then tells why where there is more to tell. Only `starts` is left out
 * wherever it would say the same as `module`. `unknown` beside the trees counts what the source does not say.
 */
export const json: TreeRenderer = ({ applications, edges, unknown, skippedFiles }, options) => {
  const trees = applications.map(({ application, file, tree }) => ({
    application,
    file,
    tree: nodeEntry(tree),
  }));
  const report = {
    applications: trees,
    ...(options.edges && { edges: edges.map(edgeEntry) }),
    ...(unknown && { unknown: unknownEntry(unknown, skippedFiles) }),
  };
  return `${sanitizeJson(JSON.stringify(report, null, 2))}\n`;
};

function nodeEntry(node: TreeNode): object {
  return {
    module: node.module,
    ...(node.starts !== undefined && { starts: node.starts }),
    kind: node.kind,
    id: node.id,
    name: node.name ?? null,
    strategy: node.strategy ?? null,
    maxRestarts: node.maxRestarts ?? null,
    maxSeconds: node.maxSeconds ?? null,
    restart: node.restart ?? null,
    file: node.file ?? null,
    line: node.line ?? null,
    children: node.children.map(nodeEntry),
    conditional: node.conditional,
    runtime: node.runtime ?? false,
    unknown: node.unknown ?? null,
  };
}

function edgeEntry({ from, to, kind, file, line, label }: ProcessEdge) {
  return { from, to, kind, file, line, label: label ?? null };
}
