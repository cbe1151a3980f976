// Shows what a change to otp-lint does to real repositories:
//
//     npm run ecosystem -- --old OLD_DIST --new NEW_DIST FOLDER [--samples N] [--json FILE]
//
// lints every repository in FOLDER with two builds and tells which findings are new, gone, moved and said otherwise,
// by rule and repository, with samples of the code.
//
//     npm run ecosystem -- --fetch FOLDER
//     npm run ecosystem -- --snapshot FOLDER [--update]
//
// fetches the public repositories of repositories.txt at their commits (--from URL: from elsewhere than GitHub), and
// holds the number of findings of each rule in them against counts.txt, or writes it anew. Exit codes: 0 nothing is
// otherwise, 1 something is, 2 something could not be done, and the rest was.

import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { programIn } from './build.mjs';
import { fetchInto } from './checkout.mjs';
import { compareBuilds } from './compare-builds.mjs';
import { readListing } from './listing.mjs';
import { documentOf, reportOf } from './report.mjs';
import { snapshot } from './snapshot.mjs';

const USAGE = `usage: npm run ecosystem -- --old OLD_DIST --new NEW_DIST FOLDER [--samples N] [--json FILE]
       npm run ecosystem -- --snapshot FOLDER [--update] [--new DIST] [--list FILE] [--counts FILE]
       npm run ecosystem -- --fetch FOLDER [--from URL] [--list FILE]`;

const OPTIONS = /** @type {const} */ ({
  old: { type: 'string' },
  new: { type: 'string', default: here('../../dist') },
  samples: { type: 'string', default: '3' },
  json: { type: 'string' },
  snapshot: { type: 'boolean', default: false },
  update: { type: 'boolean', default: false },
  fetch: { type: 'boolean', default: false },
  from: { type: 'string', default: 'https://github.com' },
  list: { type: 'string', default: here('repositories.txt') },
  counts: { type: 'string', default: here('counts.txt') },
});

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}

/** @returns {Promise<0 | 1 | 2>} */
async function main() {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: OPTIONS });
  const samples = Number(values.samples);
  const [path] = positionals;
  const modes = [values.old !== undefined, values.snapshot, values.fetch].filter(Boolean);
  const isRight = positionals.length === 1 && modes.length === 1 && Number.isInteger(samples) && samples >= 0;
  if (path === undefined || !isRight || (values.update && !values.snapshot)) throw new Error(USAGE);
  const folder = resolve(path);
  if (values.fetch) return fetchAll(folder, values.list, values.from);
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory())
    throw new Error(`there is no folder \`${path}\``);
  const program = programIn(resolve(values.new));
  if (values.old === undefined) {
    const { list: listing, counts, update } = values;
    return snapshot(folder, { program, listing, listed: readListing(listing), counts, update });
  }
  return compareAll(folder, { old: programIn(resolve(values.old)), new: program }, samples, values.json);
}

/**
 * @param {string} folder
 * @param {{ old: string, new: string }} programs
 * @param {number} samples
 * @param {string | undefined} json where to write the same as data
 * @returns {Promise<0 | 1 | 2>}
 */
async function compareAll(folder, programs, samples, json) {
  const names = readdirSync(folder).filter(
    (name) => !name.startsWith('.') && statSync(join(folder, name)).isDirectory(),
  );
  if (names.length === 0) throw new Error(`there is no repository in \`${folder}\``);
  const compared = [];
  for (const name of names.sort()) {
    const repository = await compareBuilds(join(folder, name), programs);
    console.error(`${name}: ${repository.old} findings before, ${repository.new} after`);
    compared.push(repository);
  }
  process.stdout.write(reportOf(compared, samples));
  if (json !== undefined) writeFileSync(json, `${JSON.stringify(documentOf(compared, samples), null, 2)}\n`);
  if (compared.some(({ failures }) => failures.length > 0)) return 2;
  return compared.some(({ rows }) => rows.length > 0) ? 1 : 0;
}

/**
 * @param {string} folder
 * @param {string} listing
 * @param {string} from
 * @returns {0 | 2}
 */
function fetchAll(folder, listing, from) {
  mkdirSync(folder, { recursive: true });
  let failed = false;
  for (const listed of readListing(listing)) {
    try {
      fetchInto(listed, folder, from);
      console.error(`${listed.owner}/${listed.name}: at ${listed.commit}`);
    } catch (error) {
      failed = true;
      console.error(`${listed.owner}/${listed.name}: ${error instanceof Error ? error.message : error}`);
    }
  }
  return failed ? 2 : 0;
}

/** @param {string} path */
function here(path) {
  return fileURLToPath(new URL(path, import.meta.url));
}
