import type { Finding, Level, LintResult } from '../lint/finding.js';
import { groupBy } from '../lint/group.js';
import type { Reporter } from './report.js';
import { sanitize } from './sanitize.js';
import { countByLevel } from './shown.js';

/** How many findings of each level a rule or module has. */
export interface Sum {
  /** Undefined for what lies outside of all modules. */
  name: string | undefined;
  counts: Record<Level, number>;
}

/** All findings summed up, whatever the level shown; what has most of them first. */
export interface Statistics {
  rules: Sum[];
  modules: Sum[];
}

export function statisticsOf(findings: readonly Finding[]): Statistics {
  return {
    rules: sumsOf(findings, ({ rule }) => rule),
    modules: sumsOf(findings, ({ module }) => module),
  };
}

/** The same reporter, for people, with the sums behind its report where they are asked for. */
export function withStatistics(reporter: Reporter): Reporter {
  return (result, options) => {
    const report = reporter(result, options);
    if (!options.statistics || result.findings.length === 0) return report;
    return `${report}${report === '' ? '' : '\n'}${statisticsText(result)}`;
  };
}

function sumsOf(findings: readonly Finding[], nameOf: (finding: Finding) => string | undefined): Sum[] {
  return [...groupBy(findings, nameOf)]
    .sort(([a = '', { length: most }], [b = '', { length: less }]) => less - most || (a < b ? -1 : 1))
    .map(([name, group]) => ({ name, counts: countByLevel(group) }));
}

function statisticsText({ findings }: LintResult): string {
  const { rules, modules } = statisticsOf(findings);
  return [...tableOf('rule', rules), '', ...tableOf('module', modules)].map((line) => `${line}\n`).join('');
}

const HEADS = ['errors', 'warnings', 'advice'];

function tableOf(what: string, sums: readonly Sum[]): string[] {
  const rows = sums.map(({ name = '(in no module)', counts }) =>
    rowOf([counts.error, counts.warning, counts.info].map(String), sanitize(name)),
  );
  return [rowOf(HEADS, what), ...rows];
}

function rowOf(counts: readonly string[], name: string): string {
  const cells = counts.map((count, index) => count.padStart(HEADS[index]?.length ?? 0));
  return [...cells, name].join('  ');
}
