import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const AROUND = 2;
const LONGEST = 8;

/**
 * The lines of source that a finding is about, with those around them, their numbers, and a mark at its own.
 *
 * @param {string} folder of the repository, absolute
 * @param {Pick<import('./build.mjs').Finding, 'file' | 'line' | 'endLine'>} finding
 * @returns {string[]}
 */
export function excerptOf(folder, { file, line, endLine }) {
  const lines = readFileSync(join(folder, file), 'utf8').split(/\r?\n/);
  const last = Math.min(endLine, line + LONGEST);
  const from = Math.max(1, line - AROUND);
  const to = Math.min(lines.length, last + AROUND);
  const width = String(to).length;
  return lines.slice(from - 1, to).map((text, index) => {
    const number = from + index;
    const mark = number >= line && number <= last ? '>' : ' ';
    return `${mark} ${String(number).padStart(width)} | ${text}`.trimEnd();
  });
}
