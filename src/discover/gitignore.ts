import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { SkippedFile } from '../lint/finding.js';
import { FolderNames } from './folder-names.js';
import { gitRootOf } from './folders.js';
import { IgnoreRules } from './gitignore-rules.js';
import { isWithin, reportedName, slashed, wayTo } from './names.js';
import { isLink, readSettings } from './read.js';

/** A `.gitignore` that was read. */
interface Speaker {
  /** The folder it stands in, absolute. */
  folder: string;
  rules: IgnoreRules;
}

/**
 * What the `.gitignore` files from the git root down leave out below one linted folder. Outside a git work
 * tree they count from the working directory down.
 */
export class GitIgnore {
  /** The `.gitignore` files that cannot be read, and why. */
  readonly skipped: SkippedFile[] = [];
  readonly #cwd: string;
  readonly #names: FolderNames;
  readonly #top: string;
  /** Those that may speak about what stands in a folder, the innermost first. */
  readonly #speakers = new Map<string, readonly Speaker[]>();
  readonly #ignoredFolders = new Map<string, boolean>();

  /**
   * @param base the linted folder, absolute. It was named outright: where it is itself ignored, only the
   *   `.gitignore` files in it and below count.
   * @param cwd the working directory, absolute
   * @param names what is known of the folders on disk
   */
  constructor(base: string, cwd: string, names = new FolderNames()) {
    this.#cwd = cwd;
    this.#names = names;
    this.#top = gitRootOf(base) ?? (isWithin(base, cwd) ? cwd : base);
    if (!this.isIgnoredFolder(base)) return;
    this.#top = base;
    this.#speakers.clear();
    this.#ignoredFolders.clear();
  }

  /** True where git leaves out a file at or below the linted folder. */
  isIgnored(file: string): boolean {
    if (!isWithin(file, this.#top)) return false;
    return this.isIgnoredFolder(dirname(file)) || this.#verdict(file, false);
  }

  /** True where git leaves out a folder, and so all in it, whatever the `.gitignore` files there say (gitignore(5)). */
  isIgnoredFolder(folder: string): boolean {
    if (folder === this.#top || !isWithin(folder, this.#top)) return false;
    const known = this.#ignoredFolders.get(folder);
    if (known !== undefined) return known;
    const ignored = this.isIgnoredFolder(dirname(folder)) || this.#verdict(folder, true);
    this.#ignoredFolders.set(folder, ignored);
    return ignored;
  }

  /** The innermost `.gitignore` that speaks about a path decides. */
  #verdict(path: string, isFolder: boolean): boolean {
    for (const { folder, rules } of this.#speakersIn(dirname(path))) {
      const told = rules.verdict(slashed(wayTo(path, folder)).split('/'), isFolder);
      if (told !== undefined) return told;
    }
    return false;
  }

  #speakersIn(folder: string): readonly Speaker[] {
    const known = this.#speakers.get(folder);
    if (known) return known;
    const above = folder === this.#top ? [] : this.#speakersIn(dirname(folder));
    const rules = this.#read(folder);
    const speakers = rules ? [{ folder, rules }, ...above] : above;
    this.#speakers.set(folder, speakers);
    return speakers;
  }

  #read(folder: string): IgnoreRules | undefined {
    const path = join(folder, '.gitignore');
    if (!this.#names.mayHold(folder, '.gitignore') || !existsSync(path)) return undefined;
    // Git does not follow one either (gitignore(5)).
    const { text, reason } = isLink(path) ? { reason: 'a symbolic link' } : readSettings(path);
    if (text !== undefined) return new IgnoreRules(text);
    this.skipped.push({ file: reportedName(this.#cwd, path), reason });
    return undefined;
  }
}
