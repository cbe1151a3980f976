import type { Finding, LintResult } from '../../lint/finding.js';
import type { ReportOptions } from '../report.js';
import type { ConcernedNode, TreesPart } from './trees.js';

/** What the parts of a page know besides the findings. */
export interface PageContext {
  options: ReportOptions;
  /** The pages of the doctrine. */
  topics: ReadonlySet<string>;
  /** The lines of a linted file. */
  linesOf(file: string): readonly string[];
  /** Where a finding stands among all, by file and line, from 0. */
  orderOf(finding: Finding): number;
  /** The nodes of the trees that a finding concerns. */
  nodesOf(finding: Finding): readonly ConcernedNode[];
}

/** @param shown the findings of the page by file and line */
export function pageContext(
  result: LintResult,
  shown: readonly Finding[],
  options: ReportOptions,
  { topics, trees }: { topics: ReadonlySet<string>; trees?: TreesPart | undefined },
): PageContext {
  const order = new Map(shown.map((finding, at) => [finding, at]));
  const linesByFile = new Map<string, readonly string[]>();
  return {
    options,
    topics,
    orderOf: (finding) => order.get(finding) ?? 0,
    nodesOf: (finding) => trees?.nodesOf(finding) ?? [],
    linesOf(file) {
      const lines = linesByFile.get(file) ?? result.sourceOf(file)?.split(/\r?\n/) ?? [];
      linesByFile.set(file, lines);
      return lines;
    },
  };
}
