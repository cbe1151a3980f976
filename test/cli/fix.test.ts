import { spawnSync } from 'node:child_process';
import { chmodSync, lstatSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryTree } from '../temporary-tree.js';
import { run } from './run.js';

const ROOMS = `defmodule Rooms do
  use DynamicSupervisor

  @impl true
  def init(_), do: DynamicSupervisor.init(strategy: :one_for_all)
end
`;
const FIXED = ROOMS.replace(':one_for_all', ':one_for_one');
const INIT = `defmodule Depots do
  use GenServer

  @impl true
  def init(path), do: {:ok, File.read!(path)}
end
`;

test('--fix writes what is mended and reports what is left', () => {
  const cwd = temporaryTree({ 'lib/rooms.ex': ROOMS, 'lib/depots.ex': INIT });
  const { status, stdout, stderr } = run(cwd, ['--fix', '--format', 'concise']);
  expect(readFileSync(join(cwd, 'lib/rooms.ex'), 'utf8')).toBe(FIXED);
  expect(readFileSync(join(cwd, 'lib/depots.ex'), 'utf8')).toBe(INIT);
  expect(stdout).toContain('blocking-init');
  expect(stdout).not.toContain('invalid-supervision-strategy');
  expect(stderr).toBe('otp-lint: fixed 1 problem in 1 file\n');
  expect(status).toBe(1);
});

test('--unsafe also mends what then behaves differently', () => {
  const cwd = temporaryTree({ 'lib/depots.ex': INIT });
  expect(run(cwd, ['--fix', '--unsafe']).status).toBe(0);
  expect(readFileSync(join(cwd, 'lib/depots.ex'), 'utf8')).toContain('def handle_continue(:init, path) do');
});

test('--unsafe alone is refused', () => {
  const cwd = temporaryTree({ 'lib/rooms.ex': ROOMS });
  const { status, stderr } = run(cwd, ['--unsafe']);
  expect({ status, stderr }).toEqual({
    status: 2,
    stderr: 'otp-lint: --unsafe needs --fix or --fix-dry-run\n',
  });
});

test('--fix-dry-run prints a diff that git applies, and changes nothing', () => {
  const cwd = temporaryTree({ 'lib/rooms.ex': ROOMS });
  const { status, stdout } = run(cwd, ['--fix-dry-run']);
  expect(status).toBe(1);
  expect(readFileSync(join(cwd, 'lib/rooms.ex'), 'utf8')).toBe(ROOMS);
  const applied = spawnSync('git', ['apply', '--unsafe-paths', '-'], {
    cwd,
    input: stdout,
    encoding: 'utf8',
  });
  expect(applied.status, applied.stderr).toBe(0);
  expect(readFileSync(join(cwd, 'lib/rooms.ex'), 'utf8')).toBe(FIXED);
});

test('a fixed file keeps its byte order mark, its line ends, its mode and the link that leads to it', () => {
  const windows = (text: string) => `\ufeff${text.replaceAll('\n', '\r\n')}`;
  const cwd = temporaryTree({ 'real/depots.ex': windows(INIT), 'lib/': '' });
  chmodSync(join(cwd, 'real/depots.ex'), 0o640);
  symlinkSync('../real/depots.ex', join(cwd, 'lib/depots.ex'));
  expect(run(cwd, ['--fix', '--unsafe', 'lib/depots.ex']).status).toBe(0);
  const text = readFileSync(join(cwd, 'real/depots.ex'), 'utf8');
  expect(text).toContain('{:continue, :init}');
  expect(text).toBe(windows(text.replaceAll('\r\n', '\n').slice(1)));
  expect(statSync(join(cwd, 'real/depots.ex')).mode & 0o777).toBe(0o640);
  expect(lstatSync(join(cwd, 'lib/depots.ex')).isSymbolicLink()).toBe(true);
});

test('with nothing to fix nothing is said', () => {
  const cwd = temporaryTree({ 'lib/rooms.ex': FIXED });
  const { status, stdout, stderr } = run(cwd, ['--fix-dry-run']);
  expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: '', stderr: '' });
});
