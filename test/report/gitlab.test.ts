import { describe, expect, it } from 'vitest';
import { lintFile, ODD_FILE, realOptions, SERVER } from './real.js';
import { reporters } from './reporters.js';
import { finding, HOSTILE, optionsOf, resultOf } from './result.js';

const { gitlab } = reporters;

describe('gitlab', () => {
  it('prints what a code quality report needs', () => {
    const findings = [finding({ level: 'error' }), finding(), finding({ level: 'info' })];
    const report: unknown = JSON.parse(gitlab(resultOf(findings), optionsOf({ level: 'info' })));
    const entry = (severity: string) => ({
      description: '`handle_call/3` waits for `Req.get/1`',
      check_name: 'blocking-callback',
      fingerprint: 'f00d',
      severity,
      location: { path: 'lib/a.ex', lines: { begin: 2, end: 2 } },
    });
    expect(report).toEqual([entry('major'), entry('minor'), entry('info')]);
  });

  it('is an empty list where nothing is shown', () => {
    expect(gitlab(resultOf([finding({ level: 'info' })]), optionsOf())).toBe('[]\n');
  });

  it('gives each finding a fingerprint of its own, as GitLab takes only one finding for each', async () => {
    const twice = SERVER.replace('  def join', '  def leave, do: :pg2.leave(:rates, self())\n  def join');
    const repeated = twice + twice.replaceAll('MyApp', 'Other');
    const { findings } = await lintFile('lib/a.ex', repeated);
    expect(findings.length).toBeGreaterThan(7);
    expect(new Set(findings.map(({ fingerprint }) => fingerprint)).size).toBe(findings.length);
  });

  it('carries names and messages unchanged and prints them harmlessly', async () => {
    const text = gitlab(await lintFile(ODD_FILE, SERVER), realOptions());
    expect(JSON.parse(text)).toHaveProperty('0.location.path', ODD_FILE);
    const hostile = gitlab(resultOf([finding({ message: HOSTILE })]), optionsOf());
    expect(JSON.parse(hostile)).toHaveProperty('0.description', HOSTILE);
    for (const each of [text, hostile])
      expect(each.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Bidi_Control}\u2028\ufeff]/u);
  });
});
