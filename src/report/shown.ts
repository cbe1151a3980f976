import type { Finding, Level } from '../lint/finding.js';
import { isAtLeast } from '../lint/level.js';
import type { ReportOptions } from './report.js';

/** The findings that a reporter for people prints, in their order. */
export function shownFindings(findings: readonly Finding[], options: ReportOptions): Finding[] {
  const threshold =
    options.quiet && isAtLeast(options.failOn, options.level) ? options.failOn : options.level;
  return findings.filter((finding) => isAtLeast(finding.level, threshold));
}

/** How many findings each level has. */
export function countByLevel(findings: readonly Finding[]): Record<Level, number> {
  const counts: Record<Level, number> = { info: 0, warning: 0, error: 0 };
  for (const finding of findings) counts[finding.level] += 1;
  return counts;
}
