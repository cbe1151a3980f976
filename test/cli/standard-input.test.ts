import { describe, expect, test } from 'vitest';
import { temporaryTree } from '../temporary-tree.js';
import { run } from './run.js';

const MIX = 'defmodule My.MixProject do\n  use Mix.Project\nend\n';
const SERVER = `defmodule My.Server do
  use GenServer

  def start_link(_), do: GenServer.start_link(__MODULE__, [], name: __MODULE__)

  @impl true
  def init(state), do: {:ok, state}

  @impl true
  def handle_call(:list, _from, state), do: {:reply, state, state}
end
`;
/** Its fault shows only beside the server. */
const CALLER = `defmodule My.Caller do
  def ask, do: GenServer.call(My.Server, :size)
end
`;
const JOIN = 'defmodule A do\n  def join, do: :pg2.join(:x, self())\nend\n';

function lintText(cwd: string, text: string | Uint8Array, file: string, ...args: string[]) {
  return run(cwd, ['--stdin', '--stdin-filename', file, '--format', 'concise', ...args], {}, text);
}

test('a text is judged with the project around it, and only it is reported on', () => {
  const cwd = temporaryTree({ 'mix.exs': MIX, 'lib/server.ex': SERVER, 'lib/bad.ex': JOIN });
  const { status, stdout, stderr } = lintText(cwd, CALLER, 'lib/caller.ex');
  expect(stdout).toMatch(/^lib\/caller\.ex:2:\d+ error unhandled-call [^\n]*\n$/);
  expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
});

test('it stands in for the file of its name, with or without a byte order mark', () => {
  const cwd = temporaryTree({ 'mix.exs': MIX, 'lib/server.ex': SERVER, 'lib/caller.ex': CALLER });
  const mended = `\ufeff${CALLER.replace(':size', ':list')}`;
  expect(lintText(cwd, mended, 'lib/caller.ex')).toEqual({ status: 0, stdout: '', stderr: '' });
  expect(run(cwd, []).status).toBe(1);
});

test('a file that is ignored, or not Elixir, is skipped', () => {
  const cwd = temporaryTree({ 'mix.exs': MIX, 'lib/': '', 'otp-lint.json': '{ "ignore": ["lib/gen"] }' });
  expect(lintText(cwd, JOIN, 'lib/gen/a.ex')).toEqual({
    status: 0,
    stdout: '',
    stderr: 'otp-lint: skipped lib/gen/a.ex: ignored by the configuration\n',
  });
  expect(lintText(cwd, JOIN, 'lib/a.heex').stderr).toBe(
    'otp-lint: skipped lib/a.heex: not an Elixir file (`.ex` or `.exs`)\n',
  );
});

test('--fix-dry-run prints what would change', () => {
  const cwd = temporaryTree({ 'mix.exs': MIX });
  const rooms = `defmodule Rooms do
  use DynamicSupervisor

  @impl true
  def init(_), do: DynamicSupervisor.init(strategy: :one_for_all)
end
`;
  expect(lintText(cwd, rooms, 'lib/rooms.ex', '--fix-dry-run').stdout).toContain(
    '+  def init(_), do: DynamicSupervisor.init(strategy: :one_for_one)',
  );
});

describe('what does not fit is refused', () => {
  test.each([
    [['--stdin'], '--stdin needs --stdin-filename <file>, the name under which the text is judged'],
    [['--stdin-filename', 'a.ex'], '--stdin-filename needs --stdin'],
    [['--stdin', '--stdin-filename', 'lib'], '--stdin-filename `lib` is a folder'],
    [['--stdin', '--stdin-filename', 'a.ex', 'lib'], '--stdin takes no paths besides --stdin-filename'],
    [['--stdin', '--stdin-filename', 'a.ex', '--staged'], '--stdin and --staged cannot be combined'],
    [
      ['--stdin', '--stdin-filename', 'a.ex', '--fix'],
      '--fix writes to files: --stdin goes with --fix-dry-run',
    ],
  ])('%j', (args, message) => {
    const cwd = temporaryTree({ 'lib/': '' });
    const { status, stderr } = run(cwd, args, {}, JOIN);
    expect({ status, stderr }).toEqual({ status: 2, stderr: `otp-lint: ${message}\n` });
  });

  test('bytes that are no UTF-8', () => {
    const cwd = temporaryTree({ 'lib/': '' });
    const { status, stderr } = lintText(cwd, Uint8Array.from([0xff]), 'lib/a.ex');
    expect({ status, stderr }).toEqual({
      status: 2,
      stderr: 'otp-lint: cannot read standard input: not valid UTF-8\n',
    });
  });
});
