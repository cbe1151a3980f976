import { resolve } from 'node:path';
import { type Diagnostic, DiagnosticSeverity, type Range as LspRange } from 'vscode-languageserver/node';
import type { Finding, Level, Range } from '../lint/finding.js';
import type { Pages } from './pages.js';
import { uriOf } from './paths.js';

/** Who says so, as editors show it. */
export const SOURCE = 'otp-lint';

const SEVERITIES: Record<Level, DiagnosticSeverity> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
};

/** A range as the protocol counts: from 0 on, columns in UTF-16 units as well. */
export function lspRange({ line, column, endLine, endColumn }: Range): LspRange {
  return {
    start: { line: line - 1, character: column - 1 },
    end: { line: endLine - 1, character: endColumn - 1 },
  };
}

/**
 * A finding as editors take it.
 *
 * @param root the folder that names of files are relative to, absolute
 * @param pages where the pages of the rules are
 */
export function diagnosticOf(finding: Finding, root: string, pages: Pages): Diagnostic {
  const page = pages.uriOf(finding.rule);
  return {
    range: lspRange(finding),
    severity: SEVERITIES[finding.level],
    source: SOURCE,
    code: finding.rule,
    ...(page !== undefined && { codeDescription: { href: page } }),
    message: finding.message,
    relatedInformation: finding.evidence.map(({ file, message, ...range }) => ({
      location: { uri: uriOf(resolve(root, file)), range: lspRange(range) },
      message,
    })),
    data: finding.fingerprint,
  };
}
