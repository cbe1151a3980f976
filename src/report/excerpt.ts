import { type Cell, cellsOf, textOf, widthOf } from './cells.js';

const CUT = '…';
/** Columns of code before the underline in a line that is cut. */
const LEAD_IN = 20;
// A minified line can be megabytes long, and only a hundred columns of it are ever shown.
const UNITS_BEFORE = 200;
const UNITS_AFTER = 600;

/** A line of code fit to be printed. */
export interface Excerpt {
  text: string;
  /** Columns of `text` before the underline. */
  indent: number;
  /** Length of the underline; 0 where nothing is underlined. */
  underline: number;
}

/** A part of a line: UTF-16 units from 0, the end exclusive. */
export interface Span {
  start: number;
  end: number;
}

/** The line cut to `width` columns around the part that is to be underlined. */
export function excerptOf(line: string, mark: Span | undefined, width: number): Excerpt {
  const { start, end } = clamp(mark ?? { start: 0, end: 0 }, line.length);
  const near = windowAround(line, start);
  const cells = cellsOf(line.slice(near.start, near.end));
  const view = cut(cells, start - near.start, width);
  const before = view.filter((cell) => near.start + cell.end <= start);
  const under = view.filter((cell) => near.start + cell.end > start && near.start + cell.start < end);
  const isCutLeft = near.start > 0 || view[0] !== cells[0];
  const isCutRight = near.end < line.length || view.at(-1) !== cells.at(-1);
  return {
    text: `${isCutLeft ? CUT : ''}${textOf(view)}${isCutRight ? CUT : ''}`,
    indent: (isCutLeft ? 1 : 0) + widthOf(before),
    underline: mark ? Math.max(1, widthOf(under)) : 0,
  };
}

function clamp({ start, end }: Span, length: number): Span {
  const from = Math.max(0, Math.min(start, length));
  return { start: from, end: Math.max(from, Math.min(end, length)) };
}

function windowAround(line: string, offset: number): Span {
  const start = characterStart(line, Math.max(0, offset - UNITS_BEFORE));
  return { start, end: characterStart(line, Math.min(line.length, offset + UNITS_AFTER)) };
}

/** The offset, or the one before where it would split a surrogate pair. */
function characterStart(line: string, offset: number): number {
  return offset > 0 && /[\udc00-\udfff]/.test(line.charAt(offset)) ? offset - 1 : offset;
}

/** The cells that fit into `width`, from the beginning of the line or from a little before `start`. */
function cut(cells: readonly Cell[], start: number, width: number): readonly Cell[] {
  if (widthOf(cells) <= width) return cells;
  const before = cells.filter((cell) => cell.end <= start);
  const isNearBeginning = widthOf(before) <= width / 2;
  const first = isNearBeginning ? 0 : before.length - fitting(before.toReversed(), LEAD_IN);
  const rest = cells.slice(first);
  return rest.slice(0, fitting(rest, width - 2 * CUT.length));
}

/** How many of the first cells take no more than `width` columns. */
function fitting(cells: readonly Cell[], width: number): number {
  let room = width;
  const overflowing = cells.findIndex((cell) => {
    room -= cell.width;
    return room < 0;
  });
  return overflowing < 0 ? cells.length : overflowing;
}
