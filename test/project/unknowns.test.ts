import { expect, test } from 'vitest';
import { Session } from '../../src/lint/session.js';
import { unknownsOf } from '../../src/project/unknowns.js';
import { run } from '../cli/run.js';
import { temporaryTree } from '../temporary-tree.js';

async function unknownIn(cwd: string) {
  const { projects } = await new Session().survey({ paths: [], cwd, rules: [] });
  return unknownsOf(projects);
}

const KNOWN = { module: 0, function: 0, apply: 0, imported: 0 };

test('a small application: a library’s supervisor, its macros, and what is started at run time', async () => {
  expect(await unknownIn('fixtures/apps/sample')).toEqual({
    // `field`, `schema` and the like of Ecto, `from` and `deliver` of what is imported.
    calls: { all: 113, ...KNOWN, imported: 10 },
    requests: { all: 10, target: 0 },
    // Two modules of which any number is started at run time, and Oban.
    children: { all: 15, unnamed: [], uncounted: 2, outside: 1 },
    applications: { all: 1, start: 0 },
    modules: { outside: 26 },
  });
});

test('lists made at run time, with why', async () => {
  const harbour = await unknownIn('fixtures/apps/harbour');
  const reason = '`Enum.map/2` makes it at run time';
  expect(harbour.children).toEqual({
    all: 12,
    unnamed: [
      { supervisor: 'Supervisor', file: 'lib/harbour/application.ex', line: 14, reason },
      { supervisor: 'Supervisor', file: 'lib/harbour/application.ex', line: 21, reason },
      { supervisor: 'Harbour.Lights.Supervisor', file: 'lib/harbour/lights/supervisor.ex', line: 13, reason },
    ],
    uncounted: 1,
    outside: 0,
  });
  const ledger = await unknownIn('fixtures/apps/ledger');
  expect(ledger.children.unnamed.map((child) => child.reason)).toEqual([
    '`children` is known only at run time',
  ]);
});

test('a server behind a pid that comes from elsewhere', async () => {
  expect((await unknownIn('fixtures/apps/turnstile')).requests).toEqual({ all: 8, target: 2 });
});

const OPEN = `defmodule Open do
  import Nowhere
  def run(adapter, fun, args, %{pid: pid} = state) do
    adapter.send(state.message)
    fun.(1)
    apply(adapter, :send, args)
    apply(adapter, :send, [1])
    apply(fun, args)
    apply(String, :trim, [" "])
    known = fn x -> x end
    known.(2)
    brought(3)
    GenServer.call(pid, :what)
    <<state.size::size(8)>>
    Enum.map(args, &adapter.take/1)
  end
end
`;

test('each kind of call that leads nowhere', async () => {
  const unknowns = await unknownIn(temporaryTree({ 'lib/open.ex': OPEN }));
  expect(unknowns.calls).toEqual({ all: 12, module: 2, function: 1, apply: 3, imported: 1 });
  expect(unknowns.requests).toEqual({ all: 1, target: 1 });
});

test('an application that is started in a way the source does not show', async () => {
  const text =
    'defmodule A do\n  use Application\n  def start(type, args), do: Elsewhere.start(type, args)\nend\n';
  const { applications } = await unknownIn(temporaryTree({ 'lib/a.ex': text }));
  expect(applications).toEqual({ all: 1, start: 1 });
});

test('--verbose tells it below the summary, in JSON, and of other formats on stderr', () => {
  const cwd = temporaryTree({ 'lib/open.ex': OPEN, 'lib/zero.ex': '\0' });
  const counts = {
    calls: { all: 12, module: 2, function: 1, apply: 3, imported: 1 },
    requests: { all: 1, target: 1 },
    children: { all: 0, unnamed: 0, uncounted: 0, outside: 0 },
    applications: { all: 0, start: 0 },
    modules: { outside: 3 },
    files: { skipped: 1 },
  };
  const lines = [
    'Not known (otp-lint explain unknown):',
    '  7 of 12 calls: 2 to a module and 1 to a function known only at run time, 3 through apply, 1 to what is imported or used from outside of the source',
    '  1 of 1 requests to servers: which server they go to',
    '  0 of 0 children: what they are; of 0 how many there are; of 0 from outside of the source what they start',
    '  0 of 0 applications: what they start',
    '  3 modules from outside of the source: all but their names',
    '  1 skipped files',
  ];
  const pretty = run(cwd, ['--verbose']);
  expect(pretty.stdout.split('\n').slice(-lines.length - 1)).toEqual([...lines, '']);
  expect(
    run(cwd, ['--verbose'])
      .stdout.split('\n')
      .slice(-lines.length - 1),
  ).toEqual([...lines, '']);
  expect(run(cwd, []).stdout).not.toContain('Not known');
  expect(JSON.parse(run(cwd, ['--verbose', '--format', 'json']).stdout).unknown).toEqual(counts);
  expect(JSON.parse(run(cwd, ['--format', 'json']).stdout)).not.toHaveProperty('unknown');
  const concise = run(cwd, ['--verbose', '--format', 'concise']).stderr;
  for (const line of lines) expect(concise).toContain(`otp-lint: ${line.trim()}\n`);
  expect(JSON.parse(run(cwd, ['tree', '--format', 'json']).stdout).unknown).toEqual(counts);
  expect(run(cwd, ['tree']).stdout).toContain(lines[1]);
  const { status, stderr } = run(cwd, ['--verbose', 'tree']);
  expect({ status, stderr }).toEqual({
    status: 2,
    stderr: 'otp-lint: --verbose does not go with `otp-lint tree`\n',
  });
});

test('the page about it says what is counted', () => {
  const { status, stdout } = run('.', ['explain', 'unknown']);
  expect(status).toBe(0);
  expect(stdout).toMatch(/How much that is/);
});
