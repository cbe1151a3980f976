import { cluster, type HierarchyPointNode, stratify } from 'd3-hierarchy';
import type { PageData, PageNode } from '../page-data.js';
import { SUMMARY_FONT, TITLE_FONT, textWidth } from './text-size.js';

export const BOX_HEIGHT = 44;
const ROW_GAP = 12;
const COLUMN_GAP = 64;
const TREE_GAP = 64;
/** Room above a tree for the application's name. */
const CAPTION = 44;
const SIDE_PADDING = 16;
const NARROWEST = 150;
const WIDEST = 520;
const WIDEST_SUMMARY = 300;
/** Room for the handle of a box with children. */
const HANDLE = 10;

/** The box of a node: its upper left corner and its size. */
export interface Box {
  index: number;
  x: number;
  y: number;
  width: number;
  /** Levels above it. */
  depth: number;
  /** Its place among its siblings, from 1, and how many they are. */
  position: number;
  siblings: number;
}

/** Everything that is drawn, in start order, and the room that it takes. */
export interface Layout {
  boxes: Box[];
  captions: { application: number; x: number; y: number }[];
  width: number;
  height: number;
}

/** Lays out the nodes that `isShown` lets through, one tree below the other; roots stand left. */
export function layOut(data: PageData, isShown: (index: number) => boolean): Layout {
  const layout: Layout = { boxes: [], captions: [], width: 0, height: 0 };
  const all = data.nodes.map((node, index) => ({ node, index }));
  for (const application of data.applications.keys()) {
    const members = all.filter(({ node, index }) => node.application === application && isShown(index));
    if (members.length > 0) addTree(layout, application, members);
  }
  return layout;
}

interface Member {
  node: PageNode;
  index: number;
}

function addTree(layout: Layout, application: number, members: Member[]): void {
  const root = stratify<Member>()
    .id(({ index }) => String(index))
    .parentId(({ node }) => (node.parent === undefined ? null : String(node.parent)))(members);
  const points = cluster<Member>()
    .nodeSize([BOX_HEIGHT + ROW_GAP, 1])
    .separation((a, b) => (a.parent === b.parent ? 1 : 1.35))(root);
  // A supervisor beside its first child, not its middle one: so a tree reads in start order from its first line on.
  points.eachAfter((point) => {
    point.x = point.children?.[0]?.x ?? point.x;
  });
  const nodes = points.descendants();
  const columns = columnsOf(nodes);
  const top = layout.height + (layout.height === 0 ? 0 : TREE_GAP);
  const highest = Math.min(...nodes.map(({ x }) => x));
  const lowest = Math.max(...nodes.map(({ x }) => x));
  layout.captions.push({ application, x: 0, y: top });
  // `descendants` goes level by level, the list of members in start order.
  const byIndex = new Map(nodes.map((point) => [point.data.index, point]));
  for (const { index } of members) {
    const point = byIndex.get(index);
    const column = columns[point?.depth ?? 0];
    if (!point || !column) continue;
    const siblings = point.parent?.children ?? [point];
    layout.boxes.push({
      index,
      x: column.x,
      y: top + CAPTION + point.x - highest,
      width: column.width,
      depth: point.depth,
      position: siblings.indexOf(point) + 1,
      siblings: siblings.length,
    });
  }
  const last = columns.at(-1);
  layout.width = Math.max(layout.width, last ? last.x + last.width : 0);
  layout.height = top + CAPTION + (lowest - highest) + BOX_HEIGHT;
}

/** As wide as their widest box. */
function columnsOf(nodes: readonly HierarchyPointNode<Member>[]): { x: number; width: number }[] {
  const widths: number[] = [];
  for (const { depth, data } of nodes)
    widths[depth] = Math.max(widths[depth] ?? NARROWEST, widthOf(data.node));
  let x = 0;
  return widths.map((width) => {
    const column = { x, width };
    x += width + COLUMN_GAP;
    return column;
  });
}

function widthOf({ children, summary, title }: PageNode): number {
  // The summary may be cut sooner: it ends with the reason for what is not known, which the panel has in full.
  const text = Math.max(
    textWidth(title, TITLE_FONT),
    Math.min(textWidth(summary, SUMMARY_FONT), WIDEST_SUMMARY),
  );
  return Math.ceil(Math.min(WIDEST, text + 2 * SIDE_PADDING + (children > 0 ? HANDLE : 0)));
}

/** Room for text in a box. */
export function textRoom(node: PageNode, { width }: Box): number {
  return width - 2 * SIDE_PADDING - (node.children > 0 ? HANDLE : 0);
}

export const TEXT_X = SIDE_PADDING;
