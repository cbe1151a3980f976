import { Chalk } from 'chalk';
import type { Finding } from '../lint/finding.js';
import { cellCode, cellText, tableHead, tableRow } from './markdown-text.js';
import type { Reporter } from './report.js';
import { shownFindings } from './shown.js';
import { type Sum, statisticsOf } from './statistics.js';
import { closingLines } from './summary.js';

/** GitHub takes no summary of a job that is larger than 1 MiB. */
const MOST_BYTES = 1_000_000;

/** For the summary of a CI job or a comment on a pull request: a table of rules and a table of findings. */
export const markdown: Reporter = (result, options) => {
  const shown = shownFindings(result.findings, options);
  const closing = options.quiet ? [] : closingLines(result, options, new Chalk({ level: 0 }));
  const blocks = [
    ['## otp-lint'],
    ...closing.map((line) => [cellText(line)]),
    shown.length === 0 ? [] : ruleTable(statisticsOf(shown).rules),
    shown.length === 0 ? [] : findingTable(shown),
  ];
  return blocks
    .filter((block) => block.length > 0)
    .map((block) => `${block.join('\n')}\n`)
    .join('\n');
};

function ruleTable(sums: readonly Sum[]): string[] {
  const rows = sums.map(({ name = '', counts: { error, warning, info } }) =>
    tableRow([cellCode(name), ...[error, warning, info].map(String)]),
  );
  return [...tableHead(['Rule', 'Errors', 'Warnings', 'Advice']), ...rows];
}

/** The findings by file and line, as many as fit. */
function findingTable(findings: readonly Finding[]): string[] {
  const rows: string[] = [];
  let room = MOST_BYTES;
  for (const finding of findings) {
    const row = findingRow(finding);
    room -= Buffer.byteLength(row) + 1;
    if (room < 0) break;
    rows.push(row);
  }
  const left = findings.length - rows.length;
  const more = left === 0 ? [] : ['', `… and ${left} more`];
  return [...tableHead(['Level', 'Place', 'Rule', 'Finding']), ...rows, ...more];
}

function findingRow({ level, file, line, column, rule, message }: Finding): string {
  return tableRow([level, cellCode(`${file}:${line}:${column}`), cellCode(rule), cellText(message)]);
}
