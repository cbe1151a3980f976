import { isAbsolute, relative, sep } from 'node:path';

/**
 * The name under which a file or folder is reported: relative to the working directory, with forward slashes;
 * `.` for the working directory itself.
 *
 * @param cwd an absolute path
 * @param path an absolute path
 */
export function reportedName(cwd: string, path: string): string {
  return slashed(relative(cwd, path)) || '.';
}

/** True where an absolute path is a folder itself or lies below it. */
export function isWithin(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way === '' || !(way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way));
}

/** A path with forward slashes. */
export function slashed(path: string): string {
  return sep === '/' ? path : path.split(sep).join('/');
}

/** True for the names that Elixir source files have. */
export function isElixirFile(path: string): boolean {
  return /\.exs?$/.test(path);
}
