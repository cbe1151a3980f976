import { readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import ignore, { type Ignore } from 'ignore';
import { foldersUpwards, gitRootOf } from './folders.js';
import { isWithin, slashed } from './names.js';

/**
 * What the `.gitignore` files from the git root down leave out below one linted folder. Outside a git work
 * tree they count from the working directory down.
 */
export class GitIgnore {
  readonly #top: string;
  readonly #rules = new Map<string, Ignore | undefined>();
  readonly #ignoredFolders = new Map<string, boolean>();

  /**
   * @param base the linted folder, absolute. It was named outright: where it is itself ignored, only the
   *   `.gitignore` files in it and below count.
   * @param cwd the working directory, absolute
   */
  constructor(base: string, cwd: string) {
    this.#top = gitRootOf(base) ?? (isWithin(base, cwd) ? cwd : base);
    if (!this.#isIgnoredFolder(base)) return;
    this.#top = base;
    this.#ignoredFolders.clear();
  }

  /** True where git leaves out a file at or below the linted folder. */
  isIgnored(file: string): boolean {
    if (!isWithin(file, this.#top)) return false;
    return this.#isIgnoredFolder(dirname(file)) || this.#verdict(file, '');
  }

  // A file in an ignored folder stays ignored, whatever the .gitignore files in it say (gitignore(5)).
  #isIgnoredFolder(folder: string): boolean {
    if (folder === this.#top || !isWithin(folder, this.#top)) return false;
    const known = this.#ignoredFolders.get(folder);
    if (known !== undefined) return known;
    const ignored = this.#isIgnoredFolder(dirname(folder)) || this.#verdict(folder, '/');
    this.#ignoredFolders.set(folder, ignored);
    return ignored;
  }

  /** The innermost `.gitignore` that speaks about a path decides. */
  #verdict(path: string, suffix: '' | '/'): boolean {
    for (const folder of foldersUpwards(dirname(path))) {
      const told = this.#rulesOf(folder)?.test(slashed(relative(folder, path)) + suffix);
      if (told?.ignored) return true;
      if (told?.unignored || folder === this.#top) return false;
    }
    return false;
  }

  #rulesOf(folder: string): Ignore | undefined {
    if (!this.#rules.has(folder)) this.#rules.set(folder, readRules(join(folder, '.gitignore')));
    return this.#rules.get(folder);
  }
}

/** The rules of one `.gitignore`; undefined where there is none to read. */
function readRules(path: string): Ignore | undefined {
  try {
    return ignore({ ignorecase: false }).add(readFileSync(path, 'utf8').replace(/^\ufeff/, ''));
  } catch {
    return undefined;
  }
}
