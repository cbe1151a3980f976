import { describe, expect, it } from 'vitest';
import { reporters } from './reporters.js';
import { finding, HOSTILE, optionsOf, resultOf } from './result.js';

const { json } = reporters;

describe('json', () => {
  it('prints the contract and nothing else', () => {
    const evidence = [{ file: 'lib/b.ex', line: 4, column: 1, endLine: 4, endColumn: 8, message: 'here' }];
    const pointsTo = { ironLaw: [2 as const], decisionTree: ['Need state?', 'yes'], section: 'genserver' };
    const result = {
      ...resultOf([finding({ evidence, pointsTo })]),
      skipped: [{ file: 'b.ex', reason: 'no' }],
    };
    expect(JSON.parse(json(result, optionsOf()))).toEqual({
      version: '0.1.0',
      findings: [
        {
          rule: 'blocking-callback',
          level: 'warning',
          redFlag: 'RF4',
          file: 'lib/a.ex',
          line: 2,
          column: 3,
          endLine: 2,
          endColumn: 6,
          message: '`handle_call/3` waits for `Req.get/1`',
          evidence: [{ file: 'lib/b.ex', line: 4, column: 1, message: 'here' }],
          pointsTo,
          fingerprint: 'f00d',
        },
      ],
      skipped: [{ file: 'b.ex', reason: 'no' }],
      summary: { files: 3, errors: 0, warnings: 1, infos: 0, durationMs: 180 },
    });
  });

  it('holds everything, whatever level is shown', () => {
    const result = resultOf([finding({ level: 'info' }), finding({ level: 'error' })]);
    const report = json(result, optionsOf({ level: 'error', quiet: true, failOn: 'error' }));
    expect(report.match(/"level": "(?:info|error)"/g)).toEqual(['"level": "info"', '"level": "error"']);
  });

  it('carries hostile text unchanged and prints it harmlessly', () => {
    const text = json(resultOf([finding({ message: HOSTILE })]), optionsOf());
    expect(JSON.parse(text)).toHaveProperty('findings.0.message', HOSTILE);
    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Bidi_Control}\u2028\ufeff]/u);
  });
});
