import type { Diagnostic, Finding, LintResult, SkippedFile } from '../lint/finding.js';
import { groupByFile } from '../lint/group.js';
import { isAtLeast } from '../lint/level.js';
import type { Reporter, ReportOptions } from './report.js';
import { shownFindings } from './shown.js';
import { type XmlElement, xmlDocument } from './xml.js';

/**
 * A test report as JUnit writes it: a suite for each file, and in it a test for each finding. What fails the run
 * is a failed test, what does not is a skipped one.
 */
export const junit: Reporter = (result, options) => {
  const byFile = groupByFile(shownFindings(result.findings, options));
  const suites = [...byFile].map(([file, findings]) =>
    suiteOf(
      file,
      findings.map((finding) => testOf(finding, options)),
    ),
  );
  const testsuite = [...suites, suiteOf('otp-lint', runTests(result))];
  return xmlDocument({
    testsuites: { '@name': 'otp-lint', ...sumOf(testsuite), '@time': seconds(result), testsuite },
  });
};

/** A test of one of these outcomes, or passed. */
type Outcome = 'failure' | 'error' | 'skipped';

interface Test {
  outcome?: Outcome;
  element: XmlElement;
}

function suiteOf(name: string, tests: readonly Test[]) {
  const count = (outcome: Outcome) => tests.filter((test) => test.outcome === outcome).length;
  return {
    '@name': name,
    '@tests': tests.length,
    '@failures': count('failure'),
    '@errors': count('error'),
    '@skipped': count('skipped'),
    testcase: tests.map(({ element }) => element),
  };
}

const COUNTS = ['@tests', '@failures', '@errors', '@skipped'] as const;

function sumOf(suites: readonly Record<(typeof COUNTS)[number], number>[]): XmlElement {
  return Object.fromEntries(
    COUNTS.map((count) => [count, suites.reduce((sum, suite) => sum + suite[count], 0)]),
  );
}

function testOf(finding: Finding, { failOn, ruleOf }: ReportOptions): Test {
  const { rule, file, line, column, level, message, module = file } = finding;
  const fails = failOn !== 'never' && isAtLeast(level, failOn);
  const outcome = fails ? 'failure' : 'skipped';
  const steps = finding.evidence.map((step) => `  ${step.file}:${step.line}:${step.column} ${step.message}`);
  const instead = ruleOf(rule)?.instead;
  const text = [
    `${file}:${line}:${column} ${level} ${rule}`,
    message,
    ...steps,
    ...(instead === undefined ? [] : [`Instead: ${instead}`]),
  ];
  return {
    outcome,
    element: {
      '@name': `${rule} at ${line}:${column}`,
      '@classname': module,
      '@file': file,
      '@line': line,
      // Only a failure has a type.
      [outcome]: {
        '@message': message,
        ...(fails && { '@type': rule }),
        '#text': text.map(oneLine).join('\n'),
      },
    },
  };
}

/** Names of files may hold line breaks, which here end a line of the report. */
function oneLine(text: string): string {
  return text.replace(/[\r\n]+/g, ' ');
}

/** Tests about the run itself. Jenkins takes a report without any test for a mistake, so one is always there. */
function runTests({ files, skipped, diagnostics }: LintResult): Test[] {
  const linted = `${files} ${files === 1 ? 'file' : 'files'} linted`;
  return [
    { element: { '@name': linted, '@classname': 'otp-lint' } },
    ...skipped.map(skippedTest),
    ...diagnostics.filter(({ fatal }) => fatal).map(errorTest),
  ];
}

function skippedTest({ file, reason }: SkippedFile): Test {
  return {
    outcome: 'skipped',
    element: { '@name': file, '@classname': 'otp-lint', '@file': file, skipped: { '@message': reason } },
  };
}

function errorTest({ file, message }: Diagnostic): Test {
  return {
    outcome: 'error',
    element: {
      '@name': file ?? 'otp-lint',
      '@classname': 'otp-lint',
      ...(file !== undefined && { '@file': file }),
      error: { '@message': message, '@type': 'otp-lint' },
    },
  };
}

function seconds({ durationMs }: LintResult): string {
  return (durationMs / 1000).toFixed(3);
}
