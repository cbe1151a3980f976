import type { FileFacts } from '../elixir/model.js';
import type { Comment } from '../syntax/ast.js';
import { type Directive, type Malformed, readDirective } from './directive.js';
import type { Finding, Problem } from './finding.js';
import { unknownWord } from './unknown-word.js';

/** What a finding has to tell to be suppressed. */
export type Suppressible = Pick<Finding, 'rule' | 'line'>;

/** What is left of a file's findings, and what is wrong with its suppression comments. */
export interface Suppressed<F> {
  findings: F[];
  problems: Problem[];
}

export interface SuppressOptions {
  /** The ids that can be suppressed. */
  ruleIds: readonly string[];
  /** True for a rule that may be there and is not known in this run. */
  isAbsent?(rule: string): boolean;
  /** True for a rule that was asked about this file; only its suppressions can be called unused. */
  wasRun(rule: string): boolean;
}

/** One rule suppressed over some lines, from the first on and before the last, which count from 1. */
interface Suppression {
  rule: string;
  directive: Directive;
  from: number;
  until: number;
  used: boolean;
}

/** A file while its comments are read. */
interface Reading extends SuppressOptions {
  facts: FileFacts;
  lines: readonly string[];
  commentLines: ReadonlySet<number>;
  suppressions: Suppression[];
  /** Those without an end so far, by their rule. */
  open: Map<string, Suppression[]>;
  problems: Problem[];
}

/**
 * Takes out the findings of one file that its comments suppress: those that start on a line that a comment
 * names their rule for. A comment that is wrong or suppresses nothing becomes a problem.
 *
 * @param text the source that the facts were made of
 */
export function suppress<F extends Suppressible>(
  findings: readonly F[],
  facts: FileFacts,
  text: string,
  options: SuppressOptions,
): Suppressed<F> {
  const directives = facts.comments.map(readDirective).filter((directive) => directive !== undefined);
  if (directives.length === 0) return { findings: [...findings], problems: [] };
  const reading = startReading(facts, text, options);
  for (const directive of directives) take(directive, reading);
  const left = findings.filter((finding) => !markSuppressed(finding, reading.suppressions));
  return { findings: left, problems: [...reading.problems, ...unused(reading)] };
}

function startReading(facts: FileFacts, text: string, options: SuppressOptions): Reading {
  const ownLine = facts.comments.filter((comment) => comment.ownLine);
  return {
    ruleIds: options.ruleIds,
    wasRun: options.wasRun,
    ...(options.isAbsent && { isAbsent: options.isAbsent }),
    facts,
    lines: text.split('\n'),
    commentLines: new Set(ownLine.map((comment) => facts.lines.lineOf(comment.start))),
    suppressions: [],
    open: new Map(),
    problems: [],
  };
}

function take(directive: Directive | Malformed, reading: Reading): void {
  const fault = faultOf(directive);
  if (fault !== undefined) report(directive.comment, fault, reading);
  else if (directive.kind !== 'malformed') {
    for (const rule of new Set(directive.rules)) takeRule(rule, directive, reading);
  }
}

/** What keeps a comment from having any effect. */
function faultOf(directive: Directive | Malformed): string | undefined {
  if (directive.kind === 'malformed') return directive.message;
  if (directive.kind !== 'enable' && directive.reason === '') {
    return 'this suppression gives no reason, add ` -- <why>` behind the rule';
  }
  return directive.rules.length === 0 ? `\`otp-lint:${directive.kind}\` names no rule` : undefined;
}

function takeRule(rule: string, directive: Directive, reading: Reading): void {
  if (!reading.ruleIds.includes(rule)) {
    if (reading.isAbsent?.(rule)) return;
    report(directive.comment, unknownWord('rule', rule, reading.ruleIds), reading);
  } else if (directive.kind === 'enable') {
    enable(rule, directive, reading);
  } else {
    const suppression = { rule, directive, ...linesOf(directive, reading), used: false };
    reading.suppressions.push(suppression);
    if (suppression.until === Infinity) open(suppression, reading);
  }
}

function enable(rule: string, directive: Directive, reading: Reading): void {
  const line = lineOf(directive.comment, reading);
  const ended = reading.open.get(rule) ?? [];
  if (ended.length === 0) report(directive.comment, `\`${rule}\` is not disabled here`, reading);
  for (const suppression of ended) suppression.until = line;
  reading.open.delete(rule);
}

function open(suppression: Suppression, reading: Reading): void {
  const others = reading.open.get(suppression.rule);
  if (others) others.push(suppression);
  else reading.open.set(suppression.rule, [suppression]);
}

function linesOf({ kind, comment }: Directive, reading: Reading): { from: number; until: number } {
  const line = lineOf(comment, reading);
  if (kind === 'disable') return { from: line, until: Infinity };
  const from = kind === 'disable-line' ? line : nextLineOfCode(line, reading);
  return { from, until: from + 1 };
}

/** The first line behind a 1-based line that is neither blank nor a comment. */
function nextLineOfCode(line: number, { lines, commentLines }: Reading): number {
  let next = line + 1;
  while (next <= lines.length && (commentLines.has(next) || lines[next - 1]?.trim() === '')) next += 1;
  return next;
}

function markSuppressed(finding: Suppressible, suppressions: readonly Suppression[]): boolean {
  const match = suppressions.findLast(
    ({ rule, from, until }) => rule === finding.rule && from <= finding.line && finding.line < until,
  );
  if (match !== undefined) match.used = true;
  return match !== undefined;
}

function unused(reading: Reading): Problem[] {
  return reading.suppressions
    .filter(({ used, rule }) => !used && reading.wasRun(rule))
    .map((suppression) => ({
      place: placeOf(suppression.directive.comment, reading),
      message: `\`${suppression.rule}\` finds nothing ${whereOf(suppression)}, remove this suppression`,
    }));
}

function whereOf({ directive, from, until }: Suppression): string {
  if (directive.kind !== 'disable') return `on line ${from}`;
  return until === Infinity ? 'from here on' : `between here and line ${until}`;
}

function report(comment: Comment, message: string, reading: Reading): void {
  reading.problems.push({ place: placeOf(comment, reading), message });
}

function placeOf(comment: Comment, { facts }: Reading) {
  return { file: facts.file, ...facts.lines.range(comment.start, comment.end) };
}

function lineOf(comment: Comment, { facts }: Reading): number {
  return facts.lines.lineOf(comment.start);
}
