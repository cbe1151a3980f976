import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';

/** The built program. */
export const MAIN = resolve('dist/src/cli/main.js');

/**
 * Runs the built program; colours and annotations only where `env` asks for them.
 *
 * @param input what it reads from standard input
 */
export function run(
  cwd: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  input: string | Uint8Array = '',
) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, ...args], {
    cwd,
    input,
    encoding: 'utf8',
    env: { PATH: process.env.PATH, ...env },
    maxBuffer: 1 << 28,
  });
  return { status, stdout, stderr };
}
