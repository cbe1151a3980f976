import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { digestOf } from './sources.mjs';

/** @typedef {import('./listing.mjs').Listed} Listed */

/**
 * Fetches one commit of a repository, and nothing of its history, into `FOLDER/name`. What is there already stays.
 *
 * @param {Listed} listed
 * @param {string} folder absolute
 * @param {string} from where the repositories are, as the beginning of a URL
 * @throws an Error with what git says
 */
export function fetchInto({ owner, name, commit }, folder, from) {
  const target = join(folder, name);
  if (existsSync(join(target, '.git')) && commitOf(target) === commit) return;
  if (existsSync(target) && !existsSync(join(target, '.git')))
    throw new Error(`\`${target}\` is there and is no git checkout`);
  mkdirSync(target, { recursive: true });
  git(target, 'init', '--quiet');
  // Line ends as they were committed, on every platform.
  git(target, 'config', 'core.autocrlf', 'false');
  git(target, 'fetch', '--quiet', '--depth', '1', `${from.replace(/\/$/, '')}/${owner}/${name}`, commit);
  git(target, 'checkout', '--quiet', '--force', '--detach', commit);
}

/**
 * Whether a folder holds a repository at its commit: says why not.
 *
 * @param {Listed} listed
 * @param {string} folder absolute
 * @returns {{ digest: string, fault?: undefined } | { fault: string }}
 */
export function checkedOut({ name, commit, digest }, folder) {
  const target = join(folder, name);
  if (!existsSync(target)) return { fault: `\`${target}\` is not there (--fetch fetches it)` };
  const isClone = existsSync(join(target, '.git'));
  if (isClone && commitOf(target) !== commit)
    return { fault: `\`${target}\` is at ${commitOf(target)}, listed is ${commit}` };
  const found = digestOf(target);
  if (digest === undefined && !isClone)
    return {
      fault: `nothing tells which commit \`${target}\` is at: it has no .git, and the list no digest`,
    };
  if (digest !== undefined && digest !== found)
    return { fault: `the Elixir files in \`${target}\` are not those of ${commit.slice(0, 12)}` };
  if (isClone && isChanged(target))
    return { fault: `\`${target}\` has Elixir files that are not as committed` };
  return { digest: found };
}

/** @param {string} folder */
function isChanged(folder) {
  return git(folder, 'status', '--porcelain', '--ignored', '--', '*.ex', '*.exs') !== '';
}

/** @param {string} folder */
function commitOf(folder) {
  try {
    return git(folder, 'rev-parse', '--verify', 'HEAD');
  } catch {
    return 'no commit';
  }
}

/**
 * @param {string} folder
 * @param {string[]} args
 * @returns {string}
 */
function git(folder, ...args) {
  try {
    const options = /** @type {const} */ ({ encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
    return execFileSync('git', ['-C', folder, ...args], options).trim();
  } catch (error) {
    const said = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : '';
    throw new Error(
      `git ${args[0]} in \`${folder}\` failed${said === '' ? '' : `: ${said.split('\n').at(-1)}`}`,
    );
  }
}
