// Holds what `extractFile` says about Elixir files against what Elixir itself says (elixir_facts.exs), folder by
// folder: modules, functions, remote, piped, captured and local calls, and the aliases in scope at each.
//
//     npm run compare -- FOLDER... [--list N] [--min PERCENT]
//
// Needs `elixir` on the path. `--list` shows the first N differences of each class; the classes of difference that
// are known are explained in differences.md. Agreement in a class below PERCENT (99.5 by default) makes the exit
// code 1.

import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { markdownTable } from 'markdown-table';
import { CLASSES, KEYS } from './compare/classes.mjs';
import { elixirFacts } from './compare/elixirs.mjs';
import { ourFacts } from './compare/ours.mjs';
import { agreement, compare, newTally } from './compare/tally.mjs';

/** @typedef {import('./compare/classes.mjs').Class} Class */
/** @typedef {import('./compare/classes.mjs').Facts} Facts */
/** @typedef {import('./compare/tally.mjs').Tally} Tally */

const USAGE = 'usage: npm run compare -- FOLDER... [--list N] [--min PERCENT]';
const SKIPPED = new Set(['deps', '_build', 'node_modules', '.git']);
/** How many files to name that one side alone does not read, whatever `--list` says. */
const NAMED = 20;

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}

/** @returns {Promise<0 | 1>} */
async function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { list: { type: 'string', default: '0' }, min: { type: 'string', default: '99.5' } },
  });
  const limit = Number(values.list);
  const min = Number(values.min);
  if (positionals.length === 0 || Number.isNaN(limit) || Number.isNaN(min)) throw new Error(USAGE);
  const folders = positionals.map((path) => ({ path, files: elixirFiles(path) }));
  const elixirs = await elixirFacts([...new Set(folders.flatMap(({ files }) => files))]);
  const results = folders.map(({ path, files }) => compareFolder(path, files, elixirs, limit, min));
  return results.every(Boolean) ? 0 : 1;
}

/**
 * Compares all files at or below a path and prints how they agree.
 *
 * @param {string} path
 * @param {readonly string[]} files
 * @param {ReadonlyMap<string, Facts | { error: string }>} elixirs
 * @param {number} limit how many differences to list
 * @param {number} min percent
 * @returns {boolean} whether that is enough
 */
function compareFolder(path, files, elixirs, limit, min) {
  const tallies = /** @type {Record<Class, Tally>} */ (
    Object.fromEntries(KEYS.map((key) => [key, newTally()]))
  );
  /** @type {Record<'refused' | 'faulty' | 'crashed', string[]>} */
  const odd = { refused: [], faulty: [], crashed: [] };
  for (const file of files) {
    const theirs = elixirs.get(file) ?? { error: 'no answer' };
    let ours;
    try {
      ours = ourFacts(file, readFileSync(file, 'utf8'));
    } catch (error) {
      odd.crashed.push(`${file}: ${error instanceof Error ? error.stack : error}`);
      continue;
    }
    if ('error' in theirs) {
      const fault = ours.fault === undefined ? 'none of ours' : `ours ${ours.fault}`;
      odd.refused.push(`${file}:${theirs.error.split('\n')[0]} (${fault})`);
      continue;
    }
    if (ours.fault !== undefined) odd.faulty.push(`${file}:${ours.fault}`);
    for (const key of KEYS) compare(tallies[key], file, ours.facts[key], theirs[key]);
  }
  console.log(`${path}: ${files.length} files, of which Elixir reads ${files.length - odd.refused.length}\n`);
  console.log(`${tableOf(tallies)}\n`);
  list('Elixir does not read', odd.refused, Math.max(limit, NAMED));
  list('faults of ours alone', odd.faulty, Math.max(limit, NAMED));
  list('crashes', odd.crashed, Math.max(limit, NAMED));
  for (const key of KEYS) {
    list(`${CLASSES[key]}, only ours`, tallies[key].onlyOurs, limit);
    list(`${CLASSES[key]}, only Elixir’s`, tallies[key].onlyElixirs, limit);
  }
  const low = KEYS.filter((key) => agreement(tallies[key]) < min);
  for (const key of low) console.log(`${path}: ${CLASSES[key]} agree by less than ${min} %\n`);
  return odd.crashed.length === 0 && low.length === 0;
}

/** @param {Record<Class, Tally>} tallies */
function tableOf(tallies) {
  const heads = ['class', 'ours', 'Elixir’s', 'agreed', 'only ours', 'only Elixir’s', 'agreement'];
  const rows = KEYS.map((key) => {
    const { ours, elixirs, agreed, onlyOurs, onlyElixirs } = tallies[key];
    const numbers = [ours, elixirs, agreed, onlyOurs.length, onlyElixirs.length].map(String);
    return [CLASSES[key], ...numbers, `${agreement(tallies[key]).toFixed(3)} %`];
  });
  return markdownTable([heads, ...rows], { align: ['l', ...heads.slice(1).map(() => 'r')] });
}

/**
 * @param {string} title
 * @param {readonly string[]} items
 * @param {number} limit
 */
function list(title, items, limit) {
  if (items.length === 0 || limit === 0) return;
  const more = items.length > limit ? [`  … and ${items.length - limit} more`] : [];
  console.log([`${title}:`, ...items.slice(0, limit).map((item) => `  ${item}`), ...more, ''].join('\n'));
}

/**
 * Every Elixir file at or below a path.
 *
 * @param {string} path
 * @returns {string[]}
 */
function elixirFiles(path) {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) throw new Error(`no such file or folder: \`${path}\``);
  if (!stats.isDirectory()) return [path];
  return readdirSync(path, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      if (entry.isDirectory()) return SKIPPED.has(entry.name) ? [] : elixirFiles(join(path, entry.name));
      return entry.isFile() && /\.exs?$/.test(entry.name) ? [join(path, entry.name)] : [];
    });
}
