import { html, svg } from '../../page/client/elements.js';
import type { PageData } from '../page-data.js';
import { drawBox } from './boxes.js';
import { arrowHeads, drawEdges } from './edges.js';
import { BOX_HEIGHT, type Box, type Layout, layOut } from './layout.js';
import type { Shown, State } from './state.js';
import { createViewport, type Viewport } from './viewport.js';

/** From a box to the trunk that leads to its children, and the radius of the corners. */
const TRUNK = 32;
const BEND = 8;

/** The drawn trees. */
export interface Picture {
  element: HTMLElement;
  viewport: Viewport;
  /** Draws everything anew; the focus stays on the current node if it was on a node. */
  draw(shown: Shown): void;
  /** The boxes in start order. */
  boxes(): readonly Box[];
  /** Moves the focus. */
  focus(index: number): void;
}

/** What happens in the picture and is decided elsewhere. */
export interface PictureEvents {
  onOpen(index: number): void;
  onFocus(index: number): void;
  onToggle(index: number): void;
}

/** An empty picture; `draw` fills it. */
export function createPicture(data: PageData, state: State, events: PictureEvents): Picture {
  const branches = svg('g', { class: 'branches', 'aria-hidden': 'true' });
  const edges = svg('g', { class: 'edges', 'aria-hidden': 'true' });
  const captions = svg('g', { class: 'captions' });
  const items = svg('g', { role: 'tree', 'aria-label': 'Supervision trees' });
  const scene = svg('g', { class: 'scene' }, captions, branches, edges, items);
  const picture = svg('svg', { class: 'picture' }, arrowHeads(), scene);
  // Around the picture, because Chromium makes an SVG element that listens for focus a stop of the Tab key.
  const element = html('div', { class: 'frame' }, picture);
  const viewport = createViewport(picture, scene);
  let layout: Layout = { boxes: [], captions: [], width: 0, height: 0 };

  const boxesByIndex = () => new Map(layout.boxes.map((box) => [box.index, box]));
  const redrawEdges = () => {
    edges.replaceChildren(...(state.showEdges ? drawEdges(data, boxesByIndex(), state.current) : []));
  };
  const itemOf = (index: number) => items.querySelector<SVGGElement>(`[data-index="${index}"]`);

  items.addEventListener('click', (event) => {
    const index = indexOf(event.target);
    if (index !== undefined) events.onOpen(index);
  });
  element.addEventListener('focusin', (event) => {
    const index = indexOf(event.target);
    if (index === undefined) return;
    for (const item of items.querySelectorAll('[aria-selected="true"]')) {
      item.setAttribute('aria-selected', 'false');
      item.setAttribute('tabindex', '-1');
    }
    itemOf(index)?.setAttribute('aria-selected', 'true');
    itemOf(index)?.setAttribute('tabindex', '0');
    events.onFocus(index);
    redrawEdges();
  });

  return {
    element,
    viewport,
    boxes: () => layout.boxes,
    focus: (index) => itemOf(index)?.focus({ preventScroll: true }),
    draw: ({ nodes, found }) => {
      const hadFocus = items.contains(document.activeElement);
      layout = layOut(data, (index) => nodes.has(index));
      if (!nodes.has(state.current)) state.current = layout.boxes[0]?.index ?? 0;
      const context = { data, state, found, onToggle: events.onToggle };
      items.replaceChildren(...layout.boxes.map((box) => drawBox(box, context)));
      branches.replaceChildren(...drawBranches(data, layout, boxesByIndex()));
      captions.replaceChildren(...drawCaptions(data, layout));
      redrawEdges();
      viewport.setLayout(layout);
      if (hadFocus) itemOf(state.current)?.focus({ preventScroll: true });
    },
  };
}

function indexOf(target: EventTarget | null): number | undefined {
  const item = target instanceof Element ? target.closest('[data-index]') : null;
  return item ? Number(item.getAttribute('data-index')) : undefined;
}

function drawBranches(
  data: PageData,
  { boxes }: Layout,
  byIndex: ReadonlyMap<number, Box>,
): SVGPathElement[] {
  return boxes.flatMap((box) => {
    const node = data.nodes[box.index];
    const above = node?.parent === undefined ? undefined : byIndex.get(node.parent);
    if (!node || !above) return [];
    const look = node.conditional ? ' conditional' : node.runtime ? ' runtime' : '';
    return [svg('path', { d: branchPath(above, box), class: `branch${look}` })];
  });
}

/** Down a trunk that all children share, and around a corner. */
function branchPath(above: Box, box: Box): string {
  const start = { x: above.x + above.width, y: above.y + BOX_HEIGHT / 2 };
  const y = box.y + BOX_HEIGHT / 2;
  if (y === start.y) return `M${start.x} ${y}H${box.x}`;
  const trunk = start.x + TRUNK;
  return `M${start.x} ${start.y}H${trunk - BEND}q${BEND} 0 ${BEND} ${BEND}V${y - BEND}q0 ${BEND} ${BEND} ${BEND}H${box.x}`;
}

function drawCaptions(data: PageData, { captions }: Layout): SVGGElement[] {
  return captions.map(({ application, x, y }) => {
    const { name = '', place = '' } = data.applications[application] ?? {};
    return svg(
      'g',
      { transform: `translate(${x} ${y})` },
      svg('text', { y: 14, class: 'caption' }, name),
      svg('text', { y: 30, class: 'caption-place' }, place),
    );
  });
}
