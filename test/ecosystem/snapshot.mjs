import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { markdownTable } from 'markdown-table';
import { lintWith } from './build.mjs';
import { checkedOut } from './checkout.mjs';
import { changesIn, countOf, readCounts, textOf } from './counts.mjs';
import { writeDigests } from './listing.mjs';
import { copyOf, pathsIn } from './sources.mjs';

/** @typedef {import('./counts.mjs').Counts} Counts */
/** @typedef {import('./listing.mjs').Listed} Listed */
/** @typedef {{ program: string, listing: string, listed: readonly Listed[], counts: string, update: boolean }} Order */

/**
 * Counts what a build finds in every listed repository, and says what is otherwise than in the file of counts, or
 * writes it anew.
 *
 * @param {string} folder with the checkouts, absolute
 * @param {Order} order
 * @returns {Promise<0 | 1 | 2>} 1 where something is otherwise, 2 where a repository could not be counted
 */
export async function snapshot(folder, { program, listing, listed, counts: file, update }) {
  /** @type {Counts} */
  const kept = !update && existsSync(file) ? readCounts(file) : new Map();
  /** @type {Counts} */
  const counts = new Map();
  /** @type {Map<string, string>} */
  const digests = new Map();
  let failed = false;
  for (const repository of listed) {
    const title = titleOf(repository);
    const state = checkedOut(repository, folder);
    const outcome =
      state.fault === undefined
        ? await lintCopy(program, join(folder, repository.name))
        : { failure: state.fault };
    if (outcome.findings && state.fault === undefined) {
      digests.set(repository.name, state.digest);
      counts.set(title, countOf(outcome.findings));
      console.error(`${title}: ${outcome.findings.length} findings`);
    } else {
      failed = true;
      console.error(`${title}: ${outcome.failure}`);
    }
  }
  if (update && !failed) {
    writeDigests(listing, digests);
    writeFileSync(file, textOf(counts));
    console.log(`${file}: written`);
    return 0;
  }
  if (update) console.error(`${file}: not written, for not all repositories could be counted`);
  else if (tell(kept, counts, listed) && !failed) return 1;
  return failed ? 2 : 0;
}

/** @param {Listed} repository */
function titleOf({ owner, name, commit }) {
  return `${owner}/${name} ${commit.slice(0, 12)}`;
}

/**
 * @param {string} program
 * @param {string} folder
 */
async function lintCopy(program, folder) {
  const { copy, files } = copyOf(folder);
  try {
    return await lintWith(program, copy, pathsIn(copy, files));
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

/**
 * Prints what differs in the repositories that were counted, and in those that are no longer listed.
 *
 * @param {Counts} kept
 * @param {Counts} counts
 * @param {readonly Listed[]} listed
 * @returns {boolean} whether anything does
 */
function tell(kept, counts, listed) {
  const uncounted = listed.map(titleOf).filter((title) => !counts.has(title));
  const before = new Map([...kept].filter(([title]) => !uncounted.includes(title)));
  const changes = changesIn(before, counts);
  const rows = changes.map((change) => [
    change.rule,
    change.level,
    change.repository,
    String(change.before),
    String(change.after),
  ]);
  if (rows.length === 0) console.log('nothing is otherwise than in the snapshot');
  else
    console.log(
      markdownTable([['rule', 'level', 'repository', 'snapshot', 'now'], ...rows], {
        align: ['l', 'l', 'l', 'r', 'r'],
      }),
    );
  return rows.length > 0;
}
