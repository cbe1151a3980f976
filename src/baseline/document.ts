import { parseJson } from '../config/file.js';
import { choice, described, entries, fields, wholeNumber } from '../config/shape.js';
import { readSettings } from '../discover/read.js';
import { LEVELS, type Level } from '../lint/finding.js';
import { RunError } from '../lint/run-error.js';

/** The format that this program writes; others are refused. */
const VERSION = 1;

/** Room for some hundred thousand findings. */
const MAX_BASELINE_BYTES = 64 * 1024 * 1024;

/** How many findings of one rule on lines of one text a file may have. */
export interface Entry {
  /** Relative to the folder of the baseline, with forward slashes. */
  file: string;
  rule: string;
  /** As `fingerprintAnywhere` makes it. */
  fingerprint: string;
  /** At least 1. */
  count: number;
}

/** The findings that a project has come to know of, and lets pass. */
export interface Baseline {
  /** The mildest level that was taken into it. */
  level: Level;
  /** Each file, rule and fingerprint once. */
  entries: readonly Entry[];
}

const SHAPE = fields(
  {
    version: described('The version of this format.', wholeNumber(1)),
    level: choice('level', LEVELS),
    files: entries(entries(entries(wholeNumber(1)))),
  },
  ['version', 'level', 'files'],
);

/**
 * Reads a baseline; undefined where there is none.
 *
 * @param path absolute
 * @param name how to call it in errors
 * @throws RunError where it is not as it should be
 */
export function readBaseline(path: string, name: string): Baseline | undefined {
  try {
    const text = readText(path, name);
    return text === undefined ? undefined : parseBaseline(text, name);
  } catch (error) {
    if (!(error instanceof RunError)) throw error;
    throw new RunError(`${error.message} (mend or delete this baseline, and run otp-lint baseline)`);
  }
}

/** The same for its text. */
export function parseBaseline(text: string, name: string): Baseline {
  const { version, level, files } = parseJson(text, name, SHAPE);
  if (version !== VERSION) {
    throw new RunError(`${name}: this is version ${version} of the format, and only ${VERSION} is known`);
  }
  const found = [...files].flatMap(([file, rules]) =>
    [...rules].flatMap(([rule, counts]) =>
      [...counts].map(([fingerprint, count]): Entry => ({ file, rule, fingerprint, count })),
    ),
  );
  return { level, entries: found };
}

/** The text of a baseline: the same for the same findings, with one line for each entry. */
export function printBaseline({ level, entries }: Baseline): string {
  const files = new Map<string, Map<string, Map<string, number>>>();
  for (const { file, rule, fingerprint, count } of entries.toSorted(byPlace)) {
    const rules = within(files, file, () => new Map<string, Map<string, number>>());
    const counts = within(rules, rule, () => new Map<string, number>());
    counts.set(fingerprint, (counts.get(fingerprint) ?? 0) + count);
  }
  const content = { version: VERSION, level, files };
  const plain = (_: string, value: unknown) => (value instanceof Map ? Object.fromEntries(value) : value);
  return `${JSON.stringify(content, plain, 2)}\n`;
}

function within<V>(map: Map<string, V>, key: string, make: () => V): V {
  const value = map.get(key) ?? make();
  map.set(key, value);
  return value;
}

function byPlace(a: Entry, b: Entry): number {
  return compare(a.file, b.file) || compare(a.rule, b.rule) || compare(a.fingerprint, b.fingerprint);
}

/** By code unit: the order must not depend on anybody's language. */
function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

function readText(path: string, name: string): string | undefined {
  const { text, reason, isGone } = readSettings(path, MAX_BASELINE_BYTES);
  if (text !== undefined || isGone) return text;
  throw new RunError(`cannot read the baseline \`${name}\`: ${reason}`);
}
