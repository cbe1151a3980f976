import { existsSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** An absolute folder and all folders above it, innermost first. */
export function* foldersUpwards(folder: string): Generator<string> {
  for (let at = folder; ; at = dirname(at)) {
    yield at;
    if (dirname(at) === at) return;
  }
}

/** True for the root of a git work tree. */
export function isGitRoot(folder: string): boolean {
  // A linked work tree or a submodule has a file of that name instead of a folder.
  return existsSync(join(folder, '.git'));
}

/** The innermost folder at or above an absolute one that is the root of a git work tree. */
export function gitRootOf(folder: string): string | undefined {
  for (const at of foldersUpwards(folder)) if (isGitRoot(at)) return at;
  return undefined;
}

/** True where an absolute path leads to a folder, also through a symbolic link. */
export function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

/** True where an absolute folder is the `lib` of a project, or lies in one. */
export function isInLib(folder: string): boolean {
  for (const at of foldersUpwards(folder)) {
    if (basename(at) === 'lib') return true;
    if (isGitRoot(at) || existsSync(join(at, 'mix.exs'))) return false;
  }
  return false;
}
