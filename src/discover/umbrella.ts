import { lstatSync, readdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { FolderNames } from './folder-names.js';
import { foldersUpwards, isFolder, isGitRoot } from './folders.js';
import { isWithin } from './names.js';
import { readSettings } from './read.js';
import { linkOut, projectTop, wayOut } from './ways-out.js';

const APPS_PATH = /^[^#\n]*\bapps_path:\s*"([^"\n]+)"/m;

/** What stands for the text of a `mix.exs` that cannot be read: there is a Mix project, of which nothing is known. */
const UNREADABLE = '';

/** The little that has to be known of a file system to tell Mix projects apart; all paths are absolute. */
export interface ProjectFolders {
  /** The text of a folder's `mix.exs`. */
  mixFileOf(folder: string): string | undefined;
  isFolder(path: string): boolean;
  /** True for the root of a git work tree, above which no project is looked for. */
  isGitRoot(folder: string): boolean;
  /** The names of what lies in a folder; empty where it is none. */
  namesIn(folder: string): string[];
}

/** The projects on disk. @param names what is known of its folders */
export function foldersOnDisk(names: FolderNames): ProjectFolders {
  return {
    mixFileOf: (folder) => (names.mayHold(folder, 'mix.exs') ? readMixFile(folder) : undefined),
    isFolder,
    isGitRoot: (folder) => names.mayHold(folder, '.git') && isGitRoot(folder),
    namesIn(folder) {
      try {
        return readdirSync(folder);
      } catch {
        return [];
      }
    },
  };
}

/** The projects on disk, of whose folders nothing is known. */
export const diskFolders: ProjectFolders = foldersOnDisk(new FolderNames());

function readMixFile(folder: string): string | undefined {
  const path = join(folder, 'mix.exs');
  // Thousands of folders have none: to be told so is cheaper than to try.
  if (isMissing(path)) return undefined;
  if (linkOut(path, folder) !== undefined) return UNREADABLE;
  const { text, isGone } = readSettings(path);
  return isGone ? undefined : (text ?? UNREADABLE);
}

/**
 * The folder with the apps of the umbrella that `root` is, absolute; undefined where it is none. An umbrella's
 * `mix.exs` says `apps_path:`; a folder whose `apps/*` are Mix projects and that has no `lib` counts as well.
 */
export function appsFolderOf(root: string, folders: ProjectFolders = diskFolders): string | undefined {
  return namedAppsFolder(root, folders) ?? usualAppsFolder(root, folders);
}

/**
 * The `lib` of the project on disk in `root`, and where it is an umbrella those of its apps, absolute. A symbolic
 * link out of the project is not followed.
 */
export function libFoldersOf(root: string): string[] {
  const apps = appsFolderOf(root);
  const folders = apps === undefined ? [] : diskFolders.namesIn(apps).map((app) => join(apps, app, 'lib'));
  const top = projectTop(root, root);
  return [join(root, 'lib'), ...folders].filter((lib) => isFolder(lib) && wayOut(lib, top) === undefined);
}

/** The umbrella that the Mix project in `root` is an app of, absolute. */
export function umbrellaOf(root: string, folders: ProjectFolders = diskFolders): string | undefined {
  const apps = dirname(root);
  // `apps_path` may name a folder further down (`"src/apps"`).
  for (const above of foldersUpwards(apps)) {
    if (namedAppsFolder(above, folders) === apps) return above;
    if (folders.isGitRoot(above)) break;
  }
  const usual = dirname(apps);
  return usualAppsFolder(usual, folders) === apps ? usual : undefined;
}

function namedAppsFolder(root: string, folders: ProjectFolders): string | undefined {
  const named = APPS_PATH.exec(folders.mixFileOf(root) ?? '')?.[1];
  const apps = named === undefined ? undefined : resolve(root, named);
  // A project does not say where to read outside of it.
  return apps !== undefined && isWithin(apps, projectTop(root, root)) ? apps : undefined;
}

function usualAppsFolder(root: string, folders: ProjectFolders): string | undefined {
  const apps = join(root, 'apps');
  if (!folders.isFolder(apps) || folders.isFolder(join(root, 'lib'))) return undefined;
  const holdsApps = folders.namesIn(apps).some((app) => folders.mixFileOf(join(apps, app)) !== undefined);
  return holdsApps ? apps : undefined;
}

function isMissing(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) === undefined;
  } catch {
    return false;
  }
}
