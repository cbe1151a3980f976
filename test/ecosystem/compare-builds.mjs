import { rmSync } from 'node:fs';
import { basename } from 'node:path';
import { lintWith } from './build.mjs';
import { differenceOf } from './difference.mjs';
import { excerptOf } from './excerpt.mjs';
import { copyOf, pathsIn } from './sources.mjs';

/** @typedef {import('./build.mjs').Finding} Finding */
/** @typedef {import('./difference.mjs').Pair} Pair */
/** @typedef {'new' | 'gone' | 'moved' | 'changed'} Kind */
/** @typedef {{ finding: Finding, before?: Finding, excerpt: string[] }} Sample */
/** @typedef {{ rule: string, repository: string, old: number, new: number, differences: Record<Kind, Sample[]> }} Row */
/** @typedef {{ repository: string, build: 'old' | 'new', cause: string }} Failure */
/** @typedef {{ name: string, rows: Row[], failures: Failure[], old: number, new: number }} Compared */

/** @type {readonly Kind[]} */
export const KINDS = ['new', 'gone', 'moved', 'changed'];

/**
 * Lints one repository with two builds.
 *
 * @param {string} folder absolute
 * @param {{ old: string, new: string }} programs
 * @returns {Promise<Compared>} a row for each rule that says something else; none where a build failed
 */
export async function compareBuilds(folder, programs) {
  const name = basename(folder);
  const { copy, files } = copyOf(folder);
  try {
    const paths = pathsIn(copy, files);
    const before = await lintWith(programs.old, copy, paths);
    const after = await lintWith(programs.new, copy, paths);
    if (before.findings && after.findings) {
      const rows = rowsOf(name, copy, before.findings, after.findings);
      return { name, rows, failures: [], old: before.findings.length, new: after.findings.length };
    }
    const failures = /** @type {const} */ ([
      ['old', before],
      ['new', after],
    ]).flatMap(([build, { failure }]) => (failure ? [{ repository: name, build, cause: failure }] : []));
    return { name, rows: [], failures, old: before.findings?.length ?? 0, new: after.findings?.length ?? 0 };
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

/**
 * @param {string} repository
 * @param {string} folder
 * @param {readonly Finding[]} before
 * @param {readonly Finding[]} after
 * @returns {Row[]}
 */
function rowsOf(repository, folder, before, after) {
  const difference = differenceOf(before, after);
  const samples = {
    new: difference.new.map((finding) => ({ finding, excerpt: excerptOf(folder, finding) })),
    gone: difference.gone.map((finding) => ({ finding, excerpt: excerptOf(folder, finding) })),
    moved: difference.moved.map((pair) => pairSample(folder, pair)),
    changed: difference.changed.map((pair) => pairSample(folder, pair)),
  };
  const rules = [...new Set([...before, ...after].map(({ rule }) => rule))].sort();
  const rows = rules.map((rule) => {
    const ofRule = (/** @type {Sample[]} */ all) => all.filter(({ finding }) => finding.rule === rule);
    return {
      rule,
      repository,
      old: before.filter((finding) => finding.rule === rule).length,
      new: after.filter((finding) => finding.rule === rule).length,
      differences: {
        new: ofRule(samples.new),
        gone: ofRule(samples.gone),
        moved: ofRule(samples.moved),
        changed: ofRule(samples.changed),
      },
    };
  });
  return rows.filter(({ differences }) => KINDS.some((kind) => differences[kind].length > 0));
}

/**
 * @param {string} folder
 * @param {Pair} pair
 * @returns {Sample}
 */
function pairSample(folder, { before, after }) {
  return { finding: after, before, excerpt: excerptOf(folder, after) };
}
