import { Chalk } from 'chalk';
import { describePointer } from '../doctrine/pointer.js';
import { type Evidence, type Finding, LEVELS, type LintResult, type Pointer } from '../lint/finding.js';
import { groupBy } from '../lint/group.js';
import { OWN_RULES } from '../lint/own-rules.js';
import type { Reporter, ReportOptions } from './report.js';
import { sanitize } from './sanitize.js';
import { shownFindings } from './shown.js';
import { closingLines } from './summary.js';

/** The longest excerpt of a line of code, in UTF-16 units. */
const MOST_CODE = 160;

/**
 * For coding assistants: what is wrong, where, why and what to do instead, as dense plain text. Findings stand
 * under their rule, which explains itself once; rules with graver findings come first.
 */
export const agent: Reporter = (result, options) => {
  const groups = [...groupBy(shownFindings(result.findings, options), ({ rule }) => rule)].sort(
    ([, a], [, b]) => gravity(b) - gravity(a),
  );
  const blocks = groups.map(([rule, findings]) => [
    ...ruleLines(rule, options),
    ...findings.flatMap((finding) => findingLines(finding, result, options)),
  ]);
  const closing = options.quiet ? [] : closingLines(result, options, new Chalk({ level: 0 }));
  return [...blocks, closing]
    .filter((block) => block.length > 0)
    .map((block) => `${block.map(sanitize).join('\n')}\n`)
    .join('\n');
};

function gravity(findings: readonly Finding[]): number {
  return Math.max(...findings.map(({ level }) => LEVELS.indexOf(level)));
}

function ruleLines(id: string, { ruleOf }: ReportOptions): string[] {
  const rule = ruleOf(id);
  if (!rule) return [`rule ${id}: ${OWN_RULES.find((own) => own.id === id)?.summary ?? ''}`];
  const flag = rule.redFlag === undefined ? '' : ` (red flag ${rule.redFlag})`;
  return [
    `rule ${id}${flag}: ${rule.summary}`,
    `why: ${rule.why}`,
    `instead: ${rule.instead}`,
    ...doctrineLines(rule.pointsTo),
    `more: otp-lint explain ${id}`,
  ];
}

function findingLines(finding: Finding, result: LintResult, { ruleOf }: ReportOptions): string[] {
  const { rule, level, message, evidence, fix, pointsTo } = finding;
  // What the rule points to stands there already.
  const known = doctrineLines(ruleOf(rule)?.pointsTo ?? {});
  const doctrine = doctrineLines(pointsTo).filter((line) => !known.includes(line));
  const code = codeOf(finding, result);
  return [
    `${placeOf(finding)} ${level}: ${message}`,
    ...(code === '' ? [] : [`  code: ${code}`]),
    ...evidence.map((step) => `  ${placeOf(step)} ${step.message}`),
    ...doctrine.map((line) => `  ${line}`),
    ...(fix === undefined
      ? []
      : [`  fix: ${fix.title} (otp-lint --fix${fix.safety === 'safe' ? '' : ' --unsafe'})`]),
  ];
}

function doctrineLines(pointer: Pointer): string[] {
  return describePointer(pointer).map((line) => `doctrine: ${line}`);
}

/** The first line of the code that a finding is about. */
function codeOf({ file, line }: Finding, { sourceOf }: LintResult): string {
  const code = (sourceOf(file)?.split(/\r?\n/)[line - 1] ?? '').trim();
  return code.length > MOST_CODE ? `${code.slice(0, MOST_CODE - 1)}…` : code;
}

function placeOf({ file, line, column }: Finding | Evidence): string {
  return `${file}:${line}:${column}`;
}
