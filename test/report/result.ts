import type { Finding, LintResult } from '../../src/lint/finding.js';
import { defineRule } from '../../src/lint/rule.js';
import type { ReportOptions } from '../../src/report/report.js';

/** A rule that finds nothing, for reports and pages. */
export const rule = defineRule({
  id: 'blocking-callback',
  level: 'warning',
  redFlag: 'RF4',
  pointsTo: { ironLaw: [2], section: 'genserver' },
  summary: 'slow work in a callback that others wait for',
  what: 'A callback of a registered process does slow work.',
  why: 'Every caller of `GenServer.call/2` waits, and gives up after 5 seconds.',
  instead: 'Hand the work to a `Task.Supervisor`.',
  limits: ['Calls through variables are not followed.'],
  examples: { bad: ['def slow do\n  :ok\nend\n'], good: ['def quick, do: :ok\n', 'def none, do: nil\n'] },
  productionOnly: true,
  module: () => undefined,
});

/** A finding in `lib/a.ex`, with what a test sets. */
export function finding(part: Partial<Finding> = {}): Finding {
  return {
    rule: 'blocking-callback',
    level: 'warning',
    redFlag: 'RF4',
    file: 'lib/a.ex',
    line: 2,
    column: 3,
    endLine: 2,
    endColumn: 6,
    message: '`handle_call/3` waits for `Req.get/1`',
    evidence: [],
    pointsTo: { ironLaw: [2] },
    fingerprint: 'f00d',
    ...part,
  };
}

/** A result with these findings; every file has the same text. */
export function resultOf(findings: Finding[], source = 'defmodule A do\n  def a, do: 1\nend\n'): LintResult {
  return {
    findings,
    skipped: [],
    diagnostics: [],
    pluginRules: [],
    files: 3,
    durationMs: 180.4,
    sourceOf: () => source,
  };
}

/** Options without colour, with what a test sets. */
export function optionsOf(part: Partial<ReportOptions> = {}): ReportOptions {
  return {
    color: false,
    level: 'warning',
    ruleOf: (id) => (id === rule.id ? rule : undefined),
    rules: [rule],
    version: '0.1.0',
    cwd: '/home/me/my app',
    failOn: 'warning',
    ...part,
  };
}

/** Text that tries to move the cursor, turn the direction, end a line or a command. */
export const HOSTILE = 'a\u001b[2J\u009b1m\u202eb\u2066c\r\n::error::100% d\u0000\u2028e\ufeff';
