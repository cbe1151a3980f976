import { describe, expect, test } from 'vitest';
import { bannedFunction } from '../../src/bans/banned-function.js';
import type { ConfigurationFile } from '../../src/config/schema.js';
import { builtInRules } from '../../src/lint/built-in-rules.js';
import { lintSources } from '../../src/lint/session.js';
import { run } from '../cli/run.js';
import { temporaryTree } from '../temporary-tree.js';

type Banned = NonNullable<ConfigurationFile['banned']>;

/** What is banned in some texts, as `file:line:column level message`. */
async function banned(texts: Readonly<Record<string, string>>, bans: Banned, rest: ConfigurationFile = {}) {
  const files = Object.entries(texts).map(([file, text]) => ({ file, text }));
  const configuration = { ...rest, banned: bans };
  const { findings } = await lintSources(files, { rules: [bannedFunction], configuration });
  return findings.map(
    ({ file, line, column, level, message }) => `${file}:${line}:${column} ${level} ${message}`,
  );
}

/** The code that is banned in the one function of a module, by its lines. */
async function bannedLines(head: string, body: string, bans: Banned): Promise<string[]> {
  const text = `defmodule My do\n${head}\n  def run(x) do\n${body}\n  end\nend\n`;
  const found = await banned({ 'lib/my.ex': text }, bans);
  const lines = text.split('\n');
  return found.map((each) => (lines[Number(each.split(':')[1]) - 1] ?? '').trim());
}

describe('a call is found by what it goes to', () => {
  const SLEEP: Banned = [{ function: 'Process.sleep/1' }, { function: ':timer.sleep/1' }];

  test.each([
    ['as it is', '', 'Process.sleep(x)'],
    ['with its full name', '', 'Elixir.Process.sleep(x)'],
    ['of Erlang', '', ':timer.sleep(x)'],
    ['through an alias', '  alias Process, as: P', 'P.sleep(x)'],
    ['through an attribute', '  @clock Process', '@clock.sleep(x)'],
    ['imported with others', '  import Process', 'sleep(x)'],
    ['imported alone', '  import Process, only: [sleep: 1]', 'sleep(x)'],
    ['piped', '', 'x |> Process.sleep()'],
    ['captured', '', 'Enum.each(x, &Process.sleep/1)'],
    ['captured by an import', '  import Process', 'Enum.each(x, &sleep/1)'],
    ['within a capture', '', 'Enum.each(x, &Process.sleep(&1 + 1))'],
    ['applied', '', 'apply(Process, :sleep, [x])'],
    ['applied, of Erlang', '', 'apply(:timer, :sleep, [x])'],
    ['applied by name', '', 'Kernel.apply(Process, :sleep, [x])'],
    ['given to a task', '', 'Task.start(Process, :sleep, [x])'],
  ])('%s', async (_name, head, line) => {
    expect(await bannedLines(head, `    ${line}`, SLEEP)).toEqual([line]);
  });

  test.each([
    ['another arity', '', 'Process.sleep(x, x)'],
    ['another module', '', 'Clock.sleep(x)'],
    ['a function of its own', '  defp sleep(x), do: x\n  import Process, except: [sleep: 1]', 'sleep(x)'],
    ['an import without it', '  import Process, except: [sleep: 1]', 'sleep(x)'],
    ['an import of others', '  import Process, only: [send: 3]', 'sleep(x)'],
    ['a list of atoms', '', 'plug(:timer, :sleep, [x])'],
    ['arguments that are not in sight', '', 'apply(Process, :sleep, x)'],
    ['a name and no call', '', '[Process, :sleep, [x]]'],
  ])('not %s', async (_name, head, line) => {
    expect(await bannedLines(head, `    ${line}`, SLEEP)).toEqual([]);
  });

  test('a delegation, and not what goes through it', async () => {
    const text = 'defmodule A do\n  defdelegate sleep(ms), to: Process\n  def run, do: sleep(1)\nend\n';
    expect(await banned({ 'lib/a.ex': text }, SLEEP)).toEqual([
      'lib/a.ex:2:15 warning `Process.sleep/1` is banned here',
    ]);
  });

  test('an import that a macro of the project brings in', async () => {
    const web =
      'defmodule Web do\n  defmacro __using__(_) do\n    quote do\n      import Process\n    end\n  end\nend\n';
    const page = 'defmodule Page do\n  use Web\n  def run, do: sleep(1)\nend\n';
    expect(await banned({ 'lib/web.ex': web, 'lib/page.ex': page }, SLEEP)).toEqual([
      'lib/page.ex:3:16 warning `Process.sleep/1` is banned here',
    ]);
  });
});

