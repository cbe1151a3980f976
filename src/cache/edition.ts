import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);

/**
 * What a cache must agree with: the version, which settles that of the grammar, and the program itself as a file of a certain size and age. A
 * program that was built anew is another edition, even under the same version.
 */
export function edition(): string {
  const { size, mtimeMs } = statSync(fileURLToPath(import.meta.url));
  const version = readFileSync(require.resolve('otp-lint/package.json'), 'utf8');
  return createHash('sha1').update(`${size} ${mtimeMs} ${version}`).digest('hex');
}
