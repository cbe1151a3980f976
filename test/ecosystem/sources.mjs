import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** Folders that hold nothing of a repository's own. */
const FILLED = new Set(['deps', '_build', 'node_modules', '.elixir_ls']);
/** Mix projects in these are somebody's test data or templates. */
const NO_PROJECTS = /(^|\/)(test|priv|fixtures|templates|examples?|integration[-_]tests?|installer)(\/|$)/;

/**
 * The Elixir files of a folder, relative to it, with forward slashes and sorted, without what lies behind symbolic
 * links.
 *
 * @param {string} folder absolute
 * @param {ReadonlySet<string>} [skipped] names of folders to leave out, besides `.git`
 * @returns {string[]}
 */
export function elixirFilesIn(folder, skipped = FILLED) {
  /** @type {string[]} */
  const files = [];
  /** @param {string} way */
  const visit = (way) => {
    for (const entry of readdirSync(join(folder, way), { withFileTypes: true })) {
      const name = way === '' ? entry.name : `${way}/${entry.name}`;
      if (entry.isDirectory()) {
        if (entry.name !== '.git' && !skipped.has(entry.name)) visit(name);
      } else if (entry.isFile() && /\.exs?$/.test(name)) files.push(name);
    }
  };
  visit('');
  return files.sort();
}

/**
 * What tells the Elixir files of one commit from those of any other: a SHA-256 over their names and git's own ids of
 * their contents. A checkout without `.git`, or with its Elixir files alone, has the same.
 *
 * @param {string} folder absolute
 * @returns {string} 64 hexadecimal digits
 */
export function digestOf(folder) {
  const digest = createHash('sha256');
  for (const file of elixirFilesIn(folder, new Set())) {
    const content = readFileSync(join(folder, file));
    const blob = createHash('sha1').update(`blob ${content.length}\0`).update(content).digest('hex');
    digest.update(`${file}\0${blob}\n`);
  }
  return digest.digest('hex');
}

/**
 * Copies the Elixir files of a repository, so that neither its configuration nor what git ignores nor an earlier
 * run's cache has a say.
 *
 * @param {string} folder absolute
 * @returns {{ copy: string, files: string[] }} a new temporary folder, to be deleted, and the files in it
 */
export function copyOf(folder) {
  const copy = realpathSync(mkdtempSync(join(tmpdir(), 'otp-lint-ecosystem-')));
  const files = elixirFilesIn(folder);
  for (const file of files) {
    mkdirSync(dirname(join(copy, file)), { recursive: true });
    copyFileSync(join(folder, file), join(copy, file));
  }
  return { copy, files };
}

/**
 * What to lint in a repository: nothing to name where it is a Mix project, else the `lib` of each project in it.
 *
 * @param {string} folder absolute
 * @param {readonly string[]} files its Elixir files
 * @returns {string[]}
 */
export function pathsIn(folder, files) {
  if (files.includes('mix.exs')) return [];
  const projects = files.filter((file) => file.endsWith('/mix.exs')).map(dirname);
  const libs = projects.filter((project) => !NO_PROJECTS.test(project)).map((project) => `${project}/lib`);
  const found = libs.filter((lib) => existsSync(join(folder, lib)));
  return found.length > 0 ? found : ['.'];
}
