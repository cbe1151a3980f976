import { svg } from '../../page/client/elements.js';
import type { PageData, PageNode } from '../page-data.js';
import { BOX_HEIGHT, type Box, TEXT_X, textRoom } from './layout.js';
import type { State } from './state.js';
import { cutBeginning, cutEnd, SUMMARY_FONT, TITLE_FONT, textWidth } from './text-size.js';

export const LEVELS = ['error', 'warning', 'info'] as const;

/** What stands on a badge beside the count, for those who do not tell the colours apart. */
const LEVEL_SIGNS = { error: '✕', warning: '!', info: 'i' };
const BADGE_FONT = '700 11px system-ui, sans-serif';
const BADGE_HEIGHT = 18;

/** What the picture knows of the rest of the page when it draws a box. */
export interface BoxContext {
  data: PageData;
  state: State;
  found: ReadonlySet<number> | undefined;
  onToggle(index: number): void;
}

/** The box of a node, as an item of the ARIA tree. */
export function drawBox(box: Box, context: BoxContext): SVGGElement {
  const { data, state, found } = context;
  const node = data.nodes[box.index];
  if (!node) return svg('g');
  const { children } = node;
  const isOpen = state.query !== '' || !state.folded.has(box.index);
  const item = svg(
    'g',
    {
      class: classesOf(node, found, box.index),
      role: 'treeitem',
      'aria-label': labelOf(node, data),
      'aria-level': box.depth + 1,
      'aria-posinset': box.position,
      'aria-setsize': box.siblings,
      'aria-expanded': children === 0 ? undefined : String(isOpen),
      'aria-selected': String(box.index === state.current),
      tabindex: box.index === state.current ? 0 : -1,
      'data-index': box.index,
      transform: `translate(${box.x} ${box.y})`,
    },
    svg('title', {}, `${node.title}\n${node.summary}`),
  );
  const frame = { width: box.width, height: BOX_HEIGHT, rx: node.isSupervisor ? 4 : 12 };
  item.append(
    svg('rect', { ...frame, x: -5, y: -5, width: box.width + 10, height: BOX_HEIGHT + 10, class: 'ring' }),
  );
  if (node.runtime) item.append(svg('rect', { ...frame, x: 5, y: 5, class: 'box behind' }));
  item.append(
    svg('rect', { ...frame, class: 'box' }),
    svg('rect', {
      x: 0,
      y: node.isSupervisor ? 0 : 10,
      width: 4,
      height: BOX_HEIGHT - (node.isSupervisor ? 0 : 20),
      rx: 2,
      class: 'stripe',
    }),
    svg(
      'text',
      { x: TEXT_X, y: 18, class: 'title' },
      cutBeginning(node.title, TITLE_FONT, textRoom(node, box)),
    ),
    svg(
      'text',
      { x: TEXT_X, y: 34, class: 'summary' },
      cutEnd(node.summary, SUMMARY_FONT, textRoom(node, box)),
    ),
    ...drawBadges(node, data, box.width),
  );
  if (children > 0 && state.query === '') item.append(drawHandle(box, isOpen, children, context));
  return item;
}

function classesOf(node: PageNode, found: ReadonlySet<number> | undefined, index: number): string {
  const classes = ['node', node.kind.replaceAll('_', '-'), node.isSupervisor ? 'supervising' : ''];
  if (node.conditional) classes.push('conditional');
  else if (node.runtime) classes.push('runtime');
  if (found) classes.push(found.has(index) ? 'found' : 'passed');
  return classes.filter(Boolean).join(' ');
}

function labelOf(node: PageNode, data: PageData): string {
  const counts = countByLevel(node, data).map(
    ([level, count]) => `${count} ${level}${count === 1 ? '' : 's'}`,
  );
  const application =
    node.parent === undefined ? `application ${data.applications[node.application]?.name}` : '';
  return [node.title, node.summary, application, ...counts].filter(Boolean).join(', ');
}

/** How many findings of each level concern a node, the gravest first; levels without any are left out. */
export function countByLevel(node: PageNode, data: PageData): [(typeof LEVELS)[number], number][] {
  const levels = node.findings.map((index) => data.findings[index]?.level);
  return LEVELS.map((level): [(typeof LEVELS)[number], number] => [
    level,
    levels.filter((other) => other === level).length,
  ]).filter(([, count]) => count > 0);
}

/** Pills on the upper edge, the last one at the right corner. */
function drawBadges(node: PageNode, data: PageData, width: number): SVGGElement[] {
  const badges: SVGGElement[] = [];
  let right = width + 6;
  for (const [level, count] of countByLevel(node, data).reverse()) {
    const words = `${LEVEL_SIGNS[level]} ${count}`;
    const size = Math.ceil(textWidth(words, BADGE_FONT)) + 12;
    right -= size;
    badges.push(
      svg(
        'g',
        { class: `badge ${level}`, transform: `translate(${right} ${-BADGE_HEIGHT / 2})` },
        svg('rect', { width: size, height: BADGE_HEIGHT, rx: BADGE_HEIGHT / 2 }),
        svg('text', { x: size / 2, y: 13 }, words),
      ),
    );
    right -= 3;
  }
  return badges;
}

function drawHandle(box: Box, isOpen: boolean, children: number, { onToggle }: BoxContext): SVGGElement {
  const words = isOpen ? '−' : `+${children}`;
  const size = Math.max(18, textWidth(words, BADGE_FONT) + 10);
  const handle = svg(
    'g',
    { class: 'handle', transform: `translate(${box.width - (isOpen ? 9 : 4)} ${BOX_HEIGHT / 2 - 9})` },
    svg('title', {}, isOpen ? 'Fold' : 'Unfold'),
    svg('rect', { width: size, height: 18, rx: 9 }),
    svg('text', { x: size / 2, y: 13 }, words),
  );
  handle.addEventListener('click', (event) => {
    event.stopPropagation();
    onToggle(box.index);
  });
  return handle;
}
