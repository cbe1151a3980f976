import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { DiagnosticSeverity, FileChangeType } from 'vscode-languageserver-protocol/node';
import { temporaryTree } from '../temporary-tree.js';
import { Editor, rulesOf } from './client.js';

const MIX = 'defmodule MyApp.MixProject do\n  use Mix.Project\nend\n';
/** A module with one finding, on line 2. */
const LOOSE = 'defmodule Loose do\n  def start(url), do: Task.async(fn -> fetch(url) end)\nend\n';
const QUIET = 'defmodule Loose do\nend\n';
const FOUND = 'unsupervised-task-async';
/** Two servers that wait for each other, each in a file of its own. */
const waits = (own: string, other: string): string => `defmodule ${own} do
  use GenServer

  def start_link(_), do: GenServer.start_link(__MODULE__, nil, name: __MODULE__)
  def value, do: GenServer.call(__MODULE__, :value)

  @impl true
  def init(_), do: {:ok, nil}

  @impl true
  def handle_call(:value, _from, state), do: {:reply, ${other}.value(), state}
end
`;

async function editor(files: Record<string, string>, folders = true): Promise<Editor> {
  const opened = new Editor(temporaryTree({ 'mix.exs': MIX, ...files }));
  await opened.start(folders);
  return opened;
}

test('what is wrong with an open file is told as it is typed, before it is saved', async () => {
  const code = await editor({ 'lib/loose.ex': QUIET });
  await code.open('lib/loose.ex', QUIET);
  await code.until('lib/loose.ex', (rules) => rules.length === 0);
  await code.type('lib/loose.ex', 2, LOOSE);
  const [found] = await code.until('lib/loose.ex', (rules) => rules.includes(FOUND));
  expect(found).toMatchObject({
    source: 'otp-lint',
    code: FOUND,
    severity: DiagnosticSeverity.Warning,
    range: { start: { line: 1, character: 22 } },
  });
  expect(found?.data).toEqual(expect.any(String));
  expect(found?.codeDescription?.href).toMatch(/^file:.*unsupervised-task-async\.md$/);
  await code.type('lib/loose.ex', 3, QUIET);
  await code.until('lib/loose.ex', (rules, { version }) => rules.length === 0 && version === 3);
  expect(await code.end()).toBe(0);
  expect(code.stderr).toBe('');
});

test('an answer never belongs to an older text than the one before, and the newest text has one', async () => {
  const code = await editor({ 'lib/loose.ex': QUIET });
  await code.open('lib/loose.ex', QUIET);
  for (let version = 2; version <= 12; version += 1)
    await code.type('lib/loose.ex', version, version % 2 === 0 ? LOOSE : QUIET);
  await code.until('lib/loose.ex', (_, { version }) => version === 12);
  const versions = code.answers('lib/loose.ex').map(({ version }) => version ?? 0);
  expect(versions).toEqual([...versions].sort((a, b) => a - b));
  expect(versions.length).toBeLessThan(6);
  expect(rulesOf(code.answers('lib/loose.ex').at(-1)?.diagnostics ?? [])).toEqual([FOUND]);
});

test('what only the whole project shows comes a little later, with its evidence, and moves with its lines', async () => {
  const code = await editor({ 'lib/a.ex': waits('A', 'B'), 'lib/b.ex': waits('B', 'A') });
  await code.open('lib/a.ex', waits('A', 'B'));
  const found = await code.until('lib/a.ex', (rules) => rules.includes('call-cycle'));
  const cycle = found.find(({ code: rule }) => rule === 'call-cycle');
  const places = cycle?.relatedInformation?.map(({ location }) => location.uri) ?? [];
  expect(places).toContain(code.uri('lib/b.ex'));
  await code.type('lib/a.ex', 2, `# one line more\n${waits('A', 'B')}`);
  const next = await code.until('lib/a.ex', (_, { version }) => version === 2);
  const moved = next.find(({ code: rule }) => rule === 'call-cycle');
  expect(moved?.range.start.line).toBe((cycle?.range.start.line ?? 0) + 1);
});

test('a text that another open file waits for counts before it is saved', async () => {
  const code = await editor({ 'lib/a.ex': waits('A', 'B'), 'lib/b.ex': waits('B', 'A') });
  await code.open('lib/a.ex', waits('A', 'B'));
  await code.open('lib/b.ex', waits('B', 'A'));
  await code.until('lib/a.ex', (rules) => rules.includes('call-cycle'));
  const seen = code.answers('lib/a.ex').length;
  await code.type('lib/b.ex', 2, 'defmodule B do\n  def value, do: 1\nend\n');
  await code.until('lib/a.ex', (rules) => !rules.includes('call-cycle'), seen);
});

test('what is on disk may change: configurations and other files', async () => {
  const code = await editor({ 'lib/loose.ex': LOOSE });
  await code.open('lib/loose.ex', LOOSE);
  await code.until('lib/loose.ex', (rules) => rules.includes(FOUND));
  const configuration = join(code.root, 'otp-lint.json');
  writeFileSync(configuration, JSON.stringify({ rules: { [FOUND]: 'off' } }));
  let seen = code.answers('lib/loose.ex').length;
  await code.touch('otp-lint.json', FileChangeType.Created);
  await code.until('lib/loose.ex', (rules) => rules.length === 0, seen);
  writeFileSync(configuration, '{ "rules": { "no-such-rule": "off" } }');
  await code.touch('otp-lint.json');
  while (!code.said.some((words) => words.includes('no-such-rule'))) await code.more();
  rmSync(configuration);
  seen = code.answers('lib/loose.ex').length;
  await code.touch('otp-lint.json', FileChangeType.Deleted);
  await code.until('lib/loose.ex', (rules) => rules.includes(FOUND), seen);
  expect(code.registered).toContain('workspace/didChangeWatchedFiles');
});

test('a file that is closed has no diagnostics left', async () => {
  const code = await editor({ 'lib/loose.ex': LOOSE });
  await code.open('lib/loose.ex', LOOSE);
  await code.until('lib/loose.ex', (rules) => rules.includes(FOUND));
  const seen = code.answers('lib/loose.ex').length;
  await code.close('lib/loose.ex');
  await code.until('lib/loose.ex', (rules, { version }) => rules.length === 0 && version === undefined, seen);
});

test('it serves without a folder, and files that are not on disk yet', async () => {
  const code = await editor({}, false);
  await code.open('lib/new.ex', LOOSE);
  await code.until('lib/new.ex', (rules) => rules.includes(FOUND));
});

test('what was fetched is not linted', async () => {
  const code = await editor({ 'deps/other/mix.exs': MIX, 'deps/other/lib/a.ex': LOOSE, 'lib/b.ex': LOOSE });
  await code.open('deps/other/lib/a.ex', LOOSE);
  await code.open('lib/b.ex', LOOSE);
  await code.until('lib/b.ex', (rules) => rules.includes(FOUND));
  expect(code.answers('deps/other/lib/a.ex')).toEqual([]);
});

test('it ends when the editor is gone', async () => {
  const code = await editor({ 'lib/loose.ex': LOOSE });
  await code.open('lib/loose.ex', LOOSE);
  await code.until('lib/loose.ex', (rules) => rules.includes(FOUND));
  expect(await code.vanish()).toBe(1);
});
