import type { ChalkInstance } from 'chalk';
import type { Range } from '../lint/finding.js';
import { excerptOf, type Span } from './excerpt.js';

const CODE_WIDTH = 100;
/** Lines shown of a range that spans several. */
const MOST_LINES = 4;

/** What a frame is drawn of. */
export interface FrameInput {
  lines: readonly string[];
  range: Range;
  paint: ChalkInstance;
  /** Colours the underline. */
  underline: ChalkInstance;
}

/** The lines of a code frame: the range underlined where it starts, one line of code around it. */
export function frameOf({ lines, range, paint, underline }: FrameInput): string[] {
  if (range.line < 1 || range.line > lines.length) return [];
  const lastOfRange = Math.min(lastLineOf(range), lines.length);
  const lastShown = Math.min(lastOfRange, range.line + MOST_LINES - 1);
  const first = Math.max(1, range.line - 1);
  const last = lastOfRange === range.line ? Math.min(lines.length, range.line + 1) : lastShown;
  const gutter = String(last).length;
  const row = (label: string, text: string) =>
    `${paint.dim(`${label.padStart(gutter)} │`)} ${text}`.trimEnd();
  const frame: string[] = [];
  for (let number = first; number <= last; number += 1) {
    const line = lines[number - 1] ?? '';
    const mark = number === range.line ? markOf(range, line) : undefined;
    const excerpt = excerptOf(line, mark, CODE_WIDTH);
    frame.push(row(String(number), excerpt.text));
    if (mark) frame.push(row('', ' '.repeat(excerpt.indent) + underline('^'.repeat(excerpt.underline))));
  }
  const left = lastOfRange - lastShown;
  if (left > 0) frame.push(row('', paint.dim(left === 1 ? '… 1 more line' : `… ${left} more lines`)));
  return frame;
}

/** The last line that has something of the range; an end before its first column has nothing of it. */
function lastLineOf({ line, endLine, endColumn }: Range): number {
  return Math.max(line, endColumn <= 1 ? endLine - 1 : endLine);
}

/** The part of the first line that the range covers; the whole rest of it where the range goes on. */
function markOf(range: Range, line: string): Span {
  const start = range.column - 1;
  const isWithinLine = range.endLine === range.line;
  return { start, end: isWithinLine ? range.endColumn - 1 : Math.max(start, line.trimEnd().length) };
}
