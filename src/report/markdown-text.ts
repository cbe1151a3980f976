import { sanitize } from './sanitize.js';

/** Text that stands in a cell of a table: code in backticks is code, and nothing else is markup. */
export function cellText(text: string): string {
  return text
    .split(/(`[^`]*`)/)
    .map((part, index) => (index % 2 === 1 ? cellCode(part.slice(1, -1)) : escapeText(part)))
    .join('');
}

/** Code that stands in a cell of a table. */
export function cellCode(code: string): string {
  const shown = sanitize(code);
  // What ends a cell or a code span cannot be escaped within one in a way that all readers of Markdown share.
  const isPlain = !/[`|\\]/.test(shown) && shown.trim() !== '';
  return isPlain ? `\`${shown}\`` : `<code>${reference(shown)}</code>`;
}

/** A row of a table, of cells that are Markdown already. */
export function tableRow(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

/** The two lines above the rows. */
export function tableHead(titles: readonly string[]): string[] {
  return [tableRow(titles), tableRow(titles.map(() => '---'))];
}

function escapeText(text: string): string {
  return reference(sanitize(text));
}

/** The same text with a character reference for each character that means something in Markdown. */
function reference(text: string): string {
  return text.replace(/[&<>|`\\*_~[\]@$]/g, (char) => `&#${char.codePointAt(0)};`);
}