describe('what is banned', () => {
  const CALLS = '    Old.a()\n    Old.b(1)\n    Old.b(1, 2)\n    Old.New.a()';

  test.each([
    ['Old.b/1', ['Old.b(1)']],
    ['Old.b', ['Old.b(1)', 'Old.b(1, 2)']],
    ['Old.*', ['Old.a()', 'Old.b(1)', 'Old.b(1, 2)']],
  ])('%s', async (fn, lines) => {
    expect(await bannedLines('', CALLS, [{ function: fn }])).toEqual(lines);
  });

  const OLD =
    'defmodule Old do\n  def a, do: b(1)\n  def b(x), do: __MODULE__.c(x)\n  def c(x), do: x\nend\n';

  test('a module as a whole: its own functions may call each other, who imports it is found at the calls', async () => {
    const my = 'defmodule My do\n  import Old\n  def run(x), do: other(b(x))\nend\n';
    expect(await banned({ 'lib/old.ex': OLD, 'lib/my.ex': my }, [{ function: 'Old.*' }])).toEqual([
      'lib/my.ex:3:25 warning `Old.b/1` is banned here',
    ]);
  });

  test('a module that is not in sight: who imports it is found at the import', async () => {
    const my = 'defmodule My do\n  import Old\n  def run(x), do: other(b(x))\nend\n';
    expect(await banned({ 'lib/my.ex': my }, [{ function: 'Old.*' }])).toEqual([
      'lib/my.ex:2:3 warning `Old` is banned here',
    ]);
  });

  test('the ban that names the function most closely says why', async () => {
    const bans: Banned = [
      { function: 'Old.*', message: 'it goes' },
      { function: 'Old.a', message: 'it went', level: 'error' },
    ];
    const text = 'defmodule My do\n  def run, do: [Old.a(), Old.b()]\nend\n';
    expect(await banned({ 'lib/my.ex': text }, bans)).toEqual([
      'lib/my.ex:2:17 error `Old.a/0` is banned here: it went',
      'lib/my.ex:2:26 warning `Old.b/0` is banned here: it goes',
    ]);
  });

  test('the words of a ban', async () => {
    const bans: Banned = [
      { function: 'Old.a/0', message: 'it hides a race', instead: 'New.a/0' },
      { function: 'Old.b/0', instead: 'ask the `Clock`' },
    ];
    const text = 'defmodule My do\n  def run, do: [Old.a(), Old.b()]\nend\n';
    expect(await banned({ 'lib/my.ex': text }, bans)).toEqual([
      'lib/my.ex:2:17 warning `Old.a/0` is banned here: it hides a race; use `New.a/0` instead',
      'lib/my.ex:2:26 warning `Old.b/0` is banned here; instead, ask the `Clock`',
    ]);
  });
});

test('files and modules are excepted', async () => {
  const module = (name: string) => `defmodule ${name} do\n  def run, do: Process.sleep(1)\nend\n`;
  const texts = {
    'lib/my/a.ex': module('My.A'),
    'lib/my/dev/b.ex': module('My.B'),
    'lib/my/retry.ex': module('My.Retry'),
    'lib/my/jobs.ex': `${module('My.Job.One')}${module('My.Job.Two')}`,
    'test/a_test.exs': module('ATest'),
  };
  const places = async (except: string[]) =>
    (await banned(texts, [{ function: 'Process.sleep', except }])).map((each) => each.split(' ')[0]);
  expect(await places([])).toHaveLength(6);
  expect(await places(['lib/my/dev', 'test/**', 'My.Retry', 'My.Job.*'])).toEqual(['lib/my/a.ex:2:16']);
});

