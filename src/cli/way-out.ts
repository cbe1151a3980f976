import { resolve } from 'node:path';
import { leadsOut, projectTop, wayOut } from '../discover/ways-out.js';
import { RunError } from '../lint/run-error.js';

/**
 * Makes sure that nothing outside of the project is written because a file in it is a link.
 *
 * @param path of what is to be written
 * @param problem what the error begins with
 * @throws RunError where a symbolic link leads out
 */
export function refuseWayOut(path: string, problem: string): void {
  const cwd = process.cwd();
  const out = wayOut(resolve(path), projectTop(cwd, cwd));
  if (out !== undefined) throw new RunError(`${problem}: ${leadsOut(out)}`);
}
