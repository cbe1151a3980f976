import { accessSync, constants, type Stats, statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { SkippedFile } from '../lint/finding.js';
import { causeOf, RunError } from '../lint/run-error.js';
import type { FolderNames } from './folder-names.js';
import { isElixirFile, reportedName, slashed } from './names.js';
import { libFoldersOf } from './umbrella.js';
import { type Walked, walkFolder, wouldFind } from './walk.js';
import { leadsOut, projectTop, wayOut } from './ways-out.js';

/** What the paths of one run come to. */
export interface Discovery {
  /** Absolute paths of the Elixir files to lint, in order of their names, each once. */
  files: string[];
  /** Absolute paths of the folders that were asked for, of which everything was taken. */
  folders: string[];
  /** Files that were named outright and are not linted, and what could not be read on the way. */
  skipped: SkippedFile[];
}

export interface DiscoverOptions {
  /** The working directory, absolute. */
  cwd: string;
  /** What is known of the folders on disk, and becomes so. */
  names?: FolderNames;
  /** True for a file, given by its absolute path, that the configuration leaves out. */
  isIgnored(file: string): boolean;
  /**
   * Absolute paths of files that are not on disk and count as if they were. Where these are given, there may be
   * nothing to lint.
   */
  unwritten?: readonly string[];
}

interface Found extends Walked {
  /** The folder in which they were found, where one was asked for. */
  folder?: string;
  /** True for a file that was named itself, and not found in a folder or by a glob. */
  outright?: boolean;
}

/**
 * Finds the Elixir files under files, folders and globs.
 *
 * @param paths relative to the working directory, or absolute; none means the `lib` of this project, in an
 *   umbrella those of its apps
 * @throws RunError where a path does not exist or cannot be read, or there is nothing to lint
 */
export async function discover(paths: readonly string[], options: DiscoverOptions): Promise<Discovery> {
  const asked = paths.length > 0 ? paths : defaultPaths(options.cwd);
  const files = new Set<string>();
  const folders: string[] = [];
  const skipped = new Map<string, SkippedFile>();
  for (const path of asked) {
    const found = await findFiles(path, options);
    if (found.folder !== undefined) folders.push(found.folder);
    for (const each of found.skipped) skipped.set(each.file, each);
    for (const file of found.files) {
      const reason = reasonToSkip(file, options);
      if (reason === undefined) files.add(file);
      else if (found.outright) skipped.set(file, { file: reportedName(options.cwd, file), reason });
    }
  }
  // A hook that names its changed files may name only ignored ones; a folder without Elixir is a slip.
  if (files.size === 0 && options.unwritten === undefined && ![...skipped.keys()].some(isElixirFile))
    throw nothingToLint(asked);
  return { files: [...files].sort(), folders, skipped: [...skipped.values()] };
}

/** The paths that are linted when none is named. */
export function defaultPaths(cwd: string): string[] {
  const paths = libFoldersOf(cwd).map((path) => reportedName(cwd, path));
  if (paths.length > 0) return paths.sort();
  const out = wayOut(resolve(cwd, 'lib'), projectTop(cwd, cwd));
  if (out !== undefined)
    throw new RunError(`\`lib\` is not linted: ${leadsOut(out)}; name the files or folders to lint`);
  throw new RunError('there is no `lib` folder here; name the files or folders to lint');
}

async function findFiles(path: string, { cwd, names, unwritten = [] }: DiscoverOptions): Promise<Found> {
  const absolute = resolve(cwd, path);
  if (unwritten.includes(absolute)) return { files: [absolute], skipped: [], outright: true };
  const stats = await statOf(path, absolute);
  try {
    if (stats?.isDirectory()) {
      const { files, skipped } = walkFolder(absolute, cwd, names);
      return { files: [...files, ...wouldFind(unwritten, absolute, cwd)], skipped, folder: absolute };
    }
    if (stats !== undefined) return { files: [absolute], skipped: [], outright: true };
    const { expandGlob } = await import('./glob.js');
    return await expandGlob(slashed(path), cwd);
  } catch (error) {
    throw new RunError(`cannot read \`${path}\`: ${causeOf(error)}`);
  }
}

/** Undefined where there is no such path but it may be a glob. */
async function statOf(path: string, absolute: string): Promise<Stats | undefined> {
  try {
    const stats = statSync(absolute, { throwIfNoEntry: false });
    if (stats?.isFile()) accessSync(absolute, constants.R_OK);
    // Few runs name globs, and what knows them takes its time to load.
    if (stats !== undefined || (await import('./glob.js')).isGlob(path)) return stats;
  } catch (error) {
    throw new RunError(`cannot read \`${path}\`: ${causeOf(error)}`);
  }
  throw new RunError(`no such file or folder: \`${path}\``);
}

function reasonToSkip(file: string, options: DiscoverOptions): string | undefined {
  if (!isElixirFile(file)) return 'not an Elixir file (`.ex` or `.exs`)';
  return options.isIgnored(file) ? 'ignored by the configuration' : undefined;
}

function nothingToLint(paths: readonly string[]): RunError {
  const named = paths.map((path) => `\`${path}\``).join(', ');
  return new RunError(`no Elixir file (\`.ex\` or \`.exs\`) to lint under ${named}`);
}
