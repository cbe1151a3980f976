import { Chalk, type ChalkInstance } from 'chalk';
import { describePointer } from '../doctrine/pointer.js';
import { paintCode } from '../doctrine/prose.js';
import type { Evidence, Finding, Level, LintResult } from '../lint/finding.js';
import { groupByFile } from '../lint/group.js';
import { frameOf } from './frame.js';
import type { Reporter, ReportOptions } from './report.js';
import { sanitize } from './sanitize.js';
import { shownFindings } from './shown.js';
import { closingLines } from './summary.js';
import { allUnknownLines } from './unknown.js';

/** For people at a terminal: every finding with its code, its evidence and its place in the doctrine. */
export const pretty: Reporter = (result, options) => {
  const paint = new Chalk({ level: options.color ? 1 : 0 });
  const shown = shownFindings(result.findings, options);
  const lines = [...groupByFile(shown)].flatMap(([file, findings]) =>
    drawFile(file, findings, { result, options, paint }),
  );
  if (!options.quiet) lines.push(...closingLines(result, options, paint));
  if (result.unknown)
    lines.push(...allUnknownLines(result.unknown, result.skipped.length).map((line) => paint.dim(line)));
  return lines.map((line) => `${line}\n`).join('');
};

interface Context {
  result: LintResult;
  options: ReportOptions;
  paint: ChalkInstance;
}

function drawFile(file: string, findings: readonly Finding[], context: Context): string[] {
  const lines = context.result.sourceOf(file)?.split(/\r?\n/) ?? [];
  const title = context.paint.bold.underline(sanitize(file));
  return [title, '', ...findings.flatMap((finding) => [...drawFinding(finding, lines, context), ''])];
}

function drawFinding(finding: Finding, lines: readonly string[], { options, paint }: Context): string[] {
  const color = colorOf(finding.level, paint);
  const frame = frameOf({ lines, range: finding, paint, underline: color });
  const evidence = finding.evidence.map((step, index) => drawEvidence(step, index, paint));
  const pointers = [...describePointer(finding.pointsTo), ...explainLine(finding, options)];
  const parts = [
    [drawHead(finding, color, paint), `  ${paintCode(sanitize(finding.message), paint)}`],
    frame.map((line) => `  ${line}`),
    evidence,
    pointers.map((line) => `  ${paint.dim(line)}`),
  ];
  return parts
    .filter((part) => part.length > 0)
    .flatMap((part, index) => (index === 0 ? part : ['', ...part]));
}

function drawHead(finding: Finding, color: ChalkInstance, paint: ChalkInstance): string {
  const flag = finding.redFlag === undefined ? '' : ` ${paint.magenta(finding.redFlag)}`;
  return `${color.bold(finding.level)} ${paint.bold(sanitize(finding.rule))}${flag} ${paint.dim(placeOf(finding))}`;
}

function drawEvidence(step: Evidence, index: number, paint: ChalkInstance): string {
  return `  ${index + 1}. ${paint.dim(placeOf(step))} ${paintCode(sanitize(step.message), paint)}`;
}

/** Findings of the engine itself, such as an unused suppression, have no page. */
function explainLine({ rule }: Finding, options: ReportOptions): string[] {
  return options.ruleOf(rule) ? [`More: otp-lint explain ${rule}`] : [];
}

function placeOf({ file, line, column }: { file: string; line: number; column: number }): string {
  return `${sanitize(file)}:${line}:${column}`;
}

function colorOf(level: Level, paint: ChalkInstance): ChalkInstance {
  return { error: paint.red, warning: paint.yellow, info: paint.blue }[level];
}
