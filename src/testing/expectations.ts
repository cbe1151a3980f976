import type { Finding, Level } from '../lint/finding.js';

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

/** What findings and expectations do not have in common, in words. */
export interface Differences {
  /** Found, and not demanded. */
  unexpected: string[];
  /** Demanded, and not found. */
  missing: string[];
}

const ANNOTATION = /^\s*#\s*(\^+|<-)\s+([a-z0-9/-]+)(?:\s+\((info|warning|error)\))?(?::\s*(.*\S))?\s*$/;

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

/** Pairs findings with expectations; what is left over on either side is described. */
export function compare(findings: readonly Finding[], wanted: readonly Expectation[]): Differences {
  const left = [...wanted];
  const unexpected: string[] = [];
  for (const finding of findings) {
    const at = left.findIndex((expectation) => meets(finding, expectation));
    if (at === -1) unexpected.push(describeFinding(finding));
    else left.splice(at, 1);
  }
  return { unexpected, missing: left.map(describeExpectation) };
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

function describeFinding({ file, line, column, endColumn, rule, level, message }: Finding): string {
  return `${file}:${line}:${column}-${endColumn} ${rule} (${level}): ${message}`;
}

function describeExpectation({ file, line, column, endColumn, rule, level, message }: Expectation): string {
  return `${file}:${line}:${column ?? '?'}-${endColumn ?? '?'} ${rule} (${level ?? 'any'}): ${message ?? ''}`;
}
