import { sanitize } from '../../report/sanitize.js';
import type { DrawnEdge } from '../drawn-edges.js';
import type { FlatNode } from '../flatten.js';
import { edgeWords, isSupervising } from '../words.js';
import { type Diagram, diagramOf, labelLines, lookOf } from './diagram.js';
import type { TreeRenderer } from './renderer.js';

const LINE_STYLES = { plain: 'solid', conditional: 'dashed', runtime: 'dotted' };

/** A Graphviz digraph, one cluster for each application. */
export const dot: TreeRenderer = (document, options) => {
  const diagram = diagramOf(document, options.edges);
  const lines = [
    'digraph supervision {',
    '  graph [rankdir=TB, ordering=out, fontname="Helvetica,Arial,sans-serif", compound=true]',
    '  node [fontname="Helvetica,Arial,sans-serif", fontsize=11, shape=box, margin="0.2,0.08"]',
    '  edge [fontname="Helvetica,Arial,sans-serif", fontsize=9]',
    ...diagram.groups.flatMap(({ id, title, nodes }) => [
      `  subgraph cluster_${id} {`,
      `    label=${quote([title])}`,
      ...nodes.map((flat) => `    ${nodeLine(flat)}`),
      ...nodes.flatMap((flat) => linkLine(flat)),
      '  }',
    ]),
    ...diagram.outside.map(({ id, name }) => `  ${id} [label=${quote([name])}, shape=plaintext]`),
    ...diagram.edges.map((drawn) => `  ${edgeLine(drawn, diagram)}`),
    '}',
  ];
  return lines.map((line) => `${line}\n`).join('');
};

function nodeLine({ node, index }: FlatNode): string {
  const fill = isSupervising(node.kind) ? '#dbe7ff' : '#f4f4f5';
  const style = ['filled', LINE_STYLES[lookOf(node)], isSupervising(node.kind) ? '' : 'rounded'];
  return `n${index} [label=${quote(labelLines(node))}, style="${style.filter(Boolean).join(',')}", fillcolor="${fill}"]`;
}

function linkLine({ node, parent, index }: FlatNode): string[] {
  return parent === undefined ? [] : [`    n${parent} -> n${index} [style=${LINE_STYLES[lookOf(node)]}]`];
}

// Without `constraint=false` process edges would pull the tree apart.
function edgeLine({ edge, from, to }: DrawnEdge, diagram: Diagram): string {
  const ends = `${diagram.idOf(from)} -> ${diagram.idOf(to)}`;
  return `${ends} [label=${quote([edgeWords(edge)])}, color="#0e8a7d", fontcolor="#0b6b61", constraint=false]`;
}

/** A Graphviz string of some lines. Graphviz reads backslashes and HTML entities in a label. */
function quote(lines: readonly string[]): string {
  const escaped = lines.map((line) =>
    sanitize(line).replaceAll('&', '&amp;').replaceAll('\\', '\\\\').replaceAll('"', '\\"'),
  );
  return `"${escaped.join('\\n')}"`;
}
