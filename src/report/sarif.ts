import type { Invocation, Log, Notification, Run } from 'sarif';
import type { LintResult } from '../lint/finding.js';
import type { Reporter, ReportOptions } from './report.js';
import { sanitizeJson } from './sanitize.js';
import { artifactOf, folderUri, ROOT } from './sarif-places.js';
import { resultOf } from './sarif-results.js';
import { descriptorsOf } from './sarif-rules.js';
import { shownFindings } from './shown.js';

const SCHEMA = 'https://json.schemastore.org/sarif-2.1.0.json';

/**
 * SARIF 2.1.0, which code scanning and editors read (https://docs.oasis-open.org/sarif/sarif/v2.1.0/). Suppressed
 * findings are left out: GitHub makes open alerts of them (https://github.com/github/codeql-action/issues/1230).
 */
export const sarif: Reporter = (result, options) => {
  const log: Log = { $schema: SCHEMA, version: '2.1.0', runs: [runOf(result, options)] };
  return `${sanitizeJson(JSON.stringify(log, null, 2))}\n`;
};

function runOf(result: LintResult, options: ReportOptions): Run {
  const rules = descriptorsOf(options.rules);
  const indexOf = new Map(rules.map(({ id }, index) => [id, index]));
  return {
    tool: {
      driver: { name: 'otp-lint', version: options.version, semanticVersion: options.version, rules },
    },
    columnKind: 'utf16CodeUnits',
    originalUriBaseIds: { [ROOT]: { uri: folderUri(options.cwd) } },
    invocations: [invocationOf(result)],
    results: shownFindings(result.findings, options).map((finding) =>
      resultOf(finding, indexOf.get(finding.rule) ?? -1, result.sourceOf),
    ),
  };
}

/** How the run itself went. */
function invocationOf({ diagnostics, skipped }: LintResult): Invocation {
  return {
    executionSuccessful: !diagnostics.some(({ fatal }) => fatal),
    toolExecutionNotifications: [
      ...diagnostics.map(({ file, message, fatal }) =>
        notificationOf(message, fatal ? 'error' : 'warning', file),
      ),
      ...skipped.map(({ file, reason }) => notificationOf(`skipped: ${reason}`, 'warning', file)),
    ],
  };
}

function notificationOf(text: string, level: Notification.level, file: string | undefined): Notification {
  return {
    level,
    message: { text },
    ...(file !== undefined && { locations: [{ physicalLocation: { artifactLocation: artifactOf(file) } }] }),
  };
}
