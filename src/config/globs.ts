import { relative } from 'node:path';
import picomatch from 'picomatch';
import { slashed } from '../discover/names.js';

interface Glob {
  negated: boolean;
  matches(name: string): boolean;
}

/**
 * Globs relative to one folder. A glob matches a file or everything in a folder; one without a slash matches
 * at any depth; with `!` in front it takes back what earlier ones matched.
 */
export class Globs {
  readonly #base: string;
  readonly #globs: readonly Glob[];

  /** @param base absolute */
  constructor(patterns: readonly string[], base: string) {
    this.#base = base;
    this.#globs = patterns.map(compile);
  }

  /** Whether the last glob that matches a file, given by its absolute path, includes it; undefined if none does. */
  verdict(file: string): boolean | undefined {
    const name = slashed(relative(this.#base, file));
    const last = this.#globs.findLast((glob) => glob.matches(name));
    return last && !last.negated;
  }

  /** True where a file, given by its absolute path, is matched. */
  includes(file: string): boolean {
    return this.verdict(file) ?? false;
  }
}

function compile(pattern: string): Glob {
  const negated = pattern.startsWith('!');
  const glob = pattern.slice(negated ? 1 : 0).replace(/^\.?\/|\/+$/g, '');
  const anchored = glob.includes('/') || pattern.includes('/') ? glob : `**/${glob}`;
  return { negated, matches: picomatch([anchored, `${anchored}/**`], { dot: true }) };
}
