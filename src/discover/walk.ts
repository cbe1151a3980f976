import { type Dirent, readdirSync } from 'node:fs';
import { relative, sep } from 'node:path';
import type { SkippedFile } from '../lint/finding.js';
import { FolderNames } from './folder-names.js';
import { isInLib } from './folders.js';
import { GitIgnore } from './gitignore.js';
import { isElixirFile, isWithin, reportedName, slashed } from './names.js';
import { unreadable } from './read.js';

/** Folders that hold nothing written by hand, wherever they stand. */
export const NEVER_SOURCE = ['_build', 'node_modules', '.elixir_ls', '.git'];

/** Folders that Mix fills beside a `mix.exs`; below `lib` and `config` the same name is the project's own. */
const FILLED_BY_MIX = ['deps', 'cover'];
const OWN = ['lib', 'config'];

/** A folder of such an error is left out and told about; any other ends the run. */
const PASSED_OVER: ReadonlySet<unknown> = new Set(['ENOENT', 'ENOTDIR', 'ENAMETOOLONG']);

/** What lies below a folder. */
export interface Walked {
  /** Absolute paths of Elixir files. */
  files: string[];
  /** What cannot be read, under its reported name. */
  skipped: SkippedFile[];
}

/**
 * The Elixir files below a folder, without what git ignores, what tools made and what lies
 * behind symbolic links.
 *
 * @param base absolute
 * @param cwd the working directory, absolute
 * @param names what is known of the folders on disk, and becomes so
 * @throws the file system's error for a folder that cannot be read
 */
export function walkFolder(base: string, cwd: string, names = new FolderNames()): Walked {
  const git = new GitIgnore(base, cwd, names);
  const files: string[] = [];
  const skipped: SkippedFile[] = [];
  const skip = (path: string, reason: string) => skipped.push({ file: reportedName(cwd, path), reason });
  const folders = [{ path: base === sep ? '' : base, own: isInLib(base) }];
  for (let folder = folders.pop(); folder; folder = folders.pop()) {
    // Hundreds of folders are read in a fifth of the time without a promise for each.
    const entries = entriesOf(folder.path || sep, base, skip);
    if (entries === undefined) continue;
    names.note(folder.path || sep, new Set(entries.map(({ name }) => name)));
    for (const entry of entries) {
      const { name } = entry;
      const path = `${folder.path}${sep}${name}`;
      if (isElixirFile(name) && !entry.isDirectory() && !entry.isSymbolicLink() && !git.isIgnored(path)) {
        if (entry.isFile()) files.push(path);
        else skip(path, 'not a regular file');
      }
      if (!entry.isDirectory() || NEVER_SOURCE.includes(name)) continue;
      if ((FILLED_BY_MIX.includes(name) && !folder.own) || git.isIgnoredFolder(path)) continue;
      folders.push({ path, own: folder.own || OWN.includes(name) });
    }
  }
  return { files, skipped: [...skipped, ...git.skipped] };
}

/** What stands in a folder; undefined for one that is left out. */
function entriesOf(
  folder: string,
  base: string,
  skip: (path: string, reason: string) => void,
): Dirent[] | undefined {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (folder === base || !PASSED_OVER.has(code)) throw error;
    skip(folder, unreadable(error, folder));
    return undefined;
  }
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

/** True for a file in a folder that Mix fills. @param way from the folder that was named outright */
export function isFilledByMix(way: string): boolean {
  const folders = slashed(way).split('/').slice(0, -1);
  const filled = folders.findIndex((folder) => FILLED_BY_MIX.includes(folder));
  return filled !== -1 && !folders.slice(0, filled).some((folder) => OWN.includes(folder));
}
