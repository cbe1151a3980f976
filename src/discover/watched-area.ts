import { realpathSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import fastGlob from 'fast-glob';
import { foldersUpwards, gitRootOf, isFolder } from './folders.js';
import { MixProjects } from './mix-projects.js';
import { isElixirFile, isWithin, slashed } from './names.js';
import { appsFolderOf } from './umbrella.js';

/** Folders with nothing in them that a run reads, or with much that it does not. */
const NEVER_WATCHED: ReadonlySet<string> = new Set([
  '_build',
  'deps',
  'cover',
  'node_modules',
  '.elixir_ls',
  '.git',
  '.otp-lint-cache',
]);

/** Files besides Elixir sources that say something about a run. */
const SETTINGS: ReadonlySet<string> = new Set(['otp-lint.json', 'otp-lint-baseline.json', '.gitignore']);

/** What of a Mix project is read although nobody asked for it. */
const OF_PROJECT: ReadonlySet<string> = new Set(['lib', 'config']);

/**
 * The part of a file system that the result of a run depends on: what is asked for, the projects around it, and
 * the folders above up to the root of the git work tree, where configurations stand.
 */
export class WatchedArea {
  /** The folders that hold all of it, absolute, none within another. */
  readonly tops: readonly string[];
  readonly #asked: readonly string[];
  readonly #projects: readonly string[];
  /** The folders with the apps of umbrellas. */
  readonly #apps: readonly string[];
  readonly #files: ReadonlySet<string>;

  /**
   * @param paths files, folders and globs, as a run takes them; none means the default path
   * @param cwd the working directory, absolute
   * @param files other files that a run reads, absolute
   */
  constructor(paths: readonly string[], cwd: string, files: readonly string[] = []) {
    const asked = paths.map((path) =>
      isFolder(resolve(cwd, path)) ? resolve(cwd, path) : baseOf(path, cwd),
    );
    // What is asked for is followed through symbolic links, what lies below is not.
    this.#asked = withRealPaths(asked);
    const places = paths.length > 0 ? this.#asked : withRealPaths([cwd]);
    const projects = new MixProjects(cwd);
    this.#projects = withRealPaths(
      places.flatMap((place) => {
        const { root, umbrella, none } = projects.projectOf(join(place, 'mix.exs'));
        // The default path is the `lib` of a folder that need not be a Mix project.
        return none && paths.length > 0 ? [] : [resolve(cwd, umbrella ?? root)];
      }),
    );
    this.#apps = this.#projects.flatMap((root) => appsFolderOf(root) ?? []);
    this.#files = new Set(files);
    const above = [...places, ...this.#projects, ...files.map((file) => dirname(file))];
    this.tops = outermost(above.map((place) => gitRootOf(place) ?? place));
  }

  /** True for a file whose change can change the result. @param path absolute */
  holdsFile(path: string): boolean {
    return isElixirFile(path) || SETTINGS.has(basename(path)) || this.#files.has(path);
  }

  /** True for a folder in which such files may stand, or lead further down. @param path absolute */
  holdsFolder(path: string): boolean {
    const places = [...this.#asked, ...this.#projects, ...this.#apps, ...this.#files, ...this.tops];
    if (places.some((place) => isWithin(place, path))) return true;
    if (this.#isNeverWatched(path)) return false;
    return (
      this.#asked.some((folder) => isWithin(path, folder)) ||
      this.#projects.some((root) => isOfProject(namesBetween(root, path))) ||
      this.#apps.some((apps) => isOfApp(namesBetween(apps, path)))
    );
  }

  /** Below `lib` and `config` the names of the folders are the project's own. */
  #isNeverWatched(path: string): boolean {
    if (!NEVER_WATCHED.has(basename(path))) return false;
    const isOwn = basename(path) === 'deps' || basename(path) === 'cover';
    return !(isOwn && [...foldersUpwards(dirname(path))].some((folder) => OF_PROJECT.has(basename(folder))));
  }
}

/** The names of the folders from one down to another; begins with `..` where that lies elsewhere. */
function namesBetween(folder: string, path: string): string[] {
  return slashed(relative(folder, path)).split('/');
}

function isOfProject([first = '']: readonly string[]): boolean {
  return OF_PROJECT.has(first);
}

function isOfApp([app, ...way]: readonly string[]): boolean {
  return app !== '..' && (way.length === 0 || isOfProject(way));
}

/** The folder of a file, or what stands before the first wildcard of a glob. */
function baseOf(path: string, cwd: string): string {
  if (!fastGlob.isDynamicPattern(slashed(path))) return dirname(resolve(cwd, path));
  return resolve(cwd, fastGlob.generateTasks(slashed(path))[0]?.base ?? '.');
}

function withRealPaths(paths: readonly string[]): string[] {
  return [...new Set(paths.flatMap((path) => [path, realPathOf(path)]))];
}

function realPathOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

function outermost(folders: readonly string[]): string[] {
  const all = [...new Set(folders)];
  return all.filter((folder) => !all.some((other) => other !== folder && isWithin(folder, other)));
}
