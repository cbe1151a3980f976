import type { ChalkInstance } from 'chalk';
import type { LintResult } from '../lint/finding.js';
import { isAtLeast } from '../lint/level.js';
import type { ReportOptions } from './report.js';
import { countByLevel } from './shown.js';

/** The last lines of a report for people: what was left out, the counts, the time. */
export function closingLines(result: LintResult, options: ReportOptions, paint: ChalkInstance): string[] {
  const counts = countByLevel(result.findings);
  const hidden = [
    isAtLeast('warning', options.level) ? '' : counted(counts.warning, 'warning', 'warnings'),
    isAtLeast('info', options.level) ? '' : counted(counts.info, 'piece of advice', 'pieces of advice'),
  ].filter((part) => part !== '');
  const notShown = hidden.length > 0 ? [paint.dim(`${hidden.join(' and ')} not shown: --level info`)] : [];
  return [...notShown, totals(result, paint)];
}

function totals(result: LintResult, paint: ChalkInstance): string {
  const { error, warning, info } = countByLevel(result.findings);
  const found = [
    paint.red(counted(error, 'error', 'errors')),
    paint.yellow(counted(warning, 'warning', 'warnings')),
    paint.blue(counted(info, 'piece of advice', 'pieces of advice')),
  ].filter((part) => part !== '');
  const findings = found.length > 0 ? found.join(', ') : paint.green('nothing found');
  const files = counted(result.files, 'file', 'files') || 'no files';
  const skipped = result.skipped.length > 0 ? `, ${result.skipped.length} skipped` : '';
  const held = result.baseline?.heldBack ?? 0;
  const heldBack = held > 0 ? `, ${held} held back by the baseline` : '';
  return `${findings} in ${files}${skipped}${heldBack} ${paint.dim(`(${duration(result.durationMs)})`)}`;
}

/** `2 errors`; empty for none. */
function counted(count: number, one: string, many: string): string {
  if (count === 0) return '';
  return `${count} ${count === 1 ? one : many}`;
}

function duration(milliseconds: number): string {
  return milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(1)} s`;
}
