import { resolve } from 'node:path';
import type { FolderNames } from './folder-names.js';
import type { MixProject, MixProjects } from './mix-projects.js';
import { isWithin } from './names.js';
import { libFoldersOf } from './umbrella.js';
import { walkFolder } from './walk.js';

export interface SurroundingsOptions {
  /** The working directory, absolute. */
  cwd: string;
  projects: MixProjects;
  /** What is known of the folders on disk, and becomes so. */
  names?: FolderNames;
  /** Folders of which every file is known already, absolute. */
  folders: readonly string[];
  /** True for a file, given by its absolute path, that the configuration leaves out. */
  isIgnored(file: string): boolean;
}

/**
 * The files of the projects that some files belong to: what a run without paths in the root of each project
 * (of an umbrella with all its apps) would find in `lib`. Files that belong to no Mix project bring nothing.
 *
 * @param files absolute paths
 * @returns absolute paths, without what lies in the known folders; may hold some of `files`
 */
export function surroundingsOf(
  files: readonly string[],
  { cwd, projects, names, folders, isIgnored }: SurroundingsOptions,
): string[] {
  const found = new Set(files.map((file) => projects.projectOf(file)));
  const roots = new Set([...found].flatMap((project) => rootOf(project, cwd)));
  const around: string[] = [];
  for (const root of roots) {
    for (const lib of libFoldersOf(root)) {
      if (!folders.some((folder) => isWithin(lib, folder)))
        around.push(...walkFolder(lib, root, names).files);
    }
  }
  return around.filter((file) => !isIgnored(file));
}

/** The absolute folder of a project, of an app the umbrella's; nothing where there is no Mix project. */
function rootOf({ root, umbrella, none }: MixProject, cwd: string): string[] {
  return none ? [] : [resolve(cwd, umbrella ?? root)];
}
