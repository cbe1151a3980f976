import { matchesPath, type PathPattern, pathPattern } from './wildcards.js';

/** One line of a `.gitignore`. */
interface IgnoreRule {
  pattern: PathPattern;
  /** True where it takes back what earlier lines ignore. */
  negated: boolean;
  foldersOnly: boolean;
}

/** The lines of a `.gitignore` (gitignore(5)). */
export class IgnoreRules {
  readonly #rules: readonly IgnoreRule[];

  constructor(text: string) {
    this.#rules = text.split('\n').flatMap((line) => ruleOf(line) ?? []);
  }

  /**
   * Whether the last line that matches a path ignores it; undefined where none does.
   *
   * @param names the way to it from the folder of the `.gitignore`
   */
  verdict(names: readonly string[], isFolder: boolean): boolean | undefined {
    const last = this.#rules.findLast(
      ({ pattern, foldersOnly }) => (isFolder || !foldersOnly) && matchesPath(pattern, names),
    );
    return last && !last.negated;
  }
}

function ruleOf(line: string): IgnoreRule | undefined {
  const text = withoutSpaces(line.replace(/\r$/, ''));
  if (text === '' || text.startsWith('#')) return undefined;
  const negated = text.startsWith('!');
  const glob = negated ? text.slice(1) : text;
  const foldersOnly = glob.endsWith('/');
  const way = foldersOnly ? glob.slice(0, -1) : glob;
  if (way === '') return undefined;
  const pattern = pathPattern(way.replace(/^\//, ''), !way.includes('/'));
  return pattern && { pattern, negated, foldersOnly };
}

/** Spaces at the end count only where a backslash stands before them. */
function withoutSpaces(line: string): string {
  let end = line.length;
  while (line[end - 1] === ' ') end -= 1;
  const backslashes = /\\*$/.exec(line.slice(0, end))?.[0].length ?? 0;
  return line.slice(0, end < line.length && backslashes % 2 === 1 ? end + 1 : end);
}
