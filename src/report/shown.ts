import type { Finding, Level } from '../lint/finding.js';
import { isAtLeast } from '../lint/level.js';
import type { ReportOptions } from './report.js';

/** The findings that are reported in full, in their order. */
export function shownFindings(findings: readonly Finding[], options: ReportOptions): Finding[] {
  const gate = options.failOn === 'never' ? 'error' : options.failOn;
  const threshold = options.quiet && isAtLeast(gate, options.level) ? gate : options.level;
  return findings.filter((finding) => isAtLeast(finding.level, threshold));
}

/** How many findings each level has. */
export function countByLevel(findings: readonly Finding[]): Record<Level, number> {
  const counts: Record<Level, number> = { info: 0, warning: 0, error: 0 };
  for (const finding of findings) counts[finding.level] += 1;
  return counts;
}
