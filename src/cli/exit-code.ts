import type { Level, LintResult } from '../lint/finding.js';
import { isAtLeast } from '../lint/level.js';

/** The mildest level that fails the run, or `never`. */
export type FailOn = Level | 'never';

export interface Gate {
  failOn: FailOn;
  /** How many warnings are still accepted. */
  maxWarnings?: number;
}

/** 2 where the run itself failed, 1 where findings fail it, else 0. */
export function exitCodeOf(result: LintResult, { failOn, maxWarnings = Infinity }: Gate): 0 | 1 | 2 {
  if (result.diagnostics.some(({ fatal }) => fatal)) return 2;
  const gates = failOn !== 'never' && result.findings.some(({ level }) => isAtLeast(level, failOn));
  return gates || warningsIn(result) > maxWarnings ? 1 : 0;
}

/** How many of the findings are warnings. */
export function warningsIn(result: LintResult): number {
  return result.findings.filter(({ level }) => level === 'warning').length;
}
