import { readFileSync } from 'node:fs';

/**
 * How many findings each rule has at each level, by repository: `rule level` → number.
 *
 * @typedef {Map<string, Map<string, number>>} Counts
 */

const HEAD = [
  '# How many findings each rule has in the repositories of repositories.txt at their commits.',
  '# Written by `npm run ecosystem -- --snapshot FOLDER --update`; read a change of it as the effect of a change.',
];
const ALL = 'all repositories';

/**
 * @param {readonly import('./build.mjs').Finding[]} findings
 * @returns {Map<string, number>}
 */
export function countOf(findings) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const { rule, level } of findings) {
    const key = `${rule} ${level}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return new Map([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/**
 * Counts as text: first those of all repositories together, then those of each.
 *
 * @param {Counts} counts
 * @returns {string}
 */
export function textOf(counts) {
  const sections = [[ALL, totalsOf(counts)], ...counts].map(([title, ofRepository]) => {
    const lines = [...ofRepository].map(([key, count]) => lineOf(key, count));
    return [title, ...lines].join('\n');
  });
  return `${HEAD.join('\n')}\n\n${sections.join('\n\n')}\n`;
}

/**
 * @param {string} key
 * @param {number} count
 */
function lineOf(key, count) {
  const [rule = '', level = ''] = key.split(' ');
  return `  ${rule.padEnd(36)} ${level.padEnd(7)} ${String(count).padStart(4)}`;
}

/**
 * Reads what `textOf` has written.
 *
 * @param {string} file
 * @returns {Counts} without the sums
 * @throws an Error for a line of another form
 */
export function readCounts(file) {
  /** @type {Counts} */
  const counts = new Map();
  /** @type {Map<string, number>} */
  let section = new Map();
  for (const [index, line] of readFileSync(file, 'utf8').split(/\r?\n/).entries()) {
    if (line === '' || line.startsWith('#')) continue;
    const [, rule, level, count] = /^ {2}(\S+) +(error|warning|info) +(\d+)$/.exec(line) ?? [];
    if (rule === undefined && line.startsWith(' '))
      throw new Error(`${file}:${index + 1}: \`${line}\` is not \`  rule level number\``);
    if (rule !== undefined) section.set(`${rule} ${level}`, Number(count));
    else {
      section = new Map();
      counts.set(line, section);
    }
  }
  counts.delete(ALL);
  return counts;
}

/**
 * @param {Counts} counts
 * @returns {Map<string, number>}
 */
function totalsOf(counts) {
  /** @type {Map<string, number>} */
  const totals = new Map();
  for (const ofRepository of counts.values())
    for (const [key, count] of ofRepository) totals.set(key, (totals.get(key) ?? 0) + count);
  return new Map([...totals].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/**
 * Where two counts differ, in the order of rules.
 *
 * @param {Counts} before
 * @param {Counts} after
 * @returns {{ rule: string, level: string, repository: string, before: number, after: number }[]}
 */
export function changesIn(before, after) {
  const changes = [...new Set([...before.keys(), ...after.keys()])].flatMap((repository) => {
    const old = before.get(repository) ?? new Map();
    const fresh = after.get(repository) ?? new Map();
    return [...new Set([...old.keys(), ...fresh.keys()])].map((key) => {
      const [rule = '', level = ''] = key.split(' ');
      return { rule, level, repository, before: old.get(key) ?? 0, after: fresh.get(key) ?? 0 };
    });
  });
  const sortKey = (/** @type {{ rule: string, repository: string, level: string }} */ change) =>
    [change.rule, change.repository, change.level].join(' ');
  return changes
    .filter((change) => change.before !== change.after)
    .sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1));
}
