import type { Log, Result, Run } from 'sarif';
import { describe, expect, it } from 'vitest';
import { rules } from '../../rules/index.js';
import { applyEdits } from '../../src/fix/apply.js';
import type { LintResult } from '../../src/lint/finding.js';
import type { ReportOptions } from '../../src/report/report.js';
import { lintFile, ODD_FILE, realOptions, SERVER } from './real.js';
import { reporters } from './reporters.js';
import { HOSTILE } from './result.js';
import { sarifFaults } from './sarif-schema.js';

function runOf(result: LintResult, part: Partial<ReportOptions> = {}): Run {
  const text = reporters.sarif(result, realOptions(part));
  expect(sarifFaults(text)).toEqual([]);
  const log: Log = JSON.parse(text);
  expect(log).toMatchObject({ version: '2.1.0', runs: [{ columnKind: 'utf16CodeUnits' }] });
  return log.runs[0] ?? expect.fail('no run');
}

function resultsOf(run: Run): Map<string | undefined, Result> {
  return new Map((run.results ?? []).map((result) => [result.ruleId, result]));
}

describe('sarif', () => {
  it('is refused by the schema where it is wrong', () => {
    expect(sarifFaults('{ "version": "2.1.0", "runs": [{ "results": 1 }] }')).not.toEqual([]);
  });

  it('describes every rule that can find something from its own documentation', async () => {
    const { driver } = runOf(await lintFile('lib/a.ex', SERVER)).tool;
    expect(driver).toMatchObject({ name: 'otp-lint', version: '0.1.0', semanticVersion: '0.1.0' });
    const described = driver.rules ?? [];
    expect(described.map(({ id }) => id)).toEqual(
      [...rules.map(({ id }) => id), 'suppression', 'syntax-error'].sort(),
    );
    const blocking = rules.find(({ id }) => id === 'blocking-callback') ?? expect.fail();
    expect(described.find(({ id }) => id === blocking.id)).toMatchObject({
      name: 'BlockingCallback',
      shortDescription: { text: 'Slow work in a callback of a process that others wait for.' },
      fullDescription: { text: blocking.what },
      help: {
        text: expect.stringContaining(blocking.instead),
        markdown: expect.stringContaining(`**Bad:**\n\n\`\`\`elixir\n${blocking.examples.bad[0]}\`\`\``),
      },
      defaultConfiguration: { level: 'warning' },
      properties: { tags: ['otp', 'RF4'], redFlag: 'RF4', ironLaw: [2] },
    });
    for (const { fullDescription, shortDescription } of described) {
      // GitHub cuts longer ones off.
      expect(fullDescription?.text.length).toBeLessThan(1024);
      expect(shortDescription?.text).toMatch(/^[A-Z`].*\.$/);
    }
  });

  it('tells level, place, module, fingerprint and rule of each finding', async () => {
    const result = await lintFile('lib/a.ex', SERVER);
    const run = runOf(result, { level: 'info' });
    expect(run.results).toHaveLength(result.findings.length);
    const results = resultsOf(run);
    expect([...results].map(([rule, { level }]) => [rule, level])).toEqual(
      expect.arrayContaining([
        ['pg2-removed', 'error'],
        ['blocking-callback', 'warning'],
        ['missing-impl', 'note'],
      ]),
    );
    const fingerprint = result.findings.find(({ rule }) => rule === 'pg2-removed')?.fingerprint;
    const found = results.get('pg2-removed');
    expect(found).toMatchObject({
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: 'lib/a.ex', uriBaseId: '%SRCROOT%' },
            region: { startLine: 15, startColumn: 17, endLine: 15, endColumn: 42 },
          },
          logicalLocations: [{ fullyQualifiedName: 'MyApp.Rates', kind: 'module' }],
        },
      ],
      partialFingerprints: { 'otpLint/v1': fingerprint },
      properties: { section: 'names' },
    });
    expect(run.tool.driver.rules?.[found?.ruleIndex ?? -1]?.id).toBe('pg2-removed');
  });

  it('tells the way through the calls as a code flow, and other evidence as related places only', async () => {
    const results = resultsOf(runOf(await lintFile('lib/a.ex', SERVER)));
    const blocking = results.get('blocking-callback');
    const evidence = ['calls `rate/1`', 'calls `fetch/1`', '`HTTPoison.get/1` is an HTTP request'];
    expect(blocking?.relatedLocations?.map(({ id, message }) => [id, message?.text])).toEqual(
      evidence.map((text, index) => [index + 1, text]),
    );
    const steps = blocking?.codeFlows?.[0]?.threadFlows[0]?.locations ?? [];
    expect(steps.slice(1).map(({ location }) => location?.message?.text)).toEqual(evidence);
    expect(steps.map(({ location }) => location?.physicalLocation?.region?.startLine)).toEqual([
      9, 9, 11, 13,
    ]);
    expect(results.get('stateless-genserver')?.relatedLocations).toHaveLength(2);
    expect(results.get('stateless-genserver')?.codeFlows).toBeUndefined();
  });

  it.each([
    ['\n', SERVER],
    ['\r\n', SERVER.replaceAll('\n', '\r\n')],
  ])('gives fixes that do what --fix does, with %j', async (lineEnd, text) => {
    const result = await lintFile('lib/a.ex', text);
    const results = resultsOf(runOf(result, { level: 'info' }));
    const { fixes: [fix] = [] } = results.get('missing-impl') ?? {};
    expect(fix).toMatchObject({ description: { text: 'add `@impl true`' }, properties: { safety: 'safe' } });
    const [change] = fix?.artifactChanges ?? [];
    const [{ deletedRegion, insertedContent } = expect.fail()] = change?.replacements ?? [];
    const lines = text.split(lineEnd);
    const at = (deletedRegion.startLine ?? 0) - 1;
    const line = lines[at] ?? '';
    const before = line.slice(0, (deletedRegion.startColumn ?? 0) - 1);
    const after = line.slice((deletedRegion.endColumn ?? 0) - 1);
    lines[at] = `${before}${insertedContent?.text}${after}`;
    const edits = result.findings.find(({ rule }) => rule === 'missing-impl')?.fix?.edits ?? [];
    expect(deletedRegion.endLine).toBe(deletedRegion.startLine);
    expect(lines.join(lineEnd)).toBe(applyEdits(text, edits));
    expect(lines.join(lineEnd)).not.toBe(text);
  });

  it('percent-encodes the names of files, relative to the working directory', async () => {
    const run = runOf(await lintFile(ODD_FILE, SERVER));
    expect(run.originalUriBaseIds).toEqual({ '%SRCROOT%': { uri: 'file:///home/me/my%20app/' } });
    const uri = run.results?.[0]?.locations?.[0]?.physicalLocation?.artifactLocation?.uri ?? '';
    expect(uri).toMatch(/^lib\/a%20b\/%C3%BC%20%26%20%3Cc%3E[\w%'().]+$/);
    expect(decodeURIComponent(uri)).toBe(ODD_FILE);
    expect(new URL(uri, 'file:///home/').pathname).toBe(`/home/${uri}`);
  });

  it('tells what went wrong with the run, and prints dangerous text harmlessly', async () => {
    const result: LintResult = {
      ...(await lintFile('lib/a.ex', SERVER)),
      skipped: [{ file: ODD_FILE, reason: HOSTILE }],
      diagnostics: [{ message: 'a rule crashed', fatal: true }],
    };
    const [invocation] = runOf(result).invocations ?? [];
    expect(invocation).toMatchObject({
      executionSuccessful: false,
      toolExecutionNotifications: [
        { level: 'error', message: { text: 'a rule crashed' } },
        {
          level: 'warning',
          message: { text: `skipped: ${HOSTILE}` },
          locations: [
            {
              physicalLocation: {
                artifactLocation: { uri: encodeURI(ODD_FILE).replace(/[&#?:]/g, encodeURIComponent) },
              },
            },
          ],
        },
      ],
    });
    const text = reporters.sarif(result, realOptions());
    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Bidi_Control}\u2028\ufeff]/u);
    expect(runOf(await lintFile('lib/a.ex', SERVER)).invocations).toEqual([
      { executionSuccessful: true, toolExecutionNotifications: [] },
    ]);
  });

  it('leaves out what a comment suppresses, and advice unless asked for it', async () => {
    const text = SERVER.replace(
      '  def join',
      '  # otp-lint:disable-next-line pg2-removed -- still on OTP 23\n  def join',
    );
    const results = resultsOf(runOf(await lintFile('lib/a.ex', text)));
    expect([...results.keys()].sort()).toEqual(['blocking-callback', 'stateless-genserver']);
  });
});
