import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
/** The folder of the program's own code, `src` or what was built from it. */
const CODE = fileURLToPath(new URL('..', import.meta.url));
const RULES = fileURLToPath(new URL('../../rules', import.meta.url));

/**
 * What a cache must agree with: the code of the syntax and Elixir layers or of the whole program, as files of a
 * certain size and age, and the grammar's version. A rebuilt program is another edition, even under one version.
 */
export function edition(): string {
  const hash = createHash('sha1').update(grammarVersion());
  for (const folder of [CODE, RULES]) {
    for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
      const stats = statSync(join(folder, name));
      if (stats.isFile()) hash.update(`${name}\0${stats.size}\0${stats.mtimeMs}\0`);
    }
  }
  return hash.digest('hex');
}

function grammarVersion(): string {
  const content: unknown = JSON.parse(
    readFileSync(require.resolve('tree-sitter-elixir/package.json'), 'utf8'),
  );
  return typeof content === 'object' && content !== null && 'version' in content
    ? String(content.version)
    : 'unknown';
}
