import { realpathSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { gitRootOf } from './folders.js';
import { isWithin } from './names.js';
import { isLink } from './read.js';

/**
 * The folder that what belongs to a folder has to lie in: the work tree of git, and outside of one the working
 * directory or, beside that, the folder itself. All are absolute.
 */
export function projectTop(folder: string, cwd: string): string {
  return gitRootOf(folder) ?? (isWithin(folder, cwd) ? cwd : folder);
}

/**
 * Where a path in a folder really leads, where a symbolic link takes it out of that folder. What a linted project
 * holds decides nothing about files outside of it.
 *
 * @param path absolute; need not exist
 * @param top absolute
 * @returns undefined for a path that stays, or that does not lie in the folder at all
 */
export function wayOut(path: string, top: string): string | undefined {
  if (!isWithin(path, top)) return undefined;
  const real = realPathOf(path);
  return isWithin(real, realPathOf(top)) ? undefined : real;
}

/** The same for a file of settings that stands in a folder which is no link. @param path absolute */
export function linkOut(path: string, cwd: string): string | undefined {
  return isLink(path) ? wayOut(path, projectTop(dirname(path), cwd)) : undefined;
}

/** Why a path is not followed. */
export function leadsOut(real: string): string {
  return `a symbolic link leads out of the project, to ${real}`;
}

/** An absolute path without symbolic links; what is not on disk is what it says, below the nearest folder that is. */
export function realPathOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    const above = dirname(path);
    return above === path ? path : join(realPathOf(above), basename(path));
  }
}
