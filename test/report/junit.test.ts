import { describe, expect, it } from 'vitest';
import { lintFile, ODD_FILE, realOptions, SERVER } from './real.js';
import { reporters } from './reporters.js';
import { finding, HOSTILE, optionsOf, resultOf } from './result.js';
import { attributesOf, parseXml } from './xml-document.js';

const { junit } = reporters;

describe('junit', () => {
  it('makes a suite of each file and a failed test of each finding that fails the run', async () => {
    const document = parseXml(junit(await lintFile('lib/a.ex', SERVER), realOptions()));
    expect(attributesOf(document.documentElement)).toEqual({
      name: 'otp-lint',
      tests: '4',
      failures: '3',
      errors: '0',
      skipped: '0',
      time: expect.stringMatching(/^\d+\.\d{3}$/),
    });
    const [suite] = document.getElementsByTagName('testsuite');
    expect(attributesOf(suite ?? null)).toMatchObject({ name: 'lib/a.ex', tests: '3', failures: '3' });
    const test = document.querySelector('testcase[name="blocking-callback at 9:3"]');
    expect(attributesOf(test)).toMatchObject({ classname: 'MyApp.Rates', file: 'lib/a.ex', line: '9' });
    expect(attributesOf(test?.firstElementChild ?? null)).toMatchObject({ type: 'blocking-callback' });
    const lines = test?.textContent?.trim().split('\n') ?? [];
    expect(lines[0]).toBe('lib/a.ex:9:3 warning blocking-callback');
    expect(lines).toContain('  lib/a.ex:11:28 calls `fetch/1`');
    expect(lines.at(-1)).toMatch(/^Instead: Hand the work to a task /);
  });

  it.each([
    ['info', 3],
    ['warning', 2],
    ['error', 1],
    ['never', 0],
  ] as const)('with --fail-on %s', (failOn, failures) => {
    const findings = [finding({ level: 'info' }), finding(), finding({ level: 'error' })];
    const { documentElement } = parseXml(junit(resultOf(findings), optionsOf({ level: 'info', failOn })));
    expect(attributesOf(documentElement)).toMatchObject({
      tests: '4',
      failures: String(failures),
      skipped: String(3 - failures),
    });
    expect(documentElement.getElementsByTagName('failure')).toHaveLength(failures);
  });

  it('has a passed test where nothing is found, since a report without one counts as broken', () => {
    expect(junit(resultOf([]), optionsOf())).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="otp-lint" tests="1" failures="0" errors="0" skipped="0" time="0.180">
  <testsuite name="otp-lint" tests="1" failures="0" errors="0" skipped="0">
    <testcase name="3 files linted" classname="otp-lint"/>
  </testsuite>
</testsuites>
`);
  });

  it('tells of skipped files and of rules that crashed', () => {
    const document = parseXml(
      junit(
        {
          ...resultOf([]),
          skipped: [{ file: 'lib/b.ex', reason: 'not valid UTF-8' }],
          diagnostics: [{ file: 'lib/c.ex', message: 'a rule crashed', fatal: true }],
        },
        optionsOf(),
      ),
    );
    expect(attributesOf(document.documentElement)).toMatchObject({ tests: '3', errors: '1', skipped: '1' });
    expect(attributesOf(document.querySelector('skipped'))).toEqual({ message: 'not valid UTF-8' });
    expect(attributesOf(document.querySelector('error'))).toMatchObject({ message: 'a rule crashed' });
  });

  it('carries hostile text, and writes out what XML cannot hold', async () => {
    const readable = ODD_FILE.replace('\u001b', '\\u{1b}');
    const text = junit(await lintFile(ODD_FILE, SERVER), realOptions());
    const [suite] = parseXml(text).getElementsByTagName('testsuite');
    expect(suite?.getAttribute('name')).toBe(readable);
    expect(suite?.querySelector('testcase')?.getAttribute('file')).toBe(readable);
    const message = `${HOSTILE}\ufffe\ud800</failure> ]]> <!-- & "'`;
    const hostile = junit(resultOf([finding({ message })]), optionsOf());
    expect(parseXml(hostile).querySelector('failure')?.getAttribute('message')).toBe(
      message.replace(/[\u0000\u001b\ufffe]|[\ud800]/g, (char) => `\\u{${char.charCodeAt(0).toString(16)}}`),
    );
    for (const each of [text, hostile])
      expect(each.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u);
  });
});
