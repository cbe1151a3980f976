import { isAbsolute, relative, resolve, sep } from 'node:path';

/** A step such as `.` or `..`, or none: with one of these a path is not as short as it could be. */
const ODD_STEP = /(?:^|\/)\.{0,2}(?:\/|$)/;

/**
 * The way from a folder to a path, with the slashes of the platform. Both are absolute and almost always as short as
 * can be: thousands of files in them are named in a hundredth of the time that `relative` takes.
 */
export function wayTo(path: string, folder: string): string {
  if (sep === '/' && folder !== '/' && path.startsWith(folder) && path[folder.length] === '/') {
    const way = path.slice(folder.length + 1);
    if (!ODD_STEP.test(way)) return way;
  }
  return relative(folder, path);
}

/**
 * The name under which a file or folder is reported: relative to the working directory, with forward slashes;
 * `.` for the working directory itself.
 *
 * @param cwd an absolute path
 * @param path an absolute path
 */
export function reportedName(cwd: string, path: string): string {
  return slashed(wayTo(path, cwd)) || '.';
}

/** The absolute path of what has been reported under a name, or is given by its absolute path. @param cwd absolute */
export function pathOf(cwd: string, name: string): string {
  if (sep === '/' && cwd !== '/') {
    if (!ODD_STEP.test(name)) return `${cwd}/${name}`;
    if (name.startsWith('/') && !ODD_STEP.test(name.slice(1))) return name;
  }
  return resolve(cwd, name);
}

/** True where an absolute path is a folder itself or lies below it. */
export function isWithin(path: string, folder: string): boolean {
  const way = wayTo(path, folder);
  return way === '' || !(way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way));
}

/** A path with forward slashes. */
export function slashed(path: string): string {
  return sep === '/' ? path : path.split(sep).join('/');
}

/** True for the names that Elixir source files have. */
export function isElixirFile(path: string): boolean {
  return path.endsWith('.ex') || path.endsWith('.exs');
}
