import type { ChalkInstance } from 'chalk';
import stringWidth from 'fast-string-width';
import type { Table } from './blocks.js';
import { padEnd, paintCode, wrap } from './prose.js';

const GAP = 2;

/** The table as aligned lines; cells wrap where the whole is wider than `width`. */
export function drawTable(table: Table, width: number, paint: ChalkInstance): string[] {
  const widths = columnWidths(table, width);
  const rule = paint.dim('─'.repeat(sum(widths) + GAP * (widths.length - 1)));
  const head = drawRow(table.head, widths).map((line) => paint.bold(line));
  const rows = table.rows.map((row) => drawRow(row, widths));
  const isWrapped = rows.some((row) => row.length > 1);
  const body = rows.flatMap((row, index) => (isWrapped && index > 0 ? ['', ...row] : row));
  return [...head, rule, ...body.map((line) => paintCode(line, paint))];
}

function drawRow(cells: readonly string[], widths: readonly number[]): string[] {
  const columns = cells.map((cell, index) => wrap(cell, widths[index] ?? 0));
  const height = Math.max(1, ...columns.map((lines) => lines.length));
  return Array.from({ length: height }, (_, line) =>
    columns
      .map((lines, index) => padEnd(lines[line] ?? '', widths[index] ?? 0))
      .join(' '.repeat(GAP))
      .trimEnd(),
  );
}

/** The natural widths, taken from the widest column that has room to give until all fit. */
function columnWidths({ head, rows }: Table, width: number): number[] {
  const columns = head.map((title, index) => [title, ...rows.map((row) => row[index] ?? '')]);
  const widths = columns.map((cells) => widest(cells));
  const narrowest = columns.map((cells) => widest(cells.flatMap((cell) => wrap(cell, 1))));
  const room = width - GAP * (widths.length - 1);
  for (let excess = sum(widths) - room; excess > 0; excess -= 1) {
    const slack = widths.map((column, index) => (column > (narrowest[index] ?? 0) ? column : 0));
    const giving = slack.indexOf(Math.max(...slack));
    if (slack[giving] === 0) break;
    widths[giving] = (widths[giving] ?? 0) - 1;
  }
  return widths;
}

function widest(texts: readonly string[]): number {
  return Math.max(0, ...texts.map((text) => stringWidth(text)));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
