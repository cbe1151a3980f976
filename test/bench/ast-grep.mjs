import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const require = createRequire(import.meta.url);
const NAME = process.platform === 'win32' ? 'ast-grep.exe' : 'ast-grep';

/**
 * The program of ast-grep: that of this platform's own package, since the install script that puts it into place
 * may have been left out; else what the path holds. Undefined where there is none.
 *
 * @returns {string | undefined}
 */
export function findAstGrep() {
  const { platform, arch } = process;
  const kinds = platform === 'linux' ? ['-gnu', '-musl'] : platform === 'win32' ? ['-msvc'] : [''];
  const packages = [...kinds.map((kind) => `@ast-grep/cli-${platform}-${arch}${kind}`), '@ast-grep/cli'];
  const programs = [...packages.flatMap(programIn), 'ast-grep'];
  return programs.find((program) =>
    spawnSync(program, ['--version'], { encoding: 'utf8' }).stdout?.startsWith('ast-grep'),
  );
}

/** @param {string} name of a package */
function programIn(name) {
  try {
    return [join(require.resolve(`${name}/package.json`), '..', NAME)];
  } catch {
    return [];
  }
}
