import { resolve } from 'node:path';
import { edition } from '../cache/edition.js';
import { CACHE_NAME, CacheFolder } from '../cache/folder.js';
import { gitRootOf } from '../discover/folders.js';

/**
 * The cache of a run: in the folder that is named, or else at the root of the git work tree, or in the working
 * directory where there is none.
 *
 * @param cwd the working directory, absolute
 */
export function cacheOf(cwd: string, location: string | undefined): CacheFolder {
  const folder = location === undefined ? resolve(gitRootOf(cwd) ?? cwd, CACHE_NAME) : resolve(cwd, location);
  return new CacheFolder(folder, edition());
}
