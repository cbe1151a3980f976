import { sanitize } from '../../report/sanitize.js';
import type { DrawnEdge } from '../drawn-edges.js';
import type { FlatNode } from '../flatten.js';
import { edgeWords, isSupervising } from '../words.js';
import { type Diagram, diagramOf, labelLines, lookOf, type NodeLook } from './diagram.js';
import type { TreeRenderer } from './renderer.js';

const DASHES: Record<NodeLook, string | undefined> = {
  plain: undefined,
  conditional: 'stroke-dasharray:7 4',
  runtime: 'stroke-dasharray:2 3',
};
// Colours with enough contrast on a white and on a black page.
const PROCESS_EDGE = 'stroke:#0e8a7d,stroke-width:1.5px';
const SAFE = /[^\p{L}\p{N} ._/,()…-]/gu;

/** A Mermaid flowchart, one subgraph for each application. */
export const mermaid: TreeRenderer = (document, options) => {
  const diagram = diagramOf(document, options.edges);
  const nodes = diagram.groups.flatMap((group) => group.nodes);
  const links = nodes.filter(({ parent }) => parent !== undefined);
  const lines = [
    'flowchart TD',
    ...diagram.groups.flatMap(({ id, title, nodes: members }) => [
      `  subgraph ${id}["${escapeLabel(title)}"]`,
      ...members.map((flat) => `    ${nodeLine(flat)}`),
      '  end',
    ]),
    ...diagram.outside.map(({ id, name }) => `  ${id}(["${escapeLabel(name)}"]):::outside`),
    ...links.map(({ parent, index }) => `  n${parent} --> n${index}`),
    ...diagram.edges.map((drawn) => `  ${edgeLine(drawn, diagram)}`),
    ...linkStyles(links, diagram.edges.length),
    '  classDef supervisor fill:#dbe7ff,stroke:#2f5bd0,color:#10204a',
    '  classDef worker fill:#f4f4f5,stroke:#71717a,color:#18181b',
    '  classDef outside fill:#ffffff,stroke:#a1a1aa,color:#52525b',
    `  classDef conditional ${DASHES.conditional}`,
    `  classDef runtime ${DASHES.runtime}`,
  ];
  return lines.map((line) => `${line}\n`).join('');
};

function nodeLine({ node, index }: FlatNode): string {
  const label = labelLines(node).map(escapeLabel).join('<br/>');
  const look = lookOf(node);
  const shape = isSupervising(node.kind) ? `["${label}"]:::supervisor` : `("${label}"):::worker`;
  // A second class needs a statement of its own.
  return `n${index}${shape}${look === 'plain' ? '' : `\n    class n${index} ${look}`}`;
}

function edgeLine({ edge, from, to }: DrawnEdge, diagram: Diagram): string {
  return `${diagram.idOf(from)} -->|"${escapeLabel(edgeWords(edge))}"| ${diagram.idOf(to)}`;
}

/** Mermaid styles links by their number in the order of the text. */
function linkStyles(links: readonly FlatNode[], edgeCount: number): string[] {
  const numbersOf = (look: NodeLook) =>
    links.flatMap(({ node }, number) => (lookOf(node) === look ? [number] : []));
  const edgeNumbers = Array.from({ length: edgeCount }, (_, number) => links.length + number);
  return [
    linkStyle(numbersOf('conditional'), DASHES.conditional),
    linkStyle(numbersOf('runtime'), DASHES.runtime),
    linkStyle(edgeNumbers, PROCESS_EDGE),
  ].filter((line) => line !== '');
}

function linkStyle(numbers: readonly number[], style: string | undefined): string {
  return numbers.length === 0 || style === undefined ? '' : `  linkStyle ${numbers.join(',')} ${style}`;
}

/** Inside of quotes Mermaid reads HTML and Markdown; an entity code is text in every case. */
function escapeLabel(text: string): string {
  return sanitize(text).replace(SAFE, (char) => `#${char.codePointAt(0)};`);
}
