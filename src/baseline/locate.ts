import { existsSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import type { Configurations } from '../config/configurations.js';
import { isGitRoot } from '../discover/folders.js';
import { isWithin, pathOf, slashed } from '../discover/names.js';
import { projectTop } from '../discover/ways-out.js';
import { RunError } from '../lint/run-error.js';

/** The name of a baseline, where nothing else is said. */
export const BASELINE_NAME = 'otp-lint-baseline.json';

/**
 * Tells which baseline a file is held against: the one that the command line names, else the one that its
 * configuration names, else the nearest at or above it up to the root of its git work tree. Where none of them is
 * there, it would be written beside the file's `otp-lint.json`, or else into the working directory.
 */
export class BaselinePlaces {
  readonly #cwd: string;
  readonly #configurations: Configurations;
  readonly #fixed: string | undefined;
  readonly #byFolder = new Map<string, string>();
  readonly #nearest = new Map<string, string | undefined>();

  /**
   * @param cwd the working directory, absolute
   * @param use the baseline that the command line names, relative to the working directory
   */
  constructor(cwd: string, configurations: Configurations, use?: string) {
    this.#cwd = cwd;
    this.#configurations = configurations;
    this.#fixed = use === undefined ? undefined : resolve(cwd, use);
  }

  /** True where the command line names the baseline. */
  get isNamed(): boolean {
    return this.#fixed !== undefined;
  }

  /**
   * The absolute path of a file's baseline, which need not exist.
   *
   * @param file as reported
   * @throws RunError where the configuration names one outside of the project
   */
  of(file: string): string {
    if (this.#fixed !== undefined) return this.#fixed;
    const folder = dirname(pathOf(this.#cwd, file));
    const path = this.#byFolder.get(folder) ?? this.#find(folder);
    this.#byFolder.set(folder, path);
    return path;
  }

  /** How a baseline calls a file. @param file as reported */
  nameIn(baseline: string, file: string): string {
    return slashed(relative(dirname(baseline), resolve(this.#cwd, file)));
  }

  /** A project does not say what to read and write outside of it. */
  #within(path: string, base: string, source = ''): string {
    const top = projectTop(base, this.#cwd);
    if (isWithin(path, top)) return path;
    throw new RunError(
      `${source}: the baseline \`${path}\` does not lie in the project; --baseline may name it`,
    );
  }

  #find(folder: string): string {
    const { file, source, folder: base } = this.#configurations.inFolder(folder);
    if (file.baseline !== undefined) return this.#within(resolve(base, file.baseline), base, source);
    return this.#nearestAbove(folder) ?? join(source === undefined ? this.#cwd : base, BASELINE_NAME);
  }

  #nearestAbove(folder: string): string | undefined {
    if (this.#nearest.has(folder)) return this.#nearest.get(folder);
    const path = join(folder, BASELINE_NAME);
    const above = dirname(folder);
    const { names } = this.#configurations;
    const isTop = above === folder || (names.mayHold(folder, '.git') && isGitRoot(folder));
    const isThere = names.mayHold(folder, BASELINE_NAME) && existsSync(path);
    const found = isThere ? path : isTop ? undefined : this.#nearestAbove(above);
    this.#nearest.set(folder, found);
    return found;
  }
}
