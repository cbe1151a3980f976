import { lstatSync, realpathSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { isWithin } from '../discover/names.js';
import type { Reading } from '../discover/read.js';

/** What git says of the files of one work tree; all paths are absolute, with no symbolic link on their way. */
export interface ChangedFiles {
  /** The root of the work tree. */
  root: string;
  /** The Elixir files to report on. */
  files: ReadonlySet<string>;
  /** What to read for some of them instead of what is on disk. */
  readings?: ReadonlyMap<string, Reading>;
  /** Files on disk that do not count. */
  gone?: ReadonlySet<string>;
}

/** The files that a run is to report on because they changed. Files are given by absolute paths of any form. */
export class Changes {
  readonly #changed: ChangedFiles;
  readonly #folders = new Map<string, string | undefined>();

  constructor(changed: ChangedFiles) {
    this.#changed = changed;
  }

  /** True for a file to report on. */
  has(file: string): boolean {
    const path = this.#canonical(file);
    return path !== undefined && this.#changed.files.has(path);
  }

  /** True for a file that belongs to the work tree: no link to somewhere else, and not gone. */
  isPart(file: string): boolean {
    if (this.has(file)) return true;
    const path = this.#canonical(file);
    if (path === undefined || this.#changed.gone?.has(path)) return false;
    return isWithin(path, this.#changed.root) && isRegularFile(path);
  }

  /** What to read for a file instead of what is on disk, if anything. */
  readingOf(file: string): Reading | undefined {
    const path = this.#canonical(file);
    return path === undefined ? undefined : this.#changed.readings?.get(path);
  }

  /** The files to report on that are not on disk. */
  get unwritten(): string[] {
    const { readings = new Map<string, Reading>() } = this.#changed;
    return [...readings.keys()].filter((file) => !isRegularFile(file));
  }

  /** The path without symbolic links on its way; of a file that is a link itself, the link's. */
  #canonical(file: string): string | undefined {
    const folder = dirname(file);
    if (!this.#folders.has(folder)) this.#folders.set(folder, realFolder(folder));
    const real = this.#folders.get(folder);
    return real === undefined ? undefined : join(real, basename(file));
  }
}

/** True where an absolute path leads to a regular file, and not to a link to one. */
export function isRegularFile(path: string): boolean {
  try {
    return lstatSync(path).isFile();
  } catch {
    return false;
  }
}

/** A folder that is not on disk is what it says, below the nearest one that is. */
function realFolder(folder: string): string | undefined {
  try {
    return realpathSync(folder);
  } catch {
    const above = dirname(folder);
    const real = above === folder ? undefined : realFolder(above);
    return real === undefined ? undefined : join(real, basename(folder));
  }
}
