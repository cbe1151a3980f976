import { existsSync } from 'node:fs';
import { reportedName } from '../discover/names.js';
import type { LintResult } from '../lint/finding.js';
import { RunError } from '../lint/run-error.js';
import { compareWithBaselines, pathsOf } from './compare.js';
import type { Entry } from './document.js';
import type { BaselinePlaces } from './locate.js';
import type { Run } from './run.js';

/**
 * Leaves of what a run found what its baselines do not know of. The result is the same where there is no baseline.
 *
 * @throws RunError where a baseline is not as it should be, or the one that the command line names is not there
 */
export function holdBack(run: Run, places: BaselinePlaces): LintResult {
  const paths = pathsOf(run, places);
  const missing = places.isNamed ? paths.find((path) => !existsSync(path)) : undefined;
  if (missing !== undefined) throw new RunError(`there is no baseline \`${reportedName(run.cwd, missing)}\``);
  if (!paths.some((path) => existsSync(path))) return run.result;
  const comparisons = compareWithBaselines(run, places).filter(({ baseline }) => baseline !== undefined);
  const known = new Set(comparisons.flatMap((comparison) => [...comparison.known]));
  return {
    ...run.result,
    findings: run.result.findings.filter((finding) => !known.has(finding)),
    baseline: {
      heldBack: known.size,
      unneeded: countOf(comparisons.flatMap(({ unneeded }) => unneeded)),
    },
  };
}

/** How many findings entries stand for. */
export function countOf(entries: readonly Entry[]): number {
  return entries.reduce((sum, { count }) => sum + count, 0);
}
