import { resolve } from 'node:path';
import { readyParser } from '../syntax/ready.js';
import type { Finding, Level, LintResult } from './finding.js';
import type { FixedFile } from './fixing.js';
import { groupByFile } from './group.js';
import { isAtLeast } from './level.js';
import { SUPPRESSION } from './own-rules.js';
import { type LintOptions, Session } from './session.js';
import { type PlacedSpot, placeComments, type Spot, withComments } from './suppression-comment.js';

/** A comment that does not do what it should is taken out again; more rounds than this do not help. */
const MAX_ROUNDS = 3;

export interface SuppressingOptions extends LintOptions {
  /** Why it is right as it is; one line. */
  reason: string;
  /** The mildest level to suppress. */
  level: Level;
}

/** What suppressing came to. Nothing is written yet. */
export interface Suppressing {
  /** What is left to report. */
  after: LintResult;
  suppressed: number;
  files: FixedFile[];
  /** Findings that no comment can suppress. */
  left: Finding[];
}

/**
 * Lints, writes suppression comments for what is found, and lints the result, to keep only comments that suppress
 * what they should and leave the code as it was. It all happens in memory.
 *
 * @throws RunError where the paths, the configuration or a baseline are not as they should be
 */
export async function lintAndSuppress(options: SuppressingOptions): Promise<Suppressing> {
  const session = new Session();
  const before = await session.lint(options);
  await readyParser();
  const wanted = before.findings.filter((finding) => isAtLeast(finding.level, options.level));
  let placed = placeAll(wanted, before, options.reason);
  let [texts, after] = [textsWith(placed, before, options.reason), before];
  for (let round = 0; placed.length > 0; round += 1) {
    after = await session.lint({ ...options, texts: overlay(options, texts) });
    const vain = placed.filter((spot) => isVain(spot, placed, after));
    if (vain.length === 0) break;
    placed = round < MAX_ROUNDS ? placed.filter((spot) => !vain.includes(spot)) : [];
    [texts, after] = [textsWith(placed, before, options.reason), before];
  }
  const left = wanted.filter((finding) => !placed.some((spot) => isAt(finding, spot)));
  const files = changedFiles(texts, before, options);
  return { after, suppressed: wanted.length - left.length, files, left };
}

/** One spot for each line, with all rules that find something there. */
function placeAll(wanted: readonly Finding[], { sourceOf }: LintResult, reason: string): PlacedSpot[] {
  const suppressible = wanted.filter(({ rule }) => rule !== SUPPRESSION.id);
  return [...groupByFile(suppressible)].flatMap(([file, findings]) => {
    const text = sourceOf(file);
    if (text === undefined) return [];
    const lines = new Map<number, Set<string>>();
    for (const { line, rule } of findings) lines.set(line, (lines.get(line) ?? new Set()).add(rule));
    const spots = [...lines].map(([line, rules]): Spot => ({ file, line, rules }));
    return placeComments(text, spots, reason);
  });
}

/** New texts by reported file. */
function textsWith(
  placed: readonly PlacedSpot[],
  { sourceOf }: LintResult,
  reason: string,
): Map<string, string> {
  return new Map(
    [...groupByFile(placed)].map(([file, spots]) => [
      file,
      withComments(sourceOf(file) ?? '', spots, reason),
    ]),
  );
}

function overlay({ cwd = '.', texts = new Map() }: LintOptions, changed: ReadonlyMap<string, string>) {
  const byPath = [...changed].map(([file, text]): [string, string] => [resolve(cwd, file), text]);
  return new Map<string, string>([...texts, ...byPath]);
}

/** True for a comment that suppresses not all that it should, or is reported itself. */
function isVain(spot: PlacedSpot, placed: readonly PlacedSpot[], { findings }: LintResult): boolean {
  const added = placed.filter(({ file, line, form }) => {
    return form === 'above' && file === spot.file && line <= spot.line;
  });
  const line = spot.line + added.length;
  const commentLine = spot.form === 'above' ? line - 1 : line;
  return findings.some((finding) => {
    if (finding.file !== spot.file) return false;
    if (finding.rule === SUPPRESSION.id) return finding.line === commentLine;
    return finding.line === line && spot.rules.has(finding.rule);
  });
}

function isAt({ file, line, rule }: Finding, spot: Spot): boolean {
  return file === spot.file && line === spot.line && spot.rules.has(rule);
}

function changedFiles(
  texts: ReadonlyMap<string, string>,
  { sourceOf }: LintResult,
  { cwd = '.' }: LintOptions,
): FixedFile[] {
  return [...texts].map(([file, after]) => ({
    file,
    path: resolve(cwd, file),
    before: sourceOf(file) ?? '',
    after,
  }));
}
