import { join, relative, resolve } from 'node:path';
import fastGlob from 'fast-glob';
import { isInLib } from './folders.js';
import { GitIgnore } from './gitignore.js';
import { isElixirFile, isWithin, slashed } from './names.js';

const ELIXIR_FILES = '**/*.{ex,exs}';

/** Folders that hold nothing written by hand, wherever they stand. */
const NEVER_SOURCE = ['_build', 'node_modules', '.elixir_ls', '.git'];

/** Folders that Mix fills beside a `mix.exs`; below `lib` and `config` the same name is the project's own. */
const FILLED_BY_MIX = ['deps', 'cover'];

const WALK = { dot: true, onlyFiles: true, followSymbolicLinks: false } as const;

/** `isFilledByMix` decides; these only spare the walk the usual places. */
const SPARED = FILLED_BY_MIX.flatMap((name) => [
  `${name}/**`,
  `!(lib|config)/${name}/**`,
  `!(lib|config)/!(lib|config)/${name}/**`,
]);

/**
 * The Elixir files below a folder, as absolute paths, without what git ignores, what tools made and what lies
 * behind symbolic links.
 *
 * @param base absolute
 * @param cwd the working directory, absolute
 * @throws the file system's error for a folder that cannot be read
 */
export async function walkFolder(base: string, cwd: string): Promise<string[]> {
  const inLib = isInLib(base);
  const ignore = [...NEVER_SOURCE.map(anywhere), ...(inLib ? [] : SPARED)];
  const found = await fastGlob(ELIXIR_FILES, { ...WALK, cwd: base, ignore });
  const git = new GitIgnore(base, cwd);
  return found
    .filter((name) => inLib || !isFilledByMix(name))
    .map((name) => join(base, name))
    .filter((file) => !git.isIgnored(file));
}

/** Those of some files that `walkFolder` would find if they were on disk. All paths are absolute. */
export function wouldFind(files: readonly string[], base: string, cwd: string): string[] {
  const git = new GitIgnore(base, cwd);
  const inLib = isInLib(base);
  return files.filter((file) => {
    if (!isWithin(file, base) || git.isIgnored(file)) return false;
    const way = slashed(relative(base, file));
    return !way.split('/').some((name) => NEVER_SOURCE.includes(name)) && (inLib || !isFilledByMix(way));
  });
}

/**
 * The Elixir files that a glob matches, or that lie below a folder it matches, as absolute paths; what
 * `walkFolder` leaves out is left out here as well.
 *
 * @param pattern relative to the working directory, or absolute, with forward slashes
 * @param cwd the working directory, absolute
 */
export async function expandGlob(pattern: string, cwd: string): Promise<string[]> {
  const below = `${pattern.replace(/\/+$/, '')}/${ELIXIR_FILES}`;
  const found = await fastGlob([pattern, below], { ...WALK, cwd, ignore: NEVER_SOURCE.map(anywhere) });
  // What stands before the first wildcard was named outright.
  const base = resolve(cwd, fastGlob.generateTasks(pattern)[0]?.base ?? '.');
  const inLib = isInLib(base);
  const git = new GitIgnore(base, cwd);
  return found
    .map((name) => resolve(cwd, name))
    .filter((file) => isElixirFile(file) && (inLib || !isFilledByMix(relative(base, file))))
    .filter((file) => !git.isIgnored(file));
}

/** True for a file in a folder that Mix fills. @param way from the folder that was named outright */
function isFilledByMix(way: string): boolean {
  const folders = slashed(way).split('/').slice(0, -1);
  const filled = folders.findIndex((folder) => FILLED_BY_MIX.includes(folder));
  return filled !== -1 && !folders.slice(0, filled).some((folder) => folder === 'lib' || folder === 'config');
}

function anywhere(folder: string): string {
  return `**/${folder}/**`;
}
