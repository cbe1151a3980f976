import { expect, test } from 'vitest';
import { temporaryTree } from '../temporary-tree.js';
import { run } from './run.js';

const CALLER = `defmodule Caller do
  def all(pids), do: Enum.map(pids, fn pid -> GenServer.call(pid, :all, :infinity) end)
  def stop(pid), do: Process.exit(pid, :kill)
end
`;

/** The rows of the tables on stderr: what each is about, and what it says of it. */
function rows(stderr: string): Map<string, string> {
  const found = stderr.matchAll(/^ {2}(.+?) +(\d+\.\d) ms(?: {2}(.+))?$/gm);
  return new Map([...found].map(([, what = '', , note = '']) => [what, note]));
}

test('--timing tells of the phases, and of each rule how often it was asked', () => {
  const cwd = temporaryTree({
    'mix.exs': '',
    'lib/caller.ex': CALLER,
    'lib/other.ex': 'defmodule Other do\nend\n',
  });
  const { status, stdout, stderr } = run(cwd, ['--timing', '--no-cache', '--format', 'concise']);
  expect(status).toBe(0);
  expect(stdout).toBe(run(cwd, ['--no-cache', '--format', 'concise']).stdout);
  const told = rows(stderr);
  expect([...told.keys()]).toEqual(
    expect.arrayContaining([
      'start',
      'find and read files',
      'join',
      'module rules',
      'project rules',
      'report',
    ]),
  );
  expect(told.get('parse and extract')).toBe('2 files parsed, 0 known from before');
  expect(told.get('total')).toMatch(/^peak memory \d+ MiB$/);
  expect(told.get('exit-normal-ignored')).toBe('1 call');
  expect(told.get('missing-impl')).toBe('2 calls');
});

test('--timing tells where nothing was to be found out', () => {
  const cwd = temporaryTree({ 'mix.exs': '', 'lib/caller.ex': CALLER });
  run(cwd, []);
  const { stderr } = run(cwd, ['--timing']);
  expect(stderr).toContain('\nthe result came from the cache, no rule was asked\n');
  expect([...rows(stderr).keys()]).not.toContain('infinite-call-timeout');
  const other = rows(run(cwd, ['--timing', '--rule', 'orphan-process=off']).stderr);
  expect(other.get('parse and extract')).toBe('0 files parsed, 1 known from before');
});

test('without --timing stderr has nothing of it', () => {
  const cwd = temporaryTree({ 'lib/caller.ex': CALLER });
  expect(run(cwd, []).stderr).toBe('');
});
