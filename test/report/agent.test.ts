import { describe, expect, it } from 'vitest';
import { rules } from '../../rules/index.js';
import { lintFile, ODD_FILE, realOptions, SERVER } from './real.js';
import { reporters } from './reporters.js';
import { finding, HOSTILE, optionsOf, resultOf } from './result.js';

const { agent } = reporters;

describe('agent', () => {
  it('says what, where, why and what instead', () => {
    const evidence = [
      { file: 'lib/b.ex', line: 4, column: 1, endLine: 4, endColumn: 8, message: '`b/0` calls `Req.get/1`' },
    ];
    const fix = { safety: 'unsafe', title: 'hand it to a task', edits: [] } as const;
    expect(
      agent(
        resultOf([finding({ evidence, fix }), finding({ line: 1, pointsTo: { ironLaw: [1] } })]),
        optionsOf(),
      ),
    ).toBe(`rule blocking-callback (red flag RF4): slow work in a callback that others wait for
why: Every caller of \`GenServer.call/2\` waits, and gives up after 5 seconds.
instead: Hand the work to a \`Task.Supervisor\`.
doctrine: Iron Law 2: Will this become a bottleneck?
doctrine: GenServer: short callbacks, fast starts, every message answered or dropped on purpose (otp-lint explain genserver)
more: otp-lint explain blocking-callback
lib/a.ex:2:3 warning: \`handle_call/3\` waits for \`Req.get/1\`
  code: def a, do: 1
  lib/b.ex:4:1 \`b/0\` calls \`Req.get/1\`
  fix: hand it to a task (otp-lint --fix --unsafe)
lib/a.ex:1:3 warning: \`handle_call/3\` waits for \`Req.get/1\`
  code: defmodule A do
  doctrine: Iron Law 1: Do I need serialized access?

2 warnings in 3 files (180 ms)
`);
  });

  it('explains each rule once, the gravest first', async () => {
    const twice = SERVER + SERVER.replaceAll('MyApp', 'Other');
    const text = agent(await lintFile('lib/a.ex', twice), realOptions({ level: 'info' }));
    expect(text.match(/^rule [\w-]+/gm)?.[0]).toBe('rule pg2-removed');
    expect(text.match(/^\S+ (?:error|warning|info):/gm)?.map((line) => line.split(' ')[1])).toEqual(
      expect.arrayContaining(['error:', 'warning:', 'info:']),
    );
    for (const { id, instead } of rules) {
      const times = text.split(`instead: ${instead}\n`).length - 1;
      expect(times).toBe(text.includes(`rule ${id} `) || text.includes(`rule ${id}:`) ? 1 : 0);
    }
    expect(text).toMatch(/^ {2}fix: add `@impl true` \(otp-lint --fix\)$/m);
  });

  it('says little where there is little to say', () => {
    expect(agent(resultOf([]), optionsOf())).toBe('nothing found in 3 files (180 ms)\n');
    expect(agent(resultOf([]), optionsOf({ quiet: true }))).toBe('');
  });

  it('keeps a finding on its line, without colour, whatever the names hold', async () => {
    const text = agent(await lintFile(ODD_FILE, SERVER), realOptions({ color: true }));
    expect(text).toContain(
      'lib/a b/ü & <c> "d" \'e\' 100%#?:\\u{9}\\u{a}\\u{1b}[2J\\u{202e}f.ex:15:17 error: ',
    );
    const code = HOSTILE.replaceAll('\r\n', '') + 'x'.repeat(300);
    const hostile = agent(resultOf([finding({ message: HOSTILE })], `a\n${code}`), optionsOf());
    expect(hostile.match(/^ {2}code: .*…$/m)?.[0].length).toBeLessThan(260);
    for (const each of [text, hostile])
      expect(each.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Bidi_Control}\u2028\ufeff]/u);
  });
});
