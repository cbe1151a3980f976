import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rules } from '../../rules/index.js';
import type { Finding, Level } from '../../src/lint/finding.js';
import { lintSources } from '../../src/lint/session.js';

/** The folder that holds one folder of fixtures for each rule. */
export const FIXTURES = fileURLToPath(new URL('../../fixtures/', import.meta.url));

/** A finding that a fixture demands, in a comment under the line it belongs to. */
export interface Expectation {
  file: string;
  line: number;
  /** Absent for `<-`, which stands for any column. */
  column?: number;
  /** Absent for a single `^`, which marks only where the finding begins. */
  endColumn?: number;
  rule: string;
  level?: Level;
  /** What the message must contain. */
  message?: string;
}

/** One or more files that are linted together. */
export interface Case {
  name: string;
  files: { file: string; text: string }[];
}

const ANNOTATION = /^\s*#\s*(\^+|<-)\s+([a-z0-9-]+)(?:\s+\((info|warning|error)\))?(?::\s*(.*\S))?\s*$/;

/** What a fixture's comments demand. A comment speaks of the nearest line above that is no such comment. */
export function expectationsIn({ file, text }: { file: string; text: string }): Expectation[] {
  const found: Expectation[] = [];
  let subject = 0;
  for (const [index, line] of text.split('\n').entries()) {
    const match = ANNOTATION.exec(line);
    if (!match) {
      subject = index + 1;
      continue;
    }
    const [, mark = '', rule = '', level, message] = match;
    const expectation: Expectation = { file, line: subject, rule };
    if (mark !== '<-') {
      expectation.column = line.indexOf('^') + 1;
      if (mark.length > 1) expectation.endColumn = expectation.column + mark.length;
    }
    if (level === 'info' || level === 'warning' || level === 'error') expectation.level = level;
    if (message !== undefined) expectation.message = message;
    found.push(expectation);
  }
  return found;
}

/** The fixtures of one rule: each file by itself, and each folder as one project. */
export function casesOf(rule: string): Case[] {
  const folder = join(FIXTURES, rule);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .sort()
    .map((name) => {
      const path = join(folder, name);
      if (!statSync(path).isDirectory())
        return { name, files: [{ file: `lib/${name}`, text: readFileSync(path, 'utf8') }] };
      const files = readdirSync(path, { recursive: true, encoding: 'utf8' })
        .filter((file) => /\.exs?$/.test(file))
        .sort()
        .map((file) => ({ file: file.replaceAll('\\', '/'), text: readFileSync(join(path, file), 'utf8') }));
      return { name, files };
    });
}

/** Lints source with one rule alone, as the command line would; one that is off by default is turned on. */
export async function lintWith(rule: string, files: Case['files']): Promise<Finding[]> {
  const one = rules.filter(({ id }) => id === rule);
  const { findings, diagnostics } = await lintSources(files, { rules: one, preset: 'all' });
  const fatal = diagnostics.find((diagnostic) => diagnostic.fatal);
  if (fatal) throw new Error(fatal.message);
  return findings;
}

/** True where a finding is what an expectation demands. */
export function meets(finding: Finding, wanted: Expectation): boolean {
  return (
    finding.file === wanted.file &&
    finding.line === wanted.line &&
    finding.rule === wanted.rule &&
    (wanted.column === undefined || finding.column === wanted.column) &&
    (wanted.endColumn === undefined ||
      (finding.endLine === finding.line && finding.endColumn === wanted.endColumn)) &&
    (wanted.level === undefined || finding.level === wanted.level) &&
    (wanted.message === undefined || finding.message.includes(wanted.message))
  );
}

/** Pairs findings with expectations; what is left over on either side is described. */
export function compare(
  findings: readonly Finding[],
  wanted: readonly Expectation[],
): { unexpected: string[]; missing: string[] } {
  const left = [...wanted];
  const unexpected: string[] = [];
  for (const finding of findings) {
    const at = left.findIndex((expectation) => meets(finding, expectation));
    if (at === -1) unexpected.push(describeFinding(finding));
    else left.splice(at, 1);
  }
  return { unexpected, missing: left.map(describeExpectation) };
}

function describeFinding({ file, line, column, endColumn, rule, level, message }: Finding): string {
  return `${file}:${line}:${column}-${endColumn} ${rule} (${level}): ${message}`;
}

function describeExpectation({ file, line, column, endColumn, rule, level, message }: Expectation): string {
  return `${file}:${line}:${column ?? '?'}-${endColumn ?? '?'} ${rule} (${level ?? 'any'}): ${message ?? ''}`;
}
