import type { Finding, Level } from '../lint/finding.js';
import type { Reporter } from './report.js';
import { sanitize } from './sanitize.js';
import { shownFindings } from './shown.js';

const COMMANDS: Record<Level, string> = { error: 'error', warning: 'warning', info: 'notice' };

/** Workflow commands that GitHub Actions turns into annotations of the changed lines. */
export const github: Reporter = (result, options) =>
  shownFindings(result.findings, options)
    .map((finding) => `${annotationOf(finding)}\n`)
    .join('');

function annotationOf(finding: Finding): string {
  const properties = Object.entries(propertiesOf(finding))
    .map(([key, value]) => `${key}=${escapeProperty(String(value))}`)
    .join(',');
  // The log shows only the message of an annotation, so the place stands in it too.
  const place = `${finding.file}:${finding.line}:${finding.column}`;
  return `::${COMMANDS[finding.level]} ${properties}::${escapeData(`${place} ${finding.message}`)}`;
}

function propertiesOf(finding: Finding): Record<string, string | number> {
  const { file, line, endLine, column, endColumn } = finding;
  const title = `otp-lint ${finding.rule}`;
  // GitHub refuses columns for an annotation of several lines.
  return line === endLine
    ? { file, line, endLine, col: column, endColumn, title }
    : { file, line, endLine, title };
}

function escapeData(text: string): string {
  const escaped = text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
  return sanitize(escaped);
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
