import type { Range } from '../../lint/finding.js';
import { escapeHtml } from '../../page/shell.js';

/** Lines of code before and after the range. */
const AROUND = 2;
/** Lines shown of a range that spans several. */
const MOST_LINES = 6;
/** UTF-16 units shown of one line, and those of them before the range. */
const MOST_UNITS = 400;
const LEAD_IN = 80;

/** Markup for the code of a range with some lines around it, the range marked; empty where there is no such line. */
export function codeMarkup(lines: readonly string[], range: Range): string {
  if (range.line < 1 || range.line > lines.length) return '';
  const end = Math.min(Math.max(range.line, range.endLine), lines.length, range.line + MOST_LINES - 1);
  const first = Math.max(1, range.line - AROUND);
  // What stands behind the last line break is no line.
  const length = lines.at(-1) === '' ? lines.length - 1 : lines.length;
  const last = Math.max(end, Math.min(length, end + AROUND));
  const rows = lines.slice(first - 1, last).map((text, index) => rowMarkup(text, first + index, range));
  return `<pre class="code"><code>${rows.join('\n')}</code></pre>`;
}

/** Markup for one line of code without what stands before it; empty where there is no such line. */
export function lineMarkup(lines: readonly string[], line: number): string {
  const text = (lines[line - 1] ?? '').trim();
  return text === '' ? '' : `<code class="line">${codeText(text.slice(0, MOST_UNITS))}</code>`;
}

function rowMarkup(text: string, number: number, range: Range): string {
  const { start, end } = markedIn(text, number, range);
  const from = text.length > MOST_UNITS ? Math.max(0, start - LEAD_IN) : 0;
  const to = Math.min(text.length, from + MOST_UNITS);
  const marked = text.slice(Math.min(start, to), Math.min(end, to));
  const parts = [
    from > 0 ? '…' : '',
    codeText(text.slice(from, Math.min(start, to))),
    marked === '' ? '' : `<mark>${codeText(marked)}</mark>`,
    codeText(text.slice(Math.max(from, Math.min(end, to)), to)),
    to < text.length ? '…' : '',
  ];
  return `<span class="number">${number}</span>${parts.join('')}`;
}

/** The units of a line that a range covers, the end exclusive; nothing of its indentation. */
function markedIn(text: string, number: number, { line, column, endLine, endColumn }: Range) {
  if (number < line || number > endLine) return { start: 0, end: 0 };
  const indent = text.length - text.trimStart().length;
  const start = number === line ? column - 1 : indent;
  const end = number === endLine ? endColumn - 1 : text.trimEnd().length;
  return { start, end: Math.max(start, end) };
}

function codeText(text: string): string {
  return escapeHtml(text.replaceAll('\t', '  '));
}
