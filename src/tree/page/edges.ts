import { svg } from '../../page/client/elements.js';
import type { PageData, PageEdge } from '../page-data.js';
import { BOX_HEIGHT, type Box } from './layout.js';

export const EDGE_KINDS = ['call', 'cast', 'monitor', 'link', 'subscription'] as const;

/** Where more edges meet in one node, only the panel has their words. */
const MOST_WORDS = 6;
const LONGEST_WORDS = 40;

/** Edges alike are drawn as one. */
interface Bundle {
  from: number;
  to: number;
  kind: PageEdge['kind'];
  words: string[];
}

/** The arrow heads, one for each kind of edge. */
export function arrowHeads(): SVGDefsElement {
  const heads = EDGE_KINDS.map((kind) =>
    svg(
      'marker',
      {
        id: `head-${kind}`,
        viewBox: '0 0 8 8',
        refX: 7,
        refY: 4,
        markerWidth: 9,
        markerHeight: 9,
        markerUnits: 'userSpaceOnUse',
        orient: 'auto',
      },
      svg('path', { d: 'M0 0L8 4L0 8z', class: `head ${kind}` }),
    ),
  );
  return svg('defs', {}, ...heads);
}

/** The process edges between boxes that are drawn; those of the current node are told in words too. */
export function drawEdges(data: PageData, boxes: ReadonlyMap<number, Box>, current: number): SVGGElement[] {
  const bundles = bundlesOf(data.edges);
  const isNear = ({ from, to }: Bundle) => from === current || to === current;
  const hasWords = bundles.filter(isNear).length <= MOST_WORDS;
  return bundles.flatMap((bundle) => {
    const from = boxes.get(bundle.from);
    const to = boxes.get(bundle.to);
    if (!from || !to) return [];
    const group = drawBundle(bundle, from, to);
    if (isNear(bundle)) group.classList.add('near');
    if (isNear(bundle) && hasWords) group.append(drawWords(bundle, from, to));
    return [group];
  });
}

function bundlesOf(edges: readonly PageEdge[]): Bundle[] {
  const bundles = new Map<string, Bundle>();
  for (const { from, to, kind, words } of edges) {
    if (!('index' in from) || !('index' in to)) continue;
    const key = `${from.index} ${to.index} ${kind}`;
    const bundle = bundles.get(key) ?? { from: from.index, to: to.index, kind, words: [] };
    if (!bundle.words.includes(words)) bundle.words.push(words);
    bundles.set(key, bundle);
  }
  return [...bundles.values()];
}

function drawBundle(bundle: Bundle, from: Box, to: Box): SVGGElement {
  const { d } = curve(from, to, EDGE_KINDS.indexOf(bundle.kind));
  return svg(
    'g',
    { class: `edge ${bundle.kind}`, 'data-from': bundle.from, 'data-to': bundle.to },
    svg('title', {}, bundle.words.join(', ')),
    svg('path', { d, class: 'catch' }),
    svg('path', { d, class: 'line', 'marker-end': `url(#head-${bundle.kind})` }),
  );
}

function drawWords(bundle: Bundle, from: Box, to: Box): SVGTextElement {
  const { middle } = curve(from, to, EDGE_KINDS.indexOf(bundle.kind));
  const words = bundle.words.join(', ');
  const shown = words.length > LONGEST_WORDS ? `${words.slice(0, LONGEST_WORDS - 1)}…` : words;
  return svg('text', { x: middle.x + 6, y: middle.y + 4, class: 'edge-label' }, shown);
}

/** How the lines of a kind look, for the legend. */
export function edgeSample(kind: PageEdge['kind']): SVGSVGElement {
  const line = svg('path', { d: 'M0 5H32', class: 'line' });
  return svg('svg', { class: `edge near ${kind}`, width: 32, height: 10 }, line);
}

interface Point {
  x: number;
  y: number;
}

/** From the right side of a box to the left side of one further right, else in a bow to its right side. */
function curve(from: Box, to: Box, lane: number): { d: string; middle: Point } {
  const shift = lane * 3 - 6;
  const start = { x: from.x + from.width, y: from.y + BOX_HEIGHT * 0.75 + shift / 2 };
  const isForward = to.x > from.x + from.width;
  const end = {
    x: isForward ? to.x : to.x + to.width,
    y: to.y + BOX_HEIGHT * (from.index === to.index ? 0.25 : 0.75) + shift / 2,
  };
  const bow = 36 + Math.min(24, Math.abs(end.y - start.y) / 16) + shift;
  const reach = isForward ? Math.max(bow, (end.x - start.x) / 2) : bow;
  const first = { x: start.x + reach, y: start.y };
  const second = { x: end.x + (isForward ? -reach : bow), y: end.y };
  const farthest = Math.max(first.x, second.x);
  if (!isForward) {
    first.x = farthest;
    second.x = farthest;
  }
  const d = `M${start.x} ${start.y}C${first.x} ${first.y} ${second.x} ${second.y} ${end.x} ${end.y}`;
  const at = (axis: 'x' | 'y') => (start[axis] + 3 * first[axis] + 3 * second[axis] + end[axis]) / 8;
  return { d, middle: { x: at('x'), y: at('y') } };
}
