import type { ChalkInstance } from 'chalk';
import stringWidth from 'fast-string-width';

/** Lines of at most `width` columns; code in backticks stays in one piece where it fits. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.match(/(?:`[^`]*`|\S)+/g) ?? []) {
    if (line !== '' && stringWidth(line) + 1 + stringWidth(word) > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return line === '' ? lines : [...lines, line];
}

/** The text with what stands in backticks coloured. */
export function paintCode(text: string, paint: ChalkInstance): string {
  return text.replace(/`[^`]*`/g, (code) => paint.cyan(code));
}

/** The text filled up with spaces to `width` columns. */
export function padEnd(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - stringWidth(text)));
}

/** The lines moved to the right; empty ones stay empty. */
export function indent(lines: readonly string[], by = 2): string[] {
  return lines.map((line) => (line === '' ? '' : ' '.repeat(by) + line));
}
