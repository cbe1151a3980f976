import { button, html } from '../../page/client/elements.js';
import type { EdgeEnd } from '../drawn-edges.js';
import type { PageData, PageEdge, PageNode } from '../page-data.js';
import { LEVELS } from './boxes.js';
import { EDGE_KINDS, edgeSample } from './edges.js';

const KEYS: [string, string][] = [
  ['↑ ↓', 'walk the tree in start order'],
  ['← →', 'to the supervisor, to its first child'],
  ['Home End', 'to the first, to the last'],
  ['Space', 'fold or unfold'],
  ['Enter', 'what is known of a node'],
  ['Esc', 'close, clear the search'],
  ['/', 'search'],
  ['+ − 0', 'larger, smaller, everything'],
];

/** The side panel. */
export interface Panel {
  element: HTMLElement;
  showNode(index: number): void;
  showFindings(): void;
  showHelp(): void;
  close(): void;
  isOpen(): boolean;
}

/** What happens in the panel and is decided elsewhere. */
export interface PanelEvents {
  onGoTo(index: number): void;
  onClose(): void;
  /** An item of a list for a finding. */
  findingItem(index: number): HTMLLIElement;
}

/** A closed panel. */
export function createPanel(data: PageData, events: PanelEvents): Panel {
  const heading = html('h2', { tabindex: -1 });
  const content = html('div', { class: 'content' });
  const closer = button('✕', 'Close', () => events.onClose());
  const element = html(
    'aside',
    { class: 'panel', 'aria-label': 'Details', hidden: '' },
    html('div', { class: 'panel-head' }, heading, closer),
    content,
  );
  const show = (title: string, ...parts: Node[]) => {
    heading.replaceChildren(title);
    content.replaceChildren(...parts);
    content.scrollTop = 0;
    element.hidden = false;
  };
  const link = (index: number) => nodeLink(data, index, events);

  return {
    element,
    isOpen: () => !element.hidden,
    close: () => {
      element.hidden = true;
    },
    showNode: (index) => {
      const node = data.nodes[index];
      if (node) show(node.title, ...nodeParts(node, index, data, link, events));
    },
    showFindings: () => show('Findings', ...findingsParts(data, link, events.findingItem)),
    showHelp: () => show('Legend and keys', ...helpParts(data)),
  };
}

type Link = (index: number) => HTMLElement;

function nodeLink(data: PageData, index: number, { onGoTo }: PanelEvents): HTMLElement {
  const element = html('button', { type: 'button', class: 'go' }, data.nodes[index]?.title ?? '');
  element.addEventListener('click', () => onGoTo(index));
  return element;
}

function nodeParts(
  node: PageNode,
  index: number,
  data: PageData,
  link: Link,
  { findingItem }: PanelEvents,
): Node[] {
  const facts = node.facts.flatMap(([term, text]) => [html('dt', {}, term), html('dd', {}, text)]);
  const findings = node.findings.map(findingItem);
  const out = data.edges.filter(({ from }) => isEnd(from, index));
  const incoming = data.edges.filter(({ from, to }) => isEnd(to, index) && !isEnd(from, index));
  const children = [...data.nodes.keys()].filter((at) => data.nodes[at]?.parent === index);
  return [
    html('dl', {}, ...facts),
    ...section('Findings', 'ul', 'findings', findings),
    ...section(
      'Reaches',
      'ul',
      'edges',
      out.map((edge) => edgeItem(edge, edge.to, link)),
    ),
    ...section(
      'Reached from',
      'ul',
      'edges',
      incoming.map((edge) => edgeItem(edge, edge.from, link)),
    ),
    ...(node.parent === undefined
      ? []
      : section('Supervisor', 'ul', 'nodes', [html('li', {}, link(node.parent))])),
    ...section(
      'Children in start order',
      'ol',
      'nodes',
      children.map((at) => html('li', {}, link(at))),
    ),
  ];
}

function section(title: string, tag: 'ul' | 'ol', kind: string, items: Node[]): Node[] {
  if (items.length === 0) return [];
  return [
    html('h3', {}, title, html('span', { class: 'count' }, String(items.length))),
    html(tag, { class: kind }, ...items),
  ];
}

function isEnd(end: EdgeEnd, index: number): boolean {
  return 'index' in end && end.index === index;
}

function edgeItem({ kind, words, place }: PageEdge, other: EdgeEnd, link: Link): HTMLElement {
  const name = 'index' in other ? link(other.index) : html('span', {}, other.outside);
  return html(
    'li',
    {},
    html('span', { class: `edge-kind ${kind}` }, words),
    ' ',
    name,
    html('div', { class: 'place' }, place),
  );
}

function findingsParts(data: PageData, link: Link, findingItem: PanelEvents['findingItem']): Node[] {
  if (data.findings.length === 0) return [html('p', { class: 'none' }, 'Nothing was found.')];
  const all = data.findings.map((finding, index) => ({ ...finding, index }));
  const ofLevel = LEVELS.flatMap((level) => all.filter((finding) => finding.level === level));
  const item = ({ index, nodes }: { index: number; nodes: number[] }) => {
    const element = findingItem(index);
    element.append(html('div', { class: 'where' }, ...nodes.map(link)));
    return element;
  };
  const onNodes = ofLevel.filter(({ nodes }) => nodes.length > 0);
  const elsewhere = ofLevel.filter(({ nodes }) => nodes.length === 0);
  return [
    ...section('On nodes of the tree', 'ul', 'findings', onNodes.map(item)),
    ...section('Elsewhere', 'ul', 'findings', elsewhere.map(item)),
  ];
}

function helpParts(data: PageData): Node[] {
  const looks: [string, string][] = [
    ['supervising', 'supervisor'],
    ['worker', 'worker'],
    ['other', 'task, agent, registry'],
    ['unknown', 'the source does not say what it is'],
    ['conditional', 'started under a condition'],
    ['runtime', 'started at run time, any number'],
  ];
  const legend = looks.map(([look, words]) =>
    html('li', {}, html('span', { class: `sample ${look}` }), words),
  );
  const kinds = EDGE_KINDS.map((kind) => html('li', {}, edgeSample(kind), kind));
  const keys = KEYS.flatMap(([key, words]) => [
    html('dt', {}, ...key.split(' ').flatMap((part, at) => [at === 0 ? '' : ' ', html('kbd', {}, part)])),
    html('dd', {}, words),
  ]);
  return [
    html('h3', {}, 'Nodes'),
    html('ul', { class: 'legend' }, ...legend),
    html('h3', {}, 'Process edges'),
    html('ul', { class: 'legend' }, ...kinds),
    html('h3', {}, 'Keys'),
    html('dl', { class: 'keys' }, ...keys),
    ...unknownParts(data),
    html(
      'p',
      { class: 'about' },
      `Drawn from source by otp-lint ${data.version}. Children stand in start order.`,
    ),
  ];
}

function unknownParts({ unknown: [heading, ...lines] }: PageData): Node[] {
  if (heading === undefined) return [];
  return [
    html('h3', {}, 'Not known'),
    html('ul', { class: 'unknown-parts' }, ...lines.map((line) => html('li', {}, line))),
  ];
}
