import { realpathSync } from 'node:fs';
import { askGit } from './run-git.js';

/**
 * The root of the git work tree that a folder lies in, absolute and without symbolic links.
 *
 * @param option what needs it, to begin the error with
 * @throws RunError where there is none
 */
export async function workTreeOf(cwd: string, option: string): Promise<string> {
  const output = await askGit(
    cwd,
    ['rev-parse', '--show-toplevel'],
    `${option} needs the work tree of a git repository`,
  );
  return realpathSync(output.toString('utf8').replace(/\n$/, ''));
}
