import { SUPPRESSION } from '../lint/own-rules.js';
import type { Suppressing } from '../lint/suppressing.js';
import { count, writeFixed } from './fix-files.js';
import { tell } from './output.js';

/**
 * Writes suppression comments into their files, and tells what was done.
 *
 * @throws RunError where a file cannot be written, or was changed while it was linted
 */
export async function writeSuppressions({ files, suppressed, left }: Suppressing): Promise<void> {
  for (const file of files) await writeFixed(file, 'suppress in');
  for (const { file, line, rule } of left) tell(`${file}:${line}: ${whyLeft(rule)}`);
  if (suppressed > 0) tell(`suppressed ${count(suppressed, 'finding')} in ${count(files.length, 'file')}`);
}

function whyLeft(rule: string): string {
  if (rule === SUPPRESSION.id) return 'a suppression comment is to be mended, and cannot be suppressed';
  return `\`${rule}\` was not suppressed, since no comment can stand there`;
}
