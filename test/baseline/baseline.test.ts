import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { rules } from '../../rules/index.js';
import type { Level } from '../../src/lint/finding.js';
import { isAtLeast } from '../../src/lint/level.js';
import { type LintOptions, lint } from '../../src/lint/session.js';
import { run } from '../cli/run.js';
import { temporaryTree } from '../temporary-tree.js';

const NAME = 'otp-lint-baseline.json';
const MIX = 'defmodule My.MixProject do\n  use Mix.Project\nend\n';

/** One error for each group that is joined. */
function joining(module: string, ...groups: string[]): string {
  const lines = groups.map((group, at) => `  def join${at}, do: :pg2.join(:${group}, self())\n`);
  return `defmodule ${module} do\n${lines.join('')}end\n`;
}

/** A project whose findings its baseline knows. */
function adopted(files: Readonly<Record<string, string>>, ...args: string[]): string {
  const cwd = temporaryTree({ 'mix.exs': MIX, ...files });
  const { status, stdout } = run(cwd, ['baseline', ...args]);
  expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
  return cwd;
}

function put(cwd: string, file: string, text: string): void {
  mkdirSync(dirname(join(cwd, file)), { recursive: true });
  writeFileSync(join(cwd, file), text);
}

/** Where something is reported at `level` or graver, in the working directory and a session of its own. */
async function places(
  cwd: string,
  { level = 'warning', ...options }: Partial<LintOptions> & { level?: Level } = {},
): Promise<string[]> {
  const { findings } = await lint({ paths: [], cwd, rules, ...options });
  return findings
    .filter((finding) => isAtLeast(finding.level, level))
    .map(({ file, line }) => `${file}:${line}`);
}

