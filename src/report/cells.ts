import stringWidth from 'fast-string-width';
import { sanitize } from './sanitize.js';

const TAB_STOP = 4;
const BYTE_ORDER_MARK = '\ufeff';
/** One column for each character: most of all code, and not worth a look at the Unicode tables. */
const PLAIN = /^[ -~]*$/;

/** One character as a person counts it, as it goes to the terminal. */
export interface Cell {
  /** Where it stands in its line: UTF-16 units from 0, the end exclusive. */
  start: number;
  end: number;
  text: string;
  /** Columns of the terminal. */
  width: number;
}

/** A line of code as cells: tabs become spaces, dangerous characters visible escapes. */
export function cellsOf(line: string): Cell[] {
  if (PLAIN.test(line)) return Array.from(line, plainCell);
  const cells: Cell[] = [];
  let column = 0;
  for (const { segment, index } of charactersOf(line)) {
    const text = shown(segment, index, column);
    const width = stringWidth(text);
    cells.push({ start: index, end: index + segment.length, text, width });
    column += width;
  }
  return cells;
}

let segmenter: Intl.Segmenter | undefined;

/** What knows characters takes its time to make, and most lines are plain. */
function charactersOf(line: string): Intl.Segments {
  segmenter ??= new Intl.Segmenter();
  return segmenter.segment(line);
}

/** The columns that some cells take together. */
export function widthOf(cells: readonly Cell[]): number {
  return cells.reduce((width, cell) => width + cell.width, 0);
}

/** The cells as one text. */
export function textOf(cells: readonly Cell[]): string {
  return cells.map((cell) => cell.text).join('');
}

function plainCell(text: string, start: number): Cell {
  return { start, end: start + 1, text, width: 1 };
}

function shown(segment: string, index: number, column: number): string {
  if (segment === BYTE_ORDER_MARK && index === 0) return '';
  if (segment === '\t') return ' '.repeat(TAB_STOP - (column % TAB_STOP));
  return sanitize(segment);
}
