import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';

/** The file that the program begins with, which names its parts; and these are named after what is in them. */
const PROGRAM = new URL('../cli/start.js', import.meta.url);
const PACKAGE = new URL('../../../package.json', import.meta.url);

/**
 * What a cache must agree with: the version, which settles that of the grammar, and the program itself as a file of a
 * certain content and age. A program that was built anew is another edition, even under the same version.
 */
export function edition(): string {
  const hash = createHash('sha1').update(readFileSync(PACKAGE)).update(readFileSync(PROGRAM));
  return hash.update(String(statSync(PROGRAM).mtimeMs)).digest('hex');
}
