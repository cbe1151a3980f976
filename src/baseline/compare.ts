import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { isOn } from '../config/configuration.js';
import { isWithin, reportedName } from '../discover/names.js';
import { leadsOut, linkOut } from '../discover/ways-out.js';
import type { Finding, LintResult } from '../lint/finding.js';
import { fingerprintAnywhere } from '../lint/fingerprint.js';
import { SYNTAX_ERROR } from '../lint/own-rules.js';
import { RunError } from '../lint/run-error.js';
import { Allowance } from './allowance.js';
import { type Baseline, type Entry, readBaseline } from './document.js';
import type { BaselinePlaces } from './locate.js';
import type { Run } from './run.js';

/** A finding as a baseline would write it down. */
export interface Located extends Omit<Entry, 'count'> {
  finding: Finding;
}

/** One baseline beside what was found in its files. */
export interface Comparison {
  /** Absolute. */
  path: string;
  /** What it says; absent where there is none yet. */
  baseline?: Baseline;
  found: Located[];
  /** The findings that it knows of. */
  known: ReadonlySet<Finding>;
  /** What it knows of and was not found, though it was looked for. */
  unneeded: Entry[];
  /** What it knows of and was not looked for. */
  others: Entry[];
}

/**
 * Holds what a run found against the baselines of its files.
 *
 * @returns one comparison for each baseline that there is or would be, in order of their paths
 * @throws RunError where a baseline is not as it should be
 */
export function compareWithBaselines(run: Run, places: BaselinePlaces): Comparison[] {
  const { findings } = run.result;
  const textOf = lineReader(run.result);
  const located = findings.map((finding) => {
    const path = places.of(finding.file);
    const fingerprint = fingerprintAnywhere(finding, textOf(finding));
    return { path, finding, file: places.nameIn(path, finding.file), rule: finding.rule, fingerprint };
  });
  return pathsOf(run, places).map((path) => {
    const found = located.filter((each) => each.path === path);
    return compareWith(path, found, run);
  });
}

/** The absolute paths of the baselines of a run's files, in order; they need not exist. */
export function pathsOf({ linted, result }: Run, places: BaselinePlaces): string[] {
  const files = new Set([...linted, ...result.findings.map(({ file }) => file)]);
  return [...new Set([...files].map((file) => places.of(file)))].sort();
}

function compareWith(path: string, found: Located[], run: Run): Comparison {
  const name = reportedName(run.cwd, path);
  const out = linkOut(path, run.cwd);
  if (out !== undefined) throw new RunError(`cannot read the baseline \`${name}\`: ${leadsOut(out)}`);
  const baseline = readBaseline(path, name);
  if (baseline === undefined) return { path, found, known: new Set(), unneeded: [], others: [] };
  const folder = dirname(path);
  const linted = new Set(run.linted.map((file) => resolve(run.cwd, file)));
  const isGone = remembered(
    (file) => !linted.has(resolve(folder, file)) && !existsSync(resolve(folder, file)),
  );
  const allowance = new Allowance(baseline.entries);
  const known = new Set<Finding>();
  for (const each of found) if (allowance.take(each)) known.add(each.finding);
  for (const each of found) {
    if (!known.has(each.finding) && allowance.takeMoved(each, isGone)) known.add(each.finding);
  }
  return { path, baseline, found, known, ...sortOut(allowance.rest, folder, { linted, isGone, run }) };
}

interface Looking {
  /** Absolute. */
  linted: ReadonlySet<string>;
  isGone(file: string): boolean;
  run: Run;
}

/** Tells what was looked for and not found from what was not looked for. */
function sortOut(entries: readonly Entry[], folder: string, { linted, isGone, run }: Looking) {
  const unread = new Set(
    run.result.findings
      .filter(({ rule }) => rule === SYNTAX_ERROR.id)
      .map(({ file }) => resolve(run.cwd, file)),
  );
  const unneeded: Entry[] = [];
  const others: Entry[] = [];
  for (const entry of entries) {
    const file = resolve(folder, entry.file);
    const isOut = isGone(entry.file) || run.configurations.isIgnored(file);
    const isCovered = linted.has(file) || (isOut && run.asked.some((asked) => isWithin(file, asked)));
    if (!isCovered || unread.has(file)) others.push(entry);
    else if (isOut || wasRun(entry.rule, file, run)) unneeded.push(entry);
  }
  return { unneeded, others };
}

/** Asks about each file only once. */
function remembered(isSo: (file: string) => boolean): (file: string) => boolean {
  const answers = new Map<string, boolean>();
  return (file) => {
    const answer = answers.get(file) ?? isSo(file);
    answers.set(file, answer);
    return answer;
  };
}

/** False for a rule that is off or absent: what it does not find means nothing. */
function wasRun(id: string, file: string, { rules, configurations }: Run): boolean {
  if (configurations.isAbsent(id)) return false;
  const rule = rules.find((known) => known.id === id);
  return rule === undefined || isOn(configurations.levelOf(rule, file));
}

/** Reads lines of the files of a result. */
function lineReader({ sourceOf }: LintResult): (finding: Finding) => string {
  const linesOf = new Map<string, string[]>();
  return ({ file, line }) => {
    const lines = linesOf.get(file) ?? sourceOf(file)?.split('\n') ?? [];
    linesOf.set(file, lines);
    return lines[line - 1] ?? '';
  };
}
