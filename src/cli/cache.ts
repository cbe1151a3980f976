import { resolve } from 'node:path';
import { edition } from '../cache/edition.js';
import { CACHE_NAME, CacheFolder } from '../cache/folder.js';
import { reportedName } from '../discover/names.js';
import { leadsOut, projectTop, wayOut } from '../discover/ways-out.js';
import { tell } from './output.js';

/**
 * The cache of a run: in the folder that is named, or else at the root of the git work tree, or in the working
 * directory where there is none.
 *
 * @param cwd the working directory, absolute
 * @returns undefined where it would lie outside of the project, which is told
 */
export function cacheOf(cwd: string, location: string | undefined): CacheFolder | undefined {
  if (location !== undefined) return new CacheFolder(resolve(cwd, location), edition());
  const top = projectTop(cwd, cwd);
  const folder = resolve(top, CACHE_NAME);
  const out = wayOut(folder, top);
  if (out === undefined) return new CacheFolder(folder, edition());
  tell(`${reportedName(cwd, folder)} is not used: ${leadsOut(out)}`);
  return undefined;
}
