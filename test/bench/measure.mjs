import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What one run took: seconds on the clock, seconds of all processors in user mode, and MiB at most. */
/** @typedef {{ wall: number, cpu: number, memory: number }} Measure */

/** Where GNU time may be; macOS has another one, and Homebrew calls this one `gtime`. */
const CLOCKS = ['/usr/bin/time', 'gtime', 'time'];
const WORDS = ['-q', '-f', '%e %U %M', '-o'];

/**
 * Measures programs with GNU time, as `measure(program, args, cwd)`. A program that fails ends the benchmark.
 *
 * @returns {(program: string, args: string[], cwd: string) => Measure}
 */
export function measurer() {
  const clock = CLOCKS.find((name) => spawnSync(name, [...WORDS, '/dev/null', 'true']).status === 0);
  if (clock === undefined) fail('GNU time is needed (`apt-get install time`, `brew install gnu-time`)');
  return (program, args, cwd) => {
    const folder = mkdtempSync(join(tmpdir(), 'otp-lint-time-'));
    try {
      const told = join(folder, 'time');
      const words = [...WORDS, told, program, ...args];
      const { status, stderr, error } = spawnSync(clock ?? '', words, {
        cwd,
        stdio: ['ignore', 'ignore', 'pipe'],
        encoding: 'utf8',
      });
      if (error || status !== 0)
        fail(`${program} ${args[0]} failed: ${error?.message ?? stderr.slice(0, 500)}`);
      const [wall = NaN, cpu = NaN, memory = NaN] = readFileSync(told, 'utf8').trim().split(' ').map(Number);
      return { wall, cpu, memory: memory / 1024 };
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  };
}

/** @param {string} message */
function fail(message) {
  console.error(message);
  process.exit(2);
}
