import { join } from 'node:path';
import { isElixirFile } from '../discover/names.js';
import { RunError } from '../lint/run-error.js';
import { Changes, isRegularFile } from './changes.js';
import { askGit, namesIn, runGit } from './run-git.js';
import { withoutFilters } from './without-filters.js';
import { workTreeOf } from './work-tree.js';

/**
 * The Elixir files of a work tree that differ from where it parted from a commit: committed, staged, unstaged
 * and untracked changes. A renamed file counts under its new name, a deleted one not at all.
 *
 * @param ref a branch, tag or commit
 * @param cwd a folder in the work tree, absolute
 * @throws RunError where there is no git, no repository, no such commit, or nothing that joins it to HEAD
 */
export async function changesSince(ref: string, cwd: string): Promise<Changes> {
  const purpose = `--since \`${ref}\``;
  const root = await workTreeOf(cwd, purpose);
  const base = await mergeBase(await commitOf(ref, root, purpose), root, purpose);
  const filters = await withoutFilters(root, purpose);
  const tracked = await askGit(
    root,
    [...filters, 'diff', ...AS_NAMES, '--diff-filter=d', base, '--'],
    purpose,
  );
  const untracked = await askGit(root, ['ls-files', '--others', '--exclude-standard', '-z'], purpose);
  const files = [...namesIn(tracked), ...namesIn(untracked)]
    .filter(isElixirFile)
    .map((name) => join(root, name))
    .filter(isRegularFile);
  return new Changes({ root, files: new Set(files) });
}

/** Whatever the configuration of git says about diffs. */
const AS_NAMES = ['--name-only', '-z', '--no-renames', '--no-ext-diff', '--ignore-submodules=all'];

async function commitOf(ref: string, root: string, purpose: string): Promise<string> {
  const args = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`];
  const { status, stdout } = await runGit(root, args);
  if (status === 0) return stdout.toString('utf8').trim();
  throw new RunError(`${purpose}: git knows no such commit, branch or tag${await hint(root)}`);
}

async function mergeBase(commit: string, root: string, purpose: string): Promise<string> {
  const { status, stdout, complaint } = await runGit(root, ['merge-base', '--', commit, 'HEAD']);
  if (status === 0) return stdout.toString('utf8').trim();
  if (status === 1 && complaint === '')
    throw new RunError(`${purpose}: it has no common ancestor with HEAD${await hint(root)}`);
  throw new RunError(`${purpose}: ${complaint}`);
}

/** Continuous integration usually fetches one commit and nothing else. */
async function hint(root: string): Promise<string> {
  const { stdout } = await runGit(root, ['rev-parse', '--is-shallow-repository']);
  return stdout.toString('utf8').trim() === 'true'
    ? ' in this shallow clone; fetch the whole history (`fetch-depth: 0`)'
    : '';
}