test('what is there today passes, and what is new does not', async () => {
  const cwd = adopted({ 'lib/a.ex': joining('A', 'x') });
  const before = run(cwd, []);
  expect(before.status).toBe(0);
  expect(before.stdout).toMatch(/^nothing found in 1 file, 1 held back by the baseline \(/m);
  expect(before.stderr).toBe('');
  put(cwd, 'lib/b.ex', joining('B', 'y'));
  expect(await places(cwd)).toEqual(['lib/b.ex:2']);
  expect(run(cwd, []).status).toBe(1);
  expect(await places(cwd, { baseline: false })).toEqual(['lib/a.ex:2', 'lib/b.ex:2']);
});

test('JSON tells how many are held back, where a baseline is in use', () => {
  const cwd = adopted({ 'lib/a.ex': joining('A', 'x') });
  expect(JSON.parse(run(cwd, ['--format', 'json']).stdout)).toMatchObject({
    findings: [],
    summary: { errors: 0, heldBack: 1 },
  });
  const without: unknown = JSON.parse(run(cwd, ['--format', 'json', '--no-baseline']).stdout);
  expect(without).toMatchObject({ summary: { errors: 1 } });
  expect(without).not.toHaveProperty('summary.heldBack');
});

describe('what is known stays known', () => {
  test('where lines move, and other names in the file change', async () => {
    const cwd = adopted({ 'lib/a.ex': joining('A', 'x') });
    const moved = joining('Renamed', 'x').replace('  def', '  @doc "hello"\n\n    def');
    put(cwd, 'lib/a.ex', `# a licence\r\n${moved.replaceAll('\n', '\r\n')}`);
    expect(await places(cwd)).toEqual([]);
  });

  test('where the file moves, also together with an edit and with a new finding', async () => {
    const cwd = adopted({ 'lib/a.ex': joining('A', 'x', 'y') });
    rmSync(join(cwd, 'lib/a.ex'));
    put(cwd, 'lib/deep/b.ex', `\n${joining('B', 'x', 'y', 'z')}`);
    expect(await places(cwd)).toEqual(['lib/deep/b.ex:5']);
    expect(run(cwd, []).stderr).toBe('');
  });

  test('and a copy of the file is new', async () => {
    const cwd = adopted({ 'lib/a.ex': joining('A', 'x') });
    put(cwd, 'lib/b.ex', joining('B', 'x'));
    expect(await places(cwd)).toEqual(['lib/b.ex:2']);
  });

  test('from wherever it is linted, and whatever part of the project', async () => {
    const cwd = adopted({ 'lib/a.ex': joining('A', 'x'), 'lib/b.ex': joining('B', 'y') });
    expect(await places(cwd, { paths: ['lib/a.ex'] })).toEqual([]);
    expect(await places(join(cwd, 'lib'), { paths: ['.'] })).toEqual([]);
    expect(await places(dirname(cwd), { paths: [cwd] })).toEqual([]);
    expect(run(cwd, ['lib/a.ex']).stderr).toBe('');
  });
});

test('one more of a kind in a file is new', async () => {
  const call = '    :pg2.join(:x, self())\n';
  const module = (calls: string) => `defmodule A do\n  def join do\n${calls}  end\nend\n`;
  const cwd = adopted({ 'lib/a.ex': module(call + call) });
  expect(await places(cwd)).toEqual([]);
  put(cwd, 'lib/a.ex', module(call + call + call));
  expect(await places(cwd)).toEqual(['lib/a.ex:5']);
});

test('what is mended is told of, and dropped by `otp-lint baseline`', async () => {
  const cwd = adopted({ 'lib/a.ex': joining('A', 'x', 'y', 'z'), 'lib/b.ex': joining('B', 'x') });
  put(cwd, 'lib/a.ex', joining('A', 'x'));
  expect(run(cwd, []).stderr).toBe(
    'otp-lint: 2 entries of the baseline are no longer needed; run otp-lint baseline to drop them\n',
  );
  expect(run(cwd, ['lib/b.ex']).stderr).toBe('');
  expect(run(cwd, ['--rule', 'pg2-removed=off']).stderr).toBe('');
  expect(run(cwd, ['baseline']).stderr).toBe(`otp-lint: ${NAME} holds 2 findings: 0 new, 2 dropped\n`);
  expect(run(cwd, []).stderr).toBe('');
  put(cwd, 'lib/a.ex', joining('A', 'x', 'y'));
  expect(await places(cwd)).toEqual(['lib/a.ex:3']);
});

test('a file that is gone or ignored is not needed, one that cannot be read may be', () => {
  const cwd = adopted({ 'lib/a.ex': joining('A', 'x'), 'lib/b.ex': joining('B', 'y') });
  put(cwd, 'lib/a.ex', 'defmodule A do\n  def ) do\nend\n');
  const told = (number: string) => expect.stringContaining(`otp-lint: ${number} of the baseline`);
  expect(run(cwd, []).stderr).toBe('');
  rmSync(join(cwd, 'lib/b.ex'));
  expect(run(cwd, []).stderr).toEqual(told('1 entry'));
  expect(run(cwd, ['lib/a.ex']).stderr).toBe('');
  put(cwd, 'otp-lint.json', '{ "ignore": ["lib/b.ex"] }');
  put(cwd, 'lib/b.ex', joining('B', 'y'));
  expect(run(cwd, []).stderr).toEqual(told('1 entry'));
});

test('a baseline is the same however often it is written, and not touched in vain', () => {
  const cwd = adopted({ 'lib/b.ex': joining('B', 'x', 'y'), 'lib/a.ex': joining('A', 'x') });
  const path = join(cwd, NAME);
  const [text, { mtimeMs }] = [readFileSync(path, 'utf8'), statSync(path)];
  expect(run(cwd, ['baseline']).stderr).toBe(`otp-lint: ${NAME} holds 3 findings: 0 new, 0 dropped\n`);
  expect(run(join(cwd, 'lib'), ['baseline', '.']).status).toBe(0);
  expect(readFileSync(path, 'utf8')).toBe(text);
  expect(statSync(path).mtimeMs).toBe(mtimeMs);
});

test('with paths, what is known of other files stays', async () => {
  const cwd = adopted({ 'lib/a.ex': joining('A', 'x'), 'lib/b.ex': joining('B', 'x') });
  put(cwd, 'lib/a.ex', joining('A', 'y'));
  expect(run(cwd, ['baseline', 'lib/a.ex']).stderr).toBe(
    `otp-lint: ${NAME} holds 2 findings: 1 new, 1 dropped\n`,
  );
  expect(await places(cwd)).toEqual([]);
});

test('errors and warnings are taken, and advice where it is asked for, from then on', async () => {
  const advice = 'defmodule C do\n  def c(x), do: String.to_atom(x)\nend\n';
  const cwd = adopted({ 'lib/a.ex': joining('A', 'x'), 'lib/c.ex': advice });
  expect(await places(cwd, { level: 'info' })).toEqual(['lib/c.ex:2']);
  run(cwd, ['baseline', '--level', 'info']);
  expect(await places(cwd, { level: 'info' })).toEqual([]);
  run(cwd, ['baseline']);
  expect(await places(cwd, { level: 'info' })).toEqual([]);
});

describe('where it is', () => {
  const files = { 'app/mix.exs': MIX, 'app/lib/a.ex': joining('A', 'x') };

  test('beside the configuration, also for a run from above', async () => {
    const cwd = temporaryTree({ ...files, 'app/otp-lint.json': '{}' });
    expect(run(cwd, ['baseline', 'app']).stderr).toBe(`otp-lint: app/${NAME} holds 1 finding\n`);
    expect(readFileSync(join(cwd, 'app', NAME), 'utf8')).toContain('"lib/a.ex"');
    expect(await places(join(cwd, 'app'))).toEqual([]);
    expect(await places(cwd, { paths: ['app'] })).toEqual([]);
  });

  test('where the configuration says', async () => {
    const cwd = temporaryTree({ ...files, 'app/otp-lint.json': '{ "baseline": "config/known.json" }' });
    put(cwd, 'app/config/config.exs', '');
    expect(run(cwd, ['baseline', 'app']).stderr).toBe('otp-lint: app/config/known.json holds 1 finding\n');
    expect(readFileSync(join(cwd, 'app/config/known.json'), 'utf8')).toContain('"../lib/a.ex"');
    expect(await places(cwd, { paths: ['app'] })).toEqual([]);
  });

  test('where the command line says', async () => {
    const cwd = temporaryTree(files);
    expect(run(cwd, ['baseline', '--baseline', 'known.json', 'app']).status).toBe(0);
    expect(await places(cwd, { paths: ['app'] })).toEqual(['app/lib/a.ex:2']);
    expect(await places(cwd, { paths: ['app'], baseline: 'known.json' })).toEqual([]);
    const { status, stderr } = run(cwd, ['app', '--baseline', 'none.json']);
    expect({ status, stderr }).toEqual({ status: 2, stderr: 'otp-lint: there is no baseline `none.json`\n' });
  });
});

test('a damaged baseline ends the run with 2 and its place', () => {
  const cwd = adopted({ 'lib/a.ex': joining('A', 'x') });
  const text = readFileSync(join(cwd, NAME), 'utf8');
  put(cwd, NAME, text.replace('{\n  "version"', '<<<<<<< HEAD\n{\n  "version"'));
  const hint = '(mend or delete this baseline, and run otp-lint baseline)';
  for (const args of [[], ['baseline']]) {
    const { status, stdout, stderr } = run(cwd, args);
    expect(stderr).toBe(`otp-lint: ${NAME}:1:1: invalid symbol ${hint}\n`);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  }
  expect(run(cwd, ['--no-baseline']).status).toBe(1);
});

test('it cannot be written: 2, and why', () => {
  const cwd = temporaryTree({ 'mix.exs': MIX, 'lib/a.ex': joining('A', 'x') });
  const { status, stderr } = run(cwd, ['baseline', '--baseline', 'no/such/folder.json']);
  expect(stderr).toMatch(/^otp-lint: cannot write no\/such\/folder\.json: ENOENT.*\n$/);
  expect(status).toBe(2);
});

test('with nothing to take none is written', () => {
  const cwd = temporaryTree({ 'mix.exs': MIX, 'lib/a.ex': joining('A') });
  expect(run(cwd, ['baseline']).stderr).toBe(`otp-lint: nothing found, so ${NAME} was not written\n`);
  expect(run(cwd, []).stderr).toBe('');
});

test('--fix leaves alone what is held back', () => {
  const rooms = 'defmodule Rooms do\n  use DynamicSupervisor\n\n  @impl true\n';
  const init = '  def init(_), do: DynamicSupervisor.init(strategy: :one_for_all)\nend\n';
  const cwd = adopted({ 'lib/rooms.ex': rooms + init });
  renameSync(join(cwd, 'lib/rooms.ex'), join(cwd, 'lib/moved.ex'));
  expect(run(cwd, ['--fix']).status).toBe(0);
  expect(readFileSync(join(cwd, 'lib/moved.ex'), 'utf8')).toBe(rooms + init);
  expect(run(cwd, ['--fix', '--no-baseline']).stderr).toBe('otp-lint: fixed 1 problem in 1 file\n');
});
