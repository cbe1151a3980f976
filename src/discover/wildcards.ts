/** What one character of a name has to be: a certain one, one of some, or any. */
type Part = { char: string } | { chars: CharacterClass } | 'any';

/** Stands for any number of characters, or of names. */
type Run = 'run';

interface CharacterClass {
  negated: boolean;
  /** From the first to the last of each, by code point. */
  ranges: (readonly [number, number])[];
}

/** What one name of a path has to be: a name with wildcards, or any number of any names. */
type Step = readonly (Part | Run)[] | Run;

/** A path with wildcards, whose steps stand between slashes. */
export interface PathPattern {
  steps: readonly Step[];
}

/** What POSIX calls classes, as far as ASCII goes. */
const CLASSES: Readonly<Record<string, readonly (readonly [number, number])[]>> = {
  alnum: [range('0', '9'), range('A', 'Z'), range('a', 'z')],
  alpha: [range('A', 'Z'), range('a', 'z')],
  blank: [range(' ', ' '), range('\t', '\t')],
  cntrl: [[0, 31], range('\u007f', '\u007f')],
  digit: [range('0', '9')],
  graph: [range('!', '~')],
  lower: [range('a', 'z')],
  print: [range(' ', '~')],
  punct: [range('!', '/'), range(':', '@'), range('[', '`'), range('{', '~')],
  space: [range('\t', '\r'), range(' ', ' ')],
  upper: [range('A', 'Z')],
  xdigit: [range('0', '9'), range('A', 'F'), range('a', 'f')],
};

/**
 * A pattern of names between slashes, in which `*`, `?` and `[a-z]` stand for characters and `**` for names; a
 * backslash takes the meaning of what follows it away.
 *
 * @param anywhere true where the pattern may begin below any folder
 * @returns undefined for one that nothing matches: with a class or an escape that is not finished
 */
export function pathPattern(pattern: string, anywhere: boolean): PathPattern | undefined {
  const steps: Step[] = anywhere ? ['run'] : [];
  const names = pattern.split('/');
  for (const [at, name] of names.entries()) {
    const isRun = name === '**' && names.length > 1;
    if (isRun && steps.at(-1) !== 'run') steps.push('run');
    // At the end it stands for what is in the folder, and not for the folder.
    if (isRun && at === names.length - 1) steps.push(['run']);
    if (isRun) continue;
    const parts = partsOf(Array.from(name));
    if (parts === undefined) return undefined;
    steps.push(parts);
  }
  return { steps };
}

/**
 * True for a path that a pattern matches as a whole. Whatever the pattern, that takes no more than the product of the
 * two lengths: patterns come with the linted code, and a regular expression made of one may take years.
 *
 * @param names the names of the path, from the first to the last
 */
export function matchesPath({ steps }: PathPattern, names: readonly string[]): boolean {
  return fits<readonly (Part | Run)[], string>(steps, names, (step, name) =>
    fits<Part, string>(step, Array.from(name), isOneOf),
  );
}

/** Goes back to the last run only: what an earlier one could take besides, the last one can take as well. */
function fits<P, T>(
  parts: readonly (P | Run)[],
  items: readonly T[],
  isFor: (part: P, item: T) => boolean,
): boolean {
  let part = 0;
  let run: { part: number; item: number } | undefined;
  for (let item = 0; item < items.length; ) {
    const wanted = parts[part];
    const given = items[item];
    if (wanted === 'run') {
      run = { part: part + 1, item };
      part += 1;
    } else if (wanted !== undefined && given !== undefined && isFor(wanted, given)) {
      part += 1;
      item += 1;
    } else if (run) {
      run.item += 1;
      part = run.part;
      item = run.item;
    } else return false;
  }
  return parts.slice(part).every((left) => left === 'run');
}

function isOneOf(part: Part, char: string): boolean {
  if (part === 'any') return true;
  if ('char' in part) return part.char === char;
  const point = char.codePointAt(0) ?? 0;
  return part.chars.ranges.some(([first, last]) => first <= point && point <= last) !== part.chars.negated;
}

function partsOf(chars: readonly string[]): (Part | Run)[] | undefined {
  const parts: (Part | Run)[] = [];
  for (let at = 0; at < chars.length; at += 1) {
    const char = chars[at] ?? '';
    if (char === '*') {
      if (parts.at(-1) !== 'run') parts.push('run');
    } else if (char === '?') parts.push('any');
    else if (char === '[') {
      const found = classAt(chars, at + 1);
      if (!found) return undefined;
      parts.push({ chars: found.chars });
      at = found.end;
    } else if (char === '\\') {
      const escaped = chars[at + 1];
      if (escaped === undefined) return undefined;
      parts.push({ char: escaped });
      at += 1;
    } else parts.push({ char });
  }
  return parts;
}

/** The class whose first character stands at `from`, and where its `]` stands. */
function classAt(chars: readonly string[], from: number): { chars: CharacterClass; end: number } | undefined {
  const negated = chars[from] === '!' || chars[from] === '^';
  const ranges: (readonly [number, number])[] = [];
  const start = negated ? from + 1 : from;
  for (let at = start; at < chars.length; at += 1) {
    if (chars[at] === ']' && at > start) return { chars: { negated, ranges }, end: at };
    const named = /^\[:(\w+):\]/.exec(chars.slice(at, at + 12).join(''));
    if (named) {
      const known = CLASSES[named[1] ?? ''];
      if (!known) return undefined;
      ranges.push(...known);
      at += named[0].length - 1;
      continue;
    }
    const first = memberAt(chars, at);
    at = first.at;
    const isRange = chars[at + 1] === '-' && chars[at + 2] !== undefined && chars[at + 2] !== ']';
    const last = isRange ? memberAt(chars, at + 2) : first;
    at = last.at;
    // Of a range the wrong way round git takes the first.
    ranges.push([first.point, Math.max(first.point, last.point)]);
  }
  return undefined;
}

function memberAt(chars: readonly string[], at: number): { point: number; at: number } {
  const end = chars[at] === '\\' && at + 1 < chars.length ? at + 1 : at;
  return { point: chars[end]?.codePointAt(0) ?? 0, at: end };
}

function range(first: string, last: string): readonly [number, number] {
  return [first.codePointAt(0) ?? 0, last.codePointAt(0) ?? 0];
}
