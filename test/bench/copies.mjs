import { cpSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative } from 'node:path';
import { defaultPaths, discover } from '../../dist/src/discover/discover.js';

const SKIPPED = new Set(['deps', '_build', 'node_modules', '.git', '.elixir_ls']);
const KEPT = /\.exs?$|^otp-lint.*\.json$/;

/**
 * A copy of a project: `cwd` is where to run, `paths` what to lint there, `files` all that this comes to, and
 * `temporary` the folder to delete in the end.
 *
 * @typedef {{ temporary: string, cwd: string, paths: string[], files: string[], bytes: number }} Copy
 */

/**
 * Copies the Elixir files of a folder.
 *
 * @param {string} path absolute
 * @returns {Promise<Copy>}
 */
export async function copyProject(path) {
  const temporary = realpathSync(mkdtempSync(join(tmpdir(), 'otp-lint-bench-')));
  const cwd = join(temporary, basename(path));
  cpSync(path, cwd, {
    recursive: true,
    filter: (source) =>
      !SKIPPED.has(basename(source)) && (statSync(source).isDirectory() || KEPT.test(basename(source))),
  });
  const isProject = statSync(join(cwd, 'mix.exs'), { throwIfNoEntry: false }) !== undefined;
  const paths = isProject ? defaultPaths(cwd) : ['.'];
  const found = await discover(paths, { cwd, isIgnored: () => false });
  const files = found.files.map((file) => relative(cwd, file));
  const bytes = found.files.reduce((sum, file) => sum + statSync(file).size, 0);
  return { temporary, cwd, paths, files, bytes };
}

/**
 * Makes one project of several copies of some files, whose modules are named differently in each but the first.
 *
 * @param {string} folder the new project
 * @param {string} cwd where the files are
 * @param {string[]} files relative to it
 * @param {number} count how many copies
 * @returns {string} the new project
 */
export function manyCopies(folder, cwd, files, count) {
  const texts = files.map((file) => ({ file, text: readFileSync(join(cwd, file), 'utf8') }));
  const names = new Set(
    texts.flatMap(({ text }) => [...text.matchAll(/^\s*defmodule ([A-Z]\w*)/gm)].map((m) => m[1])),
  );
  const own = new RegExp(`(?<![\\w.:@])(${[...names].join('|')})\\b(?!:)`, 'g');
  for (let copy = 0; copy < count; copy += 1) {
    for (const { file, text } of texts) {
      const target = join(folder, 'lib', `copy_${copy}`, file);
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, copy === 0 ? text : text.replace(own, `$1${copy}`));
    }
  }
  writeFileSync(join(folder, 'mix.exs'), 'defmodule Copies.MixProject do\nend\n');
  return folder;
}
