import { RunError } from '../lint/run-error.js';
import { namesIn, runGit } from './run-git.js';

/**
 * The options that turn off the filters of a repository, which are programs that its configuration names: git runs
 * them when it compares files. A file that only a filter makes the same then counts as changed.
 *
 * @param purpose what git is needed for, to begin the error with
 * @throws RunError where a filter has a name that no option can hold
 */
export async function withoutFilters(root: string, purpose: string): Promise<string[]> {
  const { stdout } = await runGit(root, ['config', '-z', '--name-only', '--get-regexp', '^filter\\.']);
  const keys = new Set(namesIn(stdout).map((key) => key.slice(0, key.lastIndexOf('.'))));
  return [...keys].flatMap((key) => {
    if (/[=\n]/.test(key))
      throw new RunError(`${purpose}: git cannot be told to leave out the filter \`${key}\``);
    return ['clean=', 'process=', 'required=false'].flatMap((off) => ['-c', `${key}.${off}`]);
  });
}
