import { describe, expect, test } from 'vitest';
import { callRule, found, lintText } from './test-rules.js';

const RULES = [callRule('no-sleep', ['Process.sleep/1']), callRule('no-spawn', ['Kernel.spawn/1'])];

/** The body of a function, from line 3 on. */
function body(...lines: string[]): string {
  return ['defmodule A do', '  def run do', ...lines.map((line) => `    ${line}`), '  end', 'end', ''].join(
    '\n',
  );
}

function left(...lines: string[]): Promise<string[]> {
  return found(body(...lines), RULES);
}

const SLEEP = 'no-sleep `sleep/1` is called';

describe('a suppression with a reason', () => {
  test('for the next line, behind blank lines and comments', async () => {
    const directive = '# otp-lint:disable-next-line no-sleep -- the device needs a pause';
    expect(await left(directive, 'Process.sleep(1)', 'Process.sleep(2)')).toEqual([`lib/a.ex:5 ${SLEEP}`]);
    expect(await left(directive, '', '# so it says', '   ', 'Process.sleep(1)')).toEqual([]);
  });

  test('for its own line', async () => {
    expect(
      await left('Process.sleep(1) # otp-lint:disable-line no-sleep -- a pause', 'Process.sleep(2)'),
    ).toEqual([`lib/a.ex:4 ${SLEEP}`]);
  });

  test('for a range, up to where it is enabled again', async () => {
    const lines = ['# otp-lint:disable no-sleep -- pauses', 'Process.sleep(1)', '# otp-lint:enable no-sleep'];
    expect(await left(...lines, 'Process.sleep(2)')).toEqual([`lib/a.ex:6 ${SLEEP}`]);
  });

  test('for a whole file', async () => {
    const text = `# otp-lint:disable no-sleep -- a simulator\n${body('Process.sleep(1)', 'Process.sleep(2)')}`;
    expect(await found(text, RULES)).toEqual([]);
  });

  test('of several rules', async () => {
    const line = 'spawn(fn -> Process.sleep(1) end)';
    expect(await left('# otp-lint:disable-next-line no-sleep, no-spawn -- both', line)).toEqual([]);
    expect(await left('# otp-lint:disable-next-line no-spawn -- one', line)).toEqual([`lib/a.ex:4 ${SLEEP}`]);
  });

  test('two on top of each other both count', async () => {
    const both = ['# otp-lint:disable-next-line no-sleep -- a', '#otp-lint:disable-next-line no-spawn -- b'];
    expect(await left(...both, 'spawn(fn -> Process.sleep(1) end)')).toEqual([]);
  });

  test('with Windows line ends and a byte order mark', async () => {
    const text = body('# otp-lint:disable-next-line no-sleep -- a pause', '', 'Process.sleep(1)');
    expect(await found(`\ufeff${text.replaceAll('\n', '\r\n')}`, RULES)).toEqual([]);
  });

  test('of something that goes over several lines counts by its first line', async () => {
    const directive = '# otp-lint:disable-next-line no-spawn -- a pause';
    expect(await left(directive, 'spawn(fn ->', '  :ok', 'end)')).toEqual([]);
    expect(await left('spawn(fn ->', `  ${directive}`, '  :ok', 'end)')).toEqual([
      'lib/a.ex:3 no-spawn `spawn/1` is called',
      'lib/a.ex:4 suppression `no-spawn` finds nothing on line 5, remove this suppression',
    ]);
  });

  test('in a string is none', async () => {
    expect(await left('x = "# otp-lint:disable-line no-sleep -- a"; Process.sleep(x)')).toEqual([
      `lib/a.ex:3 ${SLEEP}`,
    ]);
  });
});

describe('a suppression is reported', () => {
  const at3 = (message: string) => `lib/a.ex:3 suppression ${message}`;
  const noReason = at3('this suppression gives no reason, add ` -- <why>` behind the rule');

  test.each([
    ['disable-next-line no-sleep'],
    ['disable-next-line no-sleep --'],
    ['disable-next-line no-sleep because it is slow'],
    ['disable-next-line'],
  ])('and without effect where it gives no reason: %s', async (directive) => {
    expect(await left(`# otp-lint:${directive}`, 'Process.sleep(1)')).toEqual([
      noReason,
      `lib/a.ex:4 ${SLEEP}`,
    ]);
  });

  test.each([
    ['disable-next-line -- all of it', '`otp-lint:disable-next-line` names no rule'],
    ['disable-next-line no-slep -- a typo', 'unknown rule `no-slep`, did you mean `no-sleep`?'],
    [
      'disble-next-line no-sleep -- a',
      '`otp-lint:disble-next-line` is no directive, write `otp-lint:disable-next-line <rule> -- <reason>`',
    ],
    [
      ' disable no-sleep -- a',
      'a space behind `otp-lint:` makes this no directive, write `otp-lint:disable <rule> -- <reason>`',
    ],
    [
      'ignore no-sleep -- a',
      '`otp-lint:ignore` is no directive, write `otp-lint:disable-next-line <rule> -- <reason>`',
    ],
    ['enable no-sleep', '`no-sleep` is not disabled here'],
  ])('where it is wrong: %s', async (directive, message) => {
    expect(await left(`# otp-lint:${directive}`, 'Process.sleep(1)')).toEqual([
      at3(message),
      `lib/a.ex:4 ${SLEEP}`,
    ]);
  });

  test('where it suppresses nothing, each rule by itself', async () => {
    expect(await left('# otp-lint:disable-next-line no-sleep, no-spawn -- a', 'Process.sleep(1)')).toEqual([
      at3('`no-spawn` finds nothing on line 4, remove this suppression'),
    ]);
    expect(await left('# otp-lint:disable no-sleep -- a', ':ok')).toEqual([
      at3('`no-sleep` finds nothing from here on, remove this suppression'),
    ]);
    expect(await left('# otp-lint:disable no-sleep -- a', '# otp-lint:enable no-sleep')).toEqual([
      at3('`no-sleep` finds nothing between here and line 4, remove this suppression'),
    ]);
  });

  test('but not as unused for a rule that was not run', async () => {
    const crashing = callRule('no-spawn', ['Process.sleep/1'], {
      check: () => {
        throw new Error('oops');
      },
    });
    const text = body('# otp-lint:disable-next-line no-sleep, no-spawn -- a', 'Process.sleep(1)');
    expect(await found(text, RULES, { levels: new Map([['no-spawn', 'off']]) })).toEqual([]);
    expect(await found(text, [callRule('no-sleep', ['Process.sleep/1']), crashing])).toEqual([]);
  });

  test('at its own configured level, at the comment', async () => {
    const text = body('# otp-lint:disable-line no-sleep -- a');
    expect((await lintText(text, RULES)).findings).toMatchObject([
      { level: 'warning', line: 3, column: 5, endLine: 3 },
    ]);
    expect(await found(text, RULES, { levels: new Map([['suppression', 'off']]) })).toEqual([]);
  });

  test('but prose about the linter is not', async () => {
    expect(
      await left('# otp-lint: see the handbook', '# otp-lint finds this slow', '# see otp-lint:disable'),
    ).toEqual([]);
  });
});

test('a suppression of a syntax error', async () => {
  const text =
    '# otp-lint:disable syntax-error -- a template\ndefmodule A do\n  def <%= @name %>, do: 1\nend\n';
  expect(await found(text, [])).toEqual([]);
});
