import { existsSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { MixProjects } from '../discover/mix-projects.js';
import { isElixirFile, isWithin } from '../discover/names.js';

/** The absolute path behind a `file:` URI; undefined for a text that is no file. */
export function pathOf(uri: string): string | undefined {
  try {
    return uri.startsWith('file:') ? fileURLToPath(uri) : undefined;
  } catch {
    return undefined;
  }
}

/** The URI of an absolute path. */
export function uriOf(path: string): string {
  return pathToFileURL(path).href;
}

/**
 * The folder whose code is judged together with a file: its Mix project, of an app the umbrella; where there is
 * none, the innermost workspace folder around it or else its own folder.
 *
 * @param path absolute
 * @param folders the workspace folders, absolute
 */
export function rootOf(path: string, folders: readonly string[]): string {
  const own = dirname(path);
  const { root, umbrella, none } = new MixProjects(own).projectOf(path);
  if (!none) return resolve(own, umbrella ?? root);
  const around = folders.filter((folder) => isWithin(path, folder));
  return around.toSorted((a, b) => b.length - a.length)[0] ?? own;
}

/** True for Elixir source that people write: what `mix deps.get` fetched is somebody else's. */
export function isOwnSource(path: string, root: string): boolean {
  if (!isElixirFile(path)) return false;
  const parent = dirname(root);
  return !(basename(parent) === 'deps' && existsSync(join(dirname(parent), 'mix.exs')));
}
