import type { Level } from '../lint/finding.js';
import type { Reporter } from './report.js';
import { sanitizeJson } from './sanitize.js';
import { shownFindings } from './shown.js';

const SEVERITIES: Record<Level, string> = { error: 'major', warning: 'minor', info: 'info' };

/** The code quality report of GitLab, which shows findings in merge requests: a subset of Code Climate's. */
export const gitlab: Reporter = (result, options) => {
  const report = shownFindings(result.findings, options).map((finding) => ({
    description: finding.message,
    check_name: finding.rule,
    fingerprint: finding.fingerprint,
    severity: SEVERITIES[finding.level],
    location: { path: finding.file, lines: { begin: finding.line, end: finding.endLine } },
  }));
  return `${sanitizeJson(JSON.stringify(report, null, 2))}\n`;
};
