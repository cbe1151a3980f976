import { describe, expect, it } from 'vitest';
import { reporters } from './reporters.js';
import { finding, HOSTILE, optionsOf, resultOf } from './result.js';

const { pretty } = reporters;

describe('pretty', () => {
  it('shows a finding with its code, its evidence and the way to the doctrine', () => {
    const evidence = [
      { file: 'lib/a.ex', line: 9, column: 5, endLine: 9, endColumn: 8, message: '`a/0` calls `b/0`' },
      { file: 'lib/b.ex', line: 4, column: 1, endLine: 4, endColumn: 8, message: '`b/0` calls `Req.get/1`' },
    ];
    const text = pretty(resultOf([finding({ evidence })]), optionsOf());
    expect(text).toBe(`lib/a.ex

warning blocking-callback RF4 lib/a.ex:2:3
  \`handle_call/3\` waits for \`Req.get/1\`

  1 │ defmodule A do
  2 │   def a, do: 1
    │   ^^^
  3 │ end

  1. lib/a.ex:9:5 \`a/0\` calls \`b/0\`
  2. lib/b.ex:4:1 \`b/0\` calls \`Req.get/1\`

  Iron Law 2: Will this become a bottleneck?
  More: otp-lint explain blocking-callback

1 warning in 3 files (180 ms)
`);
  });

  it('groups by file', () => {
    const text = pretty(
      resultOf([finding(), finding({ line: 3 }), finding({ file: 'lib/b.ex' })]),
      optionsOf(),
    );
    expect(text.match(/^lib\/\w+\.ex$/gm)).toEqual(['lib/a.ex', 'lib/b.ex']);
  });

  it('counts advice in one line and shows it when asked', () => {
    const result = resultOf([
      finding({ level: 'info' }),
      finding({ level: 'info' }),
      finding({ level: 'error' }),
    ]);
    const usual = pretty(result, optionsOf());
    expect(usual).toContain(
      '\n2 pieces of advice not shown: --level info\n1 error, 2 pieces of advice in 3 files',
    );
    expect(usual).not.toMatch(/^info/m);
    const all = pretty(result, optionsOf({ level: 'info' }));
    expect(all.match(/^info blocking-callback/gm)).toHaveLength(2);
    expect(all).not.toContain('not shown');
  });

  it('says what else a higher level leaves out', () => {
    const result = resultOf([finding(), finding({ level: 'info' })]);
    expect(pretty(result, optionsOf({ level: 'error' }))).toBe(
      '1 warning and 1 piece of advice not shown: --level info\n1 warning, 1 piece of advice in 3 files (180 ms)\n',
    );
  });

  it('says that nothing was found, and what was skipped', () => {
    const result = {
      ...resultOf([]),
      skipped: [{ file: 'lib/big.ex', reason: 'too big' }],
      durationMs: 2345,
    };
    expect(pretty(result, optionsOf())).toBe('nothing found in 3 files, 1 skipped (2.3 s)\n');
  });

  it('keeps to what makes the run fail when it should be quiet', () => {
    const result = resultOf([finding(), finding({ level: 'error' })]);
    const text = pretty(result, optionsOf({ quiet: true, failOn: 'error' }));
    expect(text).toContain('error blocking-callback');
    expect(text).not.toMatch(/^warning|in 3 files/m);
    expect(pretty(resultOf([]), optionsOf({ quiet: true }))).toBe('');
  });

  it('offers no page where there is none', () => {
    expect(pretty(resultOf([finding({ rule: 'syntax-error' })]), optionsOf())).not.toContain('explain');
  });

  it('does without the code where the source is gone', () => {
    const text = pretty({ ...resultOf([finding()]), sourceOf: () => undefined }, optionsOf());
    expect(text).toContain('`Req.get/1`\n\n  Iron Law 2');
  });

  it('colours only when asked', () => {
    const result = resultOf([finding()]);
    expect(pretty(result, optionsOf())).not.toContain('\u001b');
    expect(pretty(result, optionsOf({ color: true }))).toContain('\u001b[33m^^^\u001b[39m');
  });

  it('lets nothing of the code reach the terminal as a command', () => {
    const hostile = finding({
      file: `lib/${HOSTILE}.ex`,
      message: HOSTILE,
      evidence: [{ ...finding(), file: HOSTILE, message: HOSTILE }],
    });
    const text = pretty(resultOf([hostile], `x\n  ${HOSTILE}\n`), optionsOf());
    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Bidi_Control}\u2028\ufeff]/u);
    expect(text).not.toMatch(/^::/m);
  });

  it('reads lines that end in CRLF', () => {
    const text = pretty(resultOf([finding()], 'defmodule A do\r\n  def a, do: 1\r\nend\r\n'), optionsOf());
    expect(text).toContain('  2 │   def a, do: 1\n    │   ^^^\n  3 │ end\n');
  });
});
