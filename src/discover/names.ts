import { isAbsolute, relative, resolve, sep } from 'node:path';

/** True where a path may have a step such as `.` or `..`, or none: then it may not be as short as it could be. */
function mayBeOdd(way: string): boolean {
  return (
    way === '' ||
    way === '.' ||
    way.includes('./') ||
    way.includes('//') ||
    way.startsWith('/') ||
    way.endsWith('/') ||
    way.endsWith('/.') ||
    way.endsWith('..')
  );
}

/**
 * The way from a folder to a path, with the slashes of the platform. Both are absolute and almost always as short as
 * can be: thousands of files in them are named in a hundredth of the time that `relative` takes.
 */
export function wayTo(path: string, folder: string): string {
  if (sep === '/' && folder !== '/' && path.startsWith(folder) && path[folder.length] === '/') {
    const way = path.slice(folder.length + 1);
    if (!mayBeOdd(way)) return way;
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
    if (!mayBeOdd(name)) return `${cwd}/${name}`;
    if (name.startsWith('/') && !mayBeOdd(name.slice(1))) return name;
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
