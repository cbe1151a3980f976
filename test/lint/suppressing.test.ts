import { describe, expect, test } from 'vitest';
import { lintAndSuppress } from '../../src/lint/suppressing.js';
import { temporaryTree } from '../temporary-tree.js';
import { callRule } from './test-rules.js';

const RULES = [callRule('no-a', [':a.b/0', ':a.b/1', ':a.b/2']), callRule('no-b', [':a.b/0'])];

async function suppressIn(text: string) {
  const cwd = temporaryTree({ 'lib/a.ex': text });
  const suppressing = await lintAndSuppress({ paths: [], cwd, rules: RULES, reason: 'known', level: 'info' });
  const { after, files, left, suppressed } = suppressing;
  return {
    text: files[0]?.after ?? text,
    left: left.map(({ line, rule }) => `${line} ${rule}`),
    reported: after.findings.map(({ line, rule }) => `${line} ${rule}`),
    suppressed,
  };
}

function inFunction(...lines: string[]): string {
  return ['defmodule A do', '  def run(x) do', ...lines, '  end', 'end', ''].join('\n');
}

test('rules of one line share a comment, which stands before the line and is indented like it', async () => {
  const { text, ...rest } = await suppressIn(inFunction('    :a.b()', '    {x, :a.b(1), :a.b(2)}'));
  expect(text).toBe(
    inFunction(
      '    # otp-lint:disable-next-line no-a, no-b -- known',
      '    :a.b()',
      '    # otp-lint:disable-next-line no-a -- known',
      '    {x, :a.b(1), :a.b(2)}',
    ),
  );
  expect(rest).toEqual({ left: [], reported: [], suppressed: 4 });
});

describe('a comment stands where the code stays as it was', () => {
  test.each([
    ['in a pipe', ['    x', '    |> :a.b(', '      1', '    )', '    |> IO.inspect()']],
    ['in the arguments of a call', ['    run(', '      x,', '      :a.b(1)', '    )']],
    ['in a keyword list and a map', ['    %{', '      a: 1,', '      b: :a.b(1)', '    }']],
    ['before a heredoc', ['    :a.b("""', '    # text', '    """)']],
    ['in front of an operator', ['    x', '    and :a.b(1)', '    or x']],
    ['in a clause', ['    case x do', '      1 -> :a.b(1)', '      2 -> :a.b(2)', '    end']],
  ])('%s', async (_, lines) => {
    const { text, left, reported } = await suppressIn(inFunction(...lines));
    expect({ left, reported }).toEqual({ left: [], reported: [] });
    const code = text.split('\n').filter((line) => !line.includes('otp-lint:disable-next-line'));
    expect(code.join('\n')).toBe(inFunction(...lines));
  });

  test('behind the line, where it begins within a string', async () => {
    const { text, left } = await suppressIn(inFunction('    IO.puts("', '    hello") && :a.b(1)'));
    expect(text).toContain('\n    hello") && :a.b(1) # otp-lint:disable-line no-a -- known\n');
    expect(left).toEqual([]);
  });

  test('behind the line, where a backslash continues the one before', async () => {
    const { text, left } = await suppressIn(inFunction('    x = \\', '      :a.b(1)', '    x'));
    expect(text).toContain('\n      :a.b(1) # otp-lint:disable-line no-a -- known\n');
    expect(left).toEqual([]);
  });

  test('nowhere within a heredoc, which is left as it was', async () => {
    const source = inFunction('    IO.puts("""', '    #{:a.b(1)}', '    """)', '    :a.b(2)');
    const { text, left, reported, suppressed } = await suppressIn(source);
    expect(text).toBe(source.replace('    :a.b(2)', '    # otp-lint:disable-next-line no-a -- known\n$&'));
    expect({ left, reported, suppressed }).toEqual({ left: ['4 no-a'], reported: ['4 no-a'], suppressed: 1 });
  });
});

test('a comment that stands there already keeps its word', async () => {
  const before = '    # otp-lint:disable-next-line no-b -- a reason';
  const { text, reported } = await suppressIn(inFunction(before, '    :a.b()'));
  expect(text).toBe(inFunction(before, '    # otp-lint:disable-next-line no-a -- known', '    :a.b()'));
  expect(reported).toEqual([]);
});

test('a suppression that is wrong cannot be suppressed', async () => {
  const source = inFunction('    # otp-lint:disable-next-line no-a -- nothing there', '    x');
  const { text, left } = await suppressIn(source);
  expect(text).toBe(source);
  expect(left).toEqual(['3 suppression']);
});
