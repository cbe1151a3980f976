import { describe, expect, test } from 'vitest';
import type { Rule } from '../../src/lint/rule.js';
import { callRule, found, lintText, moduleRule } from './test-rules.js';

function run(...lines: string[]): string {
  return [
    'defmodule A do',
    '  def run(x) do',
    ...lines.map((line) => `    ${line}`),
    '  end',
    'end',
    '',
  ].join('\n');
}

describe('a call rule sees the calls of the functions it names', () => {
  const rule = callRule('named', ['Task.async/1', ':ets.new/_', 'My.Mod.go/2', 'Task.async/_', ':pg2._/_']);

  test.each([
    ['Task.async(x)', 1],
    ['Task.async(A, :run, [])', 1],
    ['x |> Task.async()', 1],
    ['&Task.async/1', 1],
    [':ets.new(:a, [])', 1],
    ['My.Mod.go(1, 2)', 1],
    ['My.Mod.go(1)', 0],
    [':pg2.join(:a, self())', 1],
    ['Task.await(x)', 0],
    ['alias My.Mod\n    Mod.go(1, x)', 1],
    ['import My.Mod, only: [go: 2]\n    go(1, x)', 1],
    ['import My.Mod, only: [stay: 2]\n    go(1, x)', 0],
    ['quote do: Task.async(x)', 0],
  ])('%s: %i', async (line, count) => {
    expect(await found(run(line), [rule])).toHaveLength(count);
  });
});

describe('levels', () => {
  const warns = callRule('sleepy', ['Process.sleep/1']);
  const softens = callRule('sleepy', ['Process.sleep/1'], {
    check: (call, _module, { project }) => ({
      place: project.placeOfCall(call),
      message: 'soft',
      level: 'info',
    }),
  });
  const hardens = callRule('sleepy', ['Process.sleep/1'], {
    check: (call, _module, { project }) => ({
      place: project.placeOfCall(call),
      message: 'hard',
      level: 'error',
    }),
  });

  async function levelOf(rule: Rule, level?: 'off' | 'info' | 'warning' | 'error') {
    const levels = new Map(level === undefined ? [] : [['sleepy', level]]);
    const { findings } = await lintText(run('Process.sleep(1)'), [rule], { levels });
    return findings[0]?.level;
  }

  test('the configured level replaces the rule’s own', async () => {
    expect(await levelOf(warns)).toBe('warning');
    expect(await levelOf(warns, 'error')).toBe('error');
    expect(await levelOf(warns, 'info')).toBe('info');
    expect(await levelOf(warns, 'off')).toBeUndefined();
  });

  test('a problem keeps its own level, unless the rule is lowered below it', async () => {
    expect(await levelOf(softens)).toBe('info');
    expect(await levelOf(softens, 'error')).toBe('info');
    expect(await levelOf(hardens)).toBe('error');
    expect(await levelOf(hardens, 'warning')).toBe('error');
    expect(await levelOf(hardens, 'info')).toBe('info');
    expect(await levelOf(hardens, 'off')).toBeUndefined();
  });

  test('a rule that is off by default runs where it is configured', async () => {
    const off = callRule('sleepy', ['Process.sleep/1'], { level: 'off' });
    expect(await levelOf(off)).toBeUndefined();
    expect(await levelOf(off, 'info')).toBe('info');
  });

  test('overrides decide by the file of the problem', async () => {
    const texts = { 'lib/a.ex': run('Process.sleep(1)'), 'lib/old/b.ex': run('Process.sleep(1)') };
    const overrides = [{ files: ['lib/old'], rules: new Map([['sleepy', 'off' as const]]) }];
    expect(await found(texts, [warns], { configuration: { overrides } })).toEqual([
      'lib/a.ex:3 sleepy `sleep/1` is called',
    ]);
  });
});

describe('production code', () => {
  const rule = callRule('sleepy', ['Process.sleep/1'], { productionOnly: true });

  test('is all that a rule for production is asked about', async () => {
    const text = run('Process.sleep(1)');
    expect(await found({ 'lib/a.ex': text, 'test/b.ex': text, 'lib/c.exs': text }, [rule])).toHaveLength(1);
    const configuration = { production: ['!lib'] };
    expect(await found({ 'lib/a.ex': text }, [rule], { configuration })).toEqual([]);
  });

  test('leaves out what Mix.env() keeps out of production', async () => {
    expect(await found(run('if Mix.env() == :dev do', '  Process.sleep(1)', 'end'), [rule])).toEqual([]);
  });
});

describe('a rule that crashes', () => {
  const crashes = moduleRule('crashing', {
    module: ({ name }) => {
      throw new TypeError(`no ${name}\nsecond line`);
    },
  });

  test('is named once with module, file and cause; the others go on', async () => {
    const text = 'defmodule A do\nend\ndefmodule B do\nend\n';
    const { findings, diagnostics } = await lintText(text, [crashes, moduleRule('fine')]);
    expect(findings.map(({ message }) => message)).toEqual(['`A`', '`B`']);
    expect(diagnostics).toEqual([
      {
        file: 'lib/a.ex',
        message: 'the rule `crashing` crashed on `A`: no A (and 1 more times)',
        fatal: true,
      },
    ]);
  });

  test('about a whole project', async () => {
    const rule: Rule = {
      ...moduleRule('whole'),
      project: () => {
        throw new Error('oops');
      },
    };
    const { diagnostics } = await lintText('defmodule A do\nend\n', [rule]);
    expect(diagnostics).toMatchObject([
      { message: 'the rule `whole` crashed on the project: oops', fatal: true },
    ]);
  });
});

test('a rule that answers twice with the same problem gives one finding', async () => {
  const twice = moduleRule('twice', {
    module: ({ def, project }) => {
      const problem = {
        place: project.place(def, { start: def.headStart, end: def.headEnd }),
        message: 'same',
      };
      return [problem, { ...problem }];
    },
  });
  expect(await found('defmodule A do\nend\n', [twice])).toEqual(['lib/a.ex:1 twice same']);
});
