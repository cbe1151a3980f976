import { join } from 'node:path';
import { isElixirFile } from '../discover/names.js';
import type { Reading } from '../discover/read.js';
import { readBlobs } from './blobs.js';
import { Changes } from './changes.js';
import { askGit, namesIn } from './run-git.js';
import { workTreeOf } from './work-tree.js';

const OPTION = '--staged';

/** `:100644 100644 <object before> <object after> M` */
const CHANGE = /^:\d+ (?<mode>\d+) \S+ (?<object>\S+) (?<status>[A-Z])/;

/**
 * The Elixir files of a work tree whose staged content differs from HEAD, with that content. What is staged for
 * removal no longer counts, and neither does a file that is staged as a symbolic link.
 *
 * @param cwd a folder in the work tree, absolute
 * @throws RunError where there is no git or no repository
 */
export async function stagedChanges(cwd: string): Promise<Changes> {
  const root = await workTreeOf(cwd, OPTION);
  const output = await askGit(root, ['diff', '--cached', ...AS_CHANGES, '--'], OPTION);
  const objects = new Map<string, string>();
  const readings = new Map<string, Reading>();
  const gone = new Set<string>();
  for (const { name, mode, object, status } of changesIn(output)) {
    const file = join(root, name);
    if (status === 'U') readings.set(file, { reason: 'unmerged: nothing of it is staged' });
    else if (mode.startsWith('100')) objects.set(file, object);
    else gone.add(file);
  }
  const contents = await readBlobs(root, new Set(objects.values()), OPTION);
  for (const [file, object] of objects)
    readings.set(file, contents.get(object) ?? { reason: 'git has lost its staged content' });
  return new Changes({ root, files: new Set(readings.keys()), readings, gone });
}

/** Whatever the configuration of git says about diffs. */
const AS_CHANGES = ['--raw', '-z', '--no-abbrev', '--no-renames', '--no-ext-diff', '--ignore-submodules=all'];

interface Change {
  name: string;
  mode: string;
  object: string;
  status: string;
}

/** What is said of each Elixir file: a description and a name in turn. */
function changesIn(output: Buffer): Change[] {
  const parts = namesIn(output);
  return parts.flatMap((part, at) => {
    const { mode, object, status } = (at % 2 === 0 && CHANGE.exec(part)?.groups) || {};
    const name = parts[at + 1];
    if (mode === undefined || object === undefined || status === undefined || name === undefined) return [];
    return isElixirFile(name) ? [{ name, mode, object, status }] : [];
  });
}
