import { markdownTable } from 'markdown-table';
import { KINDS } from './compare-builds.mjs';

/** @typedef {import('./compare-builds.mjs').Compared} Compared */
/** @typedef {import('./compare-builds.mjs').Kind} Kind */
/** @typedef {import('./compare-builds.mjs').Row} Row */
/** @typedef {import('./compare-builds.mjs').Sample} Sample */

const HEADS = ['rule', 'repository', 'old', 'new', '+', '-', 'moved', 'changed'];
const ALIGN = ['l', 'l', 'r', 'r', 'r', 'r', 'r', 'r'];
const TITLES = { new: 'new', gone: 'gone', moved: 'at another place', changed: 'said otherwise' };

/**
 * What two builds say otherwise, as markdown that reads as text as well.
 *
 * @param {readonly Compared[]} compared
 * @param {number} limit how many samples to show of each rule, repository and kind
 * @returns {string}
 */
export function reportOf(compared, limit) {
  const rows = compared.flatMap((repository) => repository.rows).sort(byRule);
  const failures = compared.flatMap((repository) => repository.failures);
  return [
    `# ${headline(compared, rows)}`,
    ...failures.map(
      ({ repository, build, cause }) =>
        `\nnot compared: **${repository}**, the ${build} build failed: ${cause}`,
    ),
    ...(rows.length > 0 ? [`\n${tableOf(rows)}`] : []),
    ...rows.flatMap((row) => samplesOf(row, limit)),
    '',
  ].join('\n');
}

/**
 * @param {readonly Compared[]} compared
 * @param {readonly Row[]} rows
 */
function headline(compared, rows) {
  const both = compared.filter(({ failures }) => failures.length === 0);
  const sums = KINDS.map((kind) => `${countOf(rows, kind)} ${TITLES[kind]}`).join(', ');
  const before = both.reduce((sum, repository) => sum + repository.old, 0);
  const after = both.reduce((sum, repository) => sum + repository.new, 0);
  const repositories = both.length === 1 ? '1 repository' : `${both.length} repositories`;
  return `${repositories}: ${before} findings before, ${after} after; ${sums}`;
}

/** @param {readonly Row[]} rows */
function tableOf(rows) {
  const cells = rows.map((row) => [
    row.rule,
    row.repository,
    ...[row.old, row.new, ...KINDS.map((kind) => row.differences[kind].length)].map(String),
  ]);
  return markdownTable([HEADS, ...cells], { align: ALIGN });
}

/**
 * @param {Row} row
 * @param {number} limit
 * @returns {string[]}
 */
function samplesOf(row, limit) {
  return KINDS.flatMap((kind) => {
    const samples = row.differences[kind];
    if (samples.length === 0 || limit === 0) return [];
    const more = samples.length > limit ? [`\n… and ${samples.length - limit} more`] : [];
    const shown = samples.slice(0, limit).flatMap(sampleLines);
    return [`\n## ${row.rule} in ${row.repository}, ${TITLES[kind]}: ${samples.length}`, ...shown, ...more];
  });
}

/**
 * @param {Sample} sample
 * @returns {string[]}
 */
function sampleLines({ finding, before, excerpt }) {
  const place = `${finding.file}:${finding.line}`;
  const earlier = before ? earlierLines(before, finding) : [];
  return [
    `\n\`${place}\` ${finding.level}: ${finding.message}`,
    ...earlier,
    '',
    '```elixir',
    ...excerpt,
    '```',
  ];
}

/**
 * What was said before, as far as it is something else.
 *
 * @param {import('./build.mjs').Finding} before
 * @param {import('./build.mjs').Finding} after
 * @returns {string[]}
 */
function earlierLines(before, after) {
  const place = before.line === after.line ? '' : `at line ${before.line} `;
  const words = before.message === after.message ? '' : `: ${before.message}`;
  const level = before.level === after.level ? '' : before.level;
  const said = `${place}${level}${words}`.trim();
  return [`before ${said === '' ? 'with another range or evidence' : said}`];
}

/**
 * @param {readonly Row[]} rows
 * @param {Kind} kind
 */
function countOf(rows, kind) {
  return rows.reduce((sum, row) => sum + row.differences[kind].length, 0);
}

/**
 * @param {Row} a
 * @param {Row} b
 */
function byRule(a, b) {
  return compareTexts(a.rule, b.rule) || compareTexts(a.repository, b.repository);
}

/**
 * @param {string} a
 * @param {string} b
 */
function compareTexts(a, b) {
  return a < b ? -1 : Number(a > b);
}

/**
 * The same as data.
 *
 * @param {readonly Compared[]} compared
 * @param {number} limit
 */
export function documentOf(compared, limit) {
  return {
    failures: compared.flatMap((repository) => repository.failures),
    repositories: compared.map(({ name, old, new: after }) => ({ name, before: old, after })),
    differences: compared
      .flatMap((repository) => repository.rows)
      .sort(byRule)
      .map((row) => ({
        rule: row.rule,
        repository: row.repository,
        before: row.old,
        after: row.new,
        differences: Object.fromEntries(
          KINDS.map((kind) => {
            const samples = row.differences[kind];
            return [kind, { count: samples.length, samples: samples.slice(0, limit) }];
          }),
        ),
      })),
  };
}
