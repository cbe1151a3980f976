import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { MAIN, run } from '../cli/run.js';
import { temporaryTree } from '../temporary-tree.js';
import { badServer, WARNING } from './bad-server.js';

const MIX = 'defmodule A.MixProject do\nend\n';
/** More than what a disk takes that takes only the beginning. */
const NOTE = `# ${'note '.repeat(300)}\n`;

function project(count = 60, note = ''): string {
  const files = Array.from({ length: count }, (_, at) => [`lib/a${at}.ex`, badServer(`A${at}`) + note]);
  return temporaryTree({ 'mix.exs': MIX, ...Object.fromEntries(files) });
}

/** Runs a line of shell in which `$otp` is the program; what it prints, and its exit code on the last line. */
function shell(cwd: string, line: string): string {
  const script = `otp="${process.execPath} ${MAIN}"; ${line}; echo $?`;
  const { stdout } = spawnSync('bash', ['-o', 'pipefail', '-c', script], { cwd, encoding: 'utf8' });
  return stdout;
}

describe('a disk that takes only the beginning', () => {
  // A file size limit cuts a write short as a disk does that is nearly full. The unit is 1 KiB.
  const LIMIT = 'ulimit -f 1';

  test.each([
    ['--no-cache --format json --output r.json', 'cannot write the report `r.json`: EFBIG'],
    ['baseline --no-cache', 'cannot write otp-lint-baseline.json: EFBIG'],
    ['--no-cache --format json > out', 'cannot write the report: EFBIG'],
    ['explain iron-law > out', 'cannot write the report: EFBIG'],
  ])('%s: the run fails, and nothing is left half', (args, told) => {
    const cwd = project();
    const output = shell(cwd, `(${LIMIT}; $otp ${args}) 2>&1`);
    expect(output).toMatch(new RegExp(`^otp-lint: ${told.replace(/[`.]/g, '\\$&')}.*\n2\n$`));
    rmSync(join(cwd, 'out'), { force: true });
    expect(readdirSync(cwd).sort()).toEqual(['lib', 'mix.exs']);
  });

  test('the cache: it is told of, and what was found is reported', () => {
    const cwd = project(60, NOTE);
    const output = shell(cwd, `(${LIMIT}; $otp --format concise | cat) 2>&1`);
    expect(output.match(new RegExp(WARNING, 'g'))).toHaveLength(60);
    expect(output).toMatch(/otp-lint: cannot write the cache in .*: EFBIG\n/);
    expect(output).toMatch(/\n1\n$/);
    expect(readdirSync(join(cwd, '.otp-lint-cache')).sort()).toEqual(['.gitignore', 'CACHEDIR.TAG']);
  });

  test('--fix: the file stays as it was', () => {
    const text = `defmodule A do\n  use GenServer\n  def init(s), do: {:ok, s}\nend\n${'# more\n'.repeat(300)}`;
    const cwd = temporaryTree({ 'lib/a.ex': text });
    const output = shell(cwd, `(${LIMIT}; $otp --fix) 2>&1`);
    expect(output).toMatch(/^otp-lint: cannot fix lib\/a.ex: EFBIG.*\n2\n$/);
    expect(readFileSync(join(cwd, 'lib/a.ex'), 'utf8')).toBe(text);
    expect(readdirSync(join(cwd, 'lib'))).toEqual(['a.ex']);
  });
});

describe('nobody who reads', () => {
  test.each(['--format concise', '--format json', '--format html', 'rules', 'explain decision-tree'])(
    '%s | head -1 ends without a word',
    (args) => {
      const cwd = project();
      const output = shell(cwd, `$otp ${args} --no-color 2>err | head -1 >/dev/null; cat err`);
      expect(output).toBe('0\n');
    },
  );

  test('standard output, error and input that are closed', () => {
    const cwd = project(1);
    expect(shell(cwd, '$otp --format json >&-')).toBe('1\n');
    expect(shell(cwd, '$otp --format concise 2>&- | wc -l')).toMatch(/^\s*1\n1\n$/);
    expect(shell(cwd, '$otp --format concise <&- | wc -l')).toMatch(/^\s*1\n1\n$/);
    expect(shell(cwd, '$otp <&- >&- 2>&-')).toBe('1\n');
  });
});

describe('a signal at any moment', () => {
  const COMMANDS = [
    ['--fix', '--unsafe'],
    ['baseline'],
    ['--format', 'json', '--output', 'r.json'],
    ['--format', 'concise'],
  ];

  test.each(COMMANDS)('%s %s: nothing is half-written, and the shell is told', async (...args) => {
    const cwd = project(30);
    const before = new Map(
      readdirSync(join(cwd, 'lib')).map((name) => [name, readFileSync(join(cwd, 'lib', name), 'utf8')]),
    );
    for (const [at, signal] of (
      ['SIGINT', 'SIGTERM', 'SIGINT', 'SIGTERM', 'SIGINT', 'SIGTERM'] as const
    ).entries()) {
      const child = spawn(process.execPath, [MAIN, ...args.filter((arg) => arg !== undefined)], {
        cwd,
        stdio: 'ignore',
      });
      const ended = once(child, 'exit');
      await pause(60 + at * 90);
      child.kill(signal);
      const [code, by] = await ended;
      // It may have ended before.
      expect(by ?? code).toBeOneOf([signal, 0, 1]);
    }
    expect(readdirSync(join(cwd, 'lib')).sort()).toEqual([...before.keys()].sort());
    for (const [name, text] of before)
      expect(readFileSync(join(cwd, 'lib', name), 'utf8').endsWith('end\n') || text).toBe(true);
    for (const name of ['r.json', 'otp-lint-baseline.json']) {
      if (existsSync(join(cwd, name))) JSON.parse(readFileSync(join(cwd, name), 'utf8'));
    }
    expect(readdirSync(cwd).filter((name) => /\.\d+$/.test(name))).toEqual([]);
    // What there is of a cache is whole.
    expect(run(cwd, ['--format', 'concise', '--no-baseline']).stderr).toBe('');
  });
});

test('two programs at once on one cache', async () => {
  const cwd = project();
  const expected = run(cwd, ['--format', 'concise', '--no-cache']).stdout;
  const both = Array.from({ length: 3 }, async () => {
    const child = spawn(process.execPath, [MAIN, '--format', 'concise'], { cwd });
    let told = '';
    child.stdout.on('data', (chunk: Buffer) => {
      told += chunk;
    });
    child.stderr.on('data', (chunk: Buffer) => {
      told += chunk;
    });
    await once(child, 'close');
    return told;
  });
  expect(await Promise.all(both)).toEqual([expected, expected, expected]);
  expect(run(cwd, ['--format', 'concise'])).toEqual({ status: 1, stdout: expected, stderr: '' });
});
