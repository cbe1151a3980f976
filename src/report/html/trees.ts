import type { Finding } from '../../lint/finding.js';
import { escapeJson, escapeLines } from '../../page/shell.js';
import { flattenAll } from '../../tree/flatten.js';
import type { Trees } from '../../tree/model.js';
import { pageData } from '../../tree/page-data.js';
import { text } from '../../tree/render/text.js';

/** A node of the trees that a finding concerns. */
export interface ConcernedNode {
  /** The id that the page gives it. */
  anchor: string;
  module: string;
  title: string;
}

/** The trees as a part of the report. */
export interface TreesPart {
  markup: string;
  /** The nodes that a finding concerns, each module once. */
  nodesOf(finding: Finding): readonly ConcernedNode[];
}

/**
 * The supervision trees: as text for print, and as data for the drawing.
 *
 * @param shown the findings of the report by file and line
 */
export function treesPart(trees: Trees, shown: readonly Finding[], version: string): TreesPart {
  const document = { ...trees, findings: [...shown], version };
  const data = pageData(document, { showEdges: false, withWords: false });
  const modules = flattenAll(trees.applications)
    .flat()
    .map(({ node }) => node.module);
  const byFinding = new Map(
    shown.map((finding, at) => [finding, nodesAt(data.findings[at]?.nodes ?? [])] as const),
  );
  const markup = [
    '<div class="part" id="tree">',
    '<h2 class="printed">Supervision tree</h2>',
    `<pre class="plain">${escapeLines(text(document, { color: false, edges: false }))}</pre>`,
    `<script type="application/json" id="data">${escapeJson(data)}</script>`,
    '</div>',
  ];
  return { markup: markup.join('\n'), nodesOf: (finding) => byFinding.get(finding) ?? [] };

  function nodesAt(indexes: readonly number[]): ConcernedNode[] {
    const nodes = indexes.map((index) => ({
      anchor: `node-${index}`,
      module: modules[index] ?? '',
      title: data.nodes[index]?.title ?? '',
    }));
    return nodes.filter(({ title }, at) => nodes.findIndex((other) => other.title === title) === at);
  }
}
