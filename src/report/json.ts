import type { Evidence, Finding, Level, LintResult } from '../lint/finding.js';
import type { Reporter } from './report.js';
import { sanitizeJson } from './sanitize.js';
import { countByLevel } from './shown.js';
import { statisticsOf } from './statistics.js';
import { unknownEntry } from './unknown.js';

/** Everything, whatever the level, as one JSON object. */
export const json: Reporter = (result, options) => {
  const counts = countByLevel(result.findings);
  const report = {
    version: options.version,
    findings: result.findings.map(findingEntry),
    skipped: result.skipped.map(({ file, reason }) => ({ file, reason })),
    summary: {
      files: result.files,
      errors: counts.error,
      warnings: counts.warning,
      infos: counts.info,
      durationMs: Math.round(result.durationMs),
      ...(result.baseline && { heldBack: result.baseline.heldBack }),
    },
    ...(options.statistics && { statistics: statisticsEntry(result) }),
    ...(result.unknown && { unknown: unknownEntry(result.unknown, result.skipped.length) }),
  };
  return `${sanitizeJson(JSON.stringify(report, null, 2))}\n`;
};

// Written out key by key: the contract is what is listed here, whatever else the engine may keep in a finding.
function findingEntry(finding: Finding) {
  return {
    rule: finding.rule,
    level: finding.level,
    redFlag: finding.redFlag,
    file: finding.file,
    line: finding.line,
    column: finding.column,
    endLine: finding.endLine,
    endColumn: finding.endColumn,
    message: finding.message,
    evidence: finding.evidence.map(evidenceEntry),
    pointsTo: {
      ironLaw: finding.pointsTo.ironLaw,
      decisionTree: finding.pointsTo.decisionTree,
      section: finding.pointsTo.section,
    },
    fingerprint: finding.fingerprint,
  };
}

function evidenceEntry({ file, line, column, message }: Evidence) {
  return { file, line, column, message };
}

function statisticsEntry({ findings }: LintResult) {
  const { rules, modules } = statisticsOf(findings);
  return {
    rules: rules.map(({ name, counts }) => ({ rule: name, ...countsEntry(counts) })),
    modules: modules.map(({ name = null, counts }) => ({ module: name, ...countsEntry(counts) })),
  };
}

function countsEntry({ error, warning, info }: Record<Level, number>) {
  return { errors: error, warnings: warning, infos: info };
}