test('its level is configured as that of any rule, in every preset', async () => {
  const texts = { 'lib/a.ex': 'defmodule A do\n  def a, do: Old.a()\nend\n' };
  const levelWith = async (rest: ConfigurationFile, level?: 'info' | 'error') => {
    const [found] = await banned(texts, [{ function: 'Old.a', ...(level && { level }) }], rest);
    return found?.split(' ')[1];
  };
  expect(await levelWith({ preset: 'red-flags' })).toBe('warning');
  expect(await levelWith({ preset: 'all' }, 'info')).toBe('info');
  expect(await levelWith({ rules: new Map([['banned-function', 'error']]) })).toBe('error');
  expect(await levelWith({ rules: new Map([['banned-function', 'info']]) }, 'error')).toBe('info');
  expect(await levelWith({ rules: new Map([['banned-function', 'off']]) }, 'error')).toBeUndefined();
});

test('its own examples, with the ban that they name', async () => {
  const bans = [{ function: 'Process.sleep/1', instead: 'MyApp.Clock.wait/1' }];
  for (const text of bannedFunction.examples.bad) {
    expect(text).toContain(`{ "function": "${bans[0]?.function}", "instead": "${bans[0]?.instead}" }`);
    expect(await banned({ 'lib/a.ex': text }, bans)).toHaveLength(1);
  }
  for (const text of bannedFunction.examples.good)
    expect(await banned({ 'lib/a.ex': text }, bans)).toEqual([]);
  expect(builtInRules).toContain(bannedFunction);
});

describe('on the command line', () => {
  const A = 'defmodule A do\n  def a, do: :timer.sleep(1)\nend\n';
  const configured = (banned: unknown) => ({
    'otp-lint.json': JSON.stringify({ banned }),
    'lib/a.ex': A,
  });

  test('it is found, suppressed, held back by a baseline, and found anew when the configuration changes', () => {
    const cwd = temporaryTree({
      ...configured([{ function: ':timer.sleep/1', message: 'it waits' }]),
      '.git/': '',
    });
    const first = run(cwd, ['--format', 'concise']);
    expect(first).toMatchObject({
      status: 1,
      stdout: expect.stringMatching(
        /^lib\/a\.ex:2:14 warning banned-function `:timer\.sleep\/1` is banned here: it waits\n/,
      ),
    });
    expect(run(cwd, ['--format', 'concise', '--rule', 'banned-function=off']).status).toBe(0);
    const other = temporaryTree({
      ...configured([{ function: ':timer.sleep/1', level: 'info' }]),
      'lib/b.ex': A.replace('\n', '\n  # otp-lint:disable-next-line banned-function -- a test\n'),
    });
    expect(run(other, ['--format', 'concise']).status).toBe(0);
    expect(run(other, ['--format', 'concise', '--level', 'info']).stdout).toMatch(/^lib\/a\.ex:2.* info /);
    expect(run(cwd, ['baseline']).status).toBe(0);
    expect(run(cwd, []).status).toBe(0);
  });

  test('it has a page, and a line among the rules', () => {
    const cwd = temporaryTree({});
    expect(run(cwd, ['explain', 'banned-function']).stdout).toContain(
      '"rules": { "banned-function": "off" }',
    );
    expect(run(cwd, ['rules']).stdout).toMatch(/^banned-function +warning /m);
  });

  test.each([
    [[{ function: 'sleep/1' }], '`sleep/1` is not a function: write `Module.function/arity`, '],
    [[{ message: 'x' }], 'the key `function` is missing'],
    [[{ function: 'A.b', level: 'off' }], 'unknown level `off`, expected `info` or `warning` or `error`'],
    [[{ function: 'A.b', exept: [] }], 'unknown key `exept`, did you mean `except`?'],
    [[{ function: 'A.b', message: 'a\nb' }], 'is not one line of text'],
  ])('%j is refused', (bans, cause) => {
    const { status, stderr, stdout } = run(temporaryTree(configured(bans)), []);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(/^otp-lint: otp-lint\.json:1:\d+: .*\n$/);
    expect(stderr.replace(/\\n/g, '\n')).toContain(cause);
  });
});
