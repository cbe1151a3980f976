import type { Finding } from '../lint/finding.js';
import type { Reporter } from './report.js';
import { sanitize } from './sanitize.js';
import { shownFindings } from './shown.js';

/** One line a finding: `file:line:column level rule message`. */
export const concise: Reporter = (result, options) =>
  shownFindings(result.findings, options)
    .map((finding) => `${lineOf(finding)}\n`)
    .join('');

function lineOf({ file, line, column, level, rule, message }: Finding): string {
  return sanitize(`${file}:${line}:${column} ${level} ${rule} ${message}`);
}
