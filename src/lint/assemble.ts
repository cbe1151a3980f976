import type { Finding, Level, Problem } from './finding.js';
import { withFingerprints } from './fingerprint.js';
import type { Rule } from './rule.js';

/** A problem with what a finding takes from its rule. */
export interface Attributed {
  rule: Pick<Rule, 'id' | 'redFlag'> & { pointsTo?: Rule['pointsTo'] };
  level: Level;
  problem: Problem;
}

/**
 * Makes findings of problems: in order of place, each once, with fingerprints.
 *
 * @param lineText the text of a 1-based line of a file
 */
export function findingsOf(
  problems: readonly Attributed[],
  lineText: (file: string, line: number) => string,
): Finding[] {
  const findings = problems.map(findingOf).sort(compareFindings);
  const distinct = findings.filter((finding, at) => {
    const before = findings[at - 1];
    return before === undefined || compareFindings(before, finding) !== 0;
  });
  return withFingerprints(distinct, lineText);
}

/** The order in which findings are reported: by file, line, column and rule. */
export function compareFindings(a: Unmarked, b: Unmarked): number {
  return (
    compare(a.file, b.file) ||
    a.line - b.line ||
    a.column - b.column ||
    compare(a.rule, b.rule) ||
    a.endLine - b.endLine ||
    a.endColumn - b.endColumn ||
    compare(a.message, b.message)
  );
}

type Unmarked = Omit<Finding, 'fingerprint'>;

function findingOf({ rule, level, problem }: Attributed): Unmarked {
  const { file, line, column, endLine, endColumn } = problem.place;
  return {
    rule: rule.id,
    level,
    ...(rule.redFlag !== undefined && { redFlag: rule.redFlag }),
    file,
    line,
    column,
    endLine,
    endColumn,
    message: problem.message,
    evidence: problem.evidence ?? [],
    pointsTo: problem.pointsTo ?? rule.pointsTo ?? {},
    ...(problem.fix !== undefined && { fix: problem.fix }),
  };
}

/** By code unit: the order must not depend on anybody's language. */
function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
