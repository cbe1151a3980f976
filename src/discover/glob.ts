import { relative, resolve } from 'node:path';
import fastGlob from 'fast-glob';
import { isInLib } from './folders.js';
import { GitIgnore } from './gitignore.js';
import { isElixirFile, slashed } from './names.js';
import { isFilledByMix, NEVER_SOURCE, type Walked } from './walk.js';

const ELIXIR_FILES = '**/*.{ex,exs}';

const WALK = { dot: true, onlyFiles: true, followSymbolicLinks: false } as const;

/** True for what may be a glob. */
export function isGlob(path: string): boolean {
  return fastGlob.isDynamicPattern(slashed(path));
}

/**
 * The Elixir files that a glob matches, or that lie below a folder it matches, as absolute paths; what
 * `walkFolder` leaves out is left out here as well.
 *
 * @param pattern relative to the working directory, or absolute, with forward slashes
 * @param cwd the working directory, absolute
 */
export async function expandGlob(pattern: string, cwd: string): Promise<Walked> {
  const below = `${pattern.replace(/\/+$/, '')}/${ELIXIR_FILES}`;
  const found = await fastGlob([pattern, below], { ...WALK, cwd, ignore: NEVER_SOURCE.map(anywhere) });
  // What stands before the first wildcard was named outright.
  const base = resolve(cwd, fastGlob.generateTasks(pattern)[0]?.base ?? '.');
  const inLib = isInLib(base);
  const git = new GitIgnore(base, cwd);
  const files = found
    .map((name) => resolve(cwd, name))
    .filter((file) => isElixirFile(file) && (inLib || !isFilledByMix(relative(base, file))))
    .filter((file) => !git.isIgnored(file));
  return { files, skipped: git.skipped };
}

function anywhere(folder: string): string {
  return `**/${folder}/**`;
}
