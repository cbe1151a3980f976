import { expand } from 'brace-expansion';
import { slashed, wayTo } from '../discover/names.js';
import { matchesPath, type PathPattern, pathPattern } from '../discover/wildcards.js';

/** As many patterns as one glob may stand for, with `{a,b}` in it. */
export const MOST_ALTERNATIVES = 1000;

interface Glob {
  negated: boolean;
  patterns: readonly PathPattern[];
}

/**
 * Globs relative to one folder, of `*`, `?`, `[a-z]`, `{a,b}` and `**`. A glob matches a file or everything in a
 * folder; one without a slash matches at any depth; with `!` in front it takes back what earlier ones matched.
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
    if (this.#globs.length === 0) return undefined;
    const names = slashed(wayTo(file, this.#base)).split('/');
    const last = this.#globs.findLast(({ patterns }) => matchesAny(patterns, names));
    return last && !last.negated;
  }

  /** True where a file, given by its absolute path, is matched. */
  includes(file: string): boolean {
    return this.verdict(file) ?? false;
  }
}

/** Asks whether a path, relative and with forward slashes, is matched by one of some globs without `!`. */
export function globMatcher(globs: readonly string[]): (path: string) => boolean {
  const patterns = globs.flatMap((glob) => compile(glob).patterns);
  return (path) => matchesAny(patterns, path.split('/'));
}

/** True for a glob that stands for no more than `MOST_ALTERNATIVES` patterns. */
export function isBounded(glob: string): boolean {
  return alternativesOf(glob).length <= MOST_ALTERNATIVES;
}

function matchesAny(patterns: readonly PathPattern[], names: readonly string[]): boolean {
  return patterns.some((pattern) => matchesPath(pattern, names));
}

function compile(pattern: string): Glob {
  const negated = pattern.startsWith('!');
  const glob = pattern.slice(negated ? 1 : 0).replace(/^\.?\/|\/+$/g, '');
  const isAnchored = glob.includes('/') || pattern.includes('/');
  const patterns = alternativesOf(glob).flatMap((each) => {
    const self = pathPattern(each, !isAnchored);
    // What matches a folder matches all that is in it.
    return self ? [self, { steps: [...self.steps, 'run' as const] }] : [];
  });
  return { negated, patterns };
}

function alternativesOf(glob: string): string[] {
  return expand(glob, { max: MOST_ALTERNATIVES + 1 });
}
