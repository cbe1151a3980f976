import { RunError } from '../lint/run-error.js';
import type { FormatName } from '../report/report.js';
import type { ReportRequest } from './reports.js';

/** What of the command line does not go with `--watch`, where it is set. */
export interface UnwatchableFlags {
  fix?: boolean;
  fixDryRun?: boolean;
  suppress?: boolean;
  stdin?: boolean;
  staged?: boolean;
  printConfig?: boolean;
}

/** The formats of which one can follow another; all others are one document. */
const READ_BY_PEOPLE: readonly FormatName[] = ['pretty', 'concise', 'agent'];

/**
 * Makes sure that a run can be repeated as it is asked for.
 *
 * @throws RunError naming what cannot be
 */
export function checkWatchable(flags: UnwatchableFlags, requests: readonly ReportRequest[]): void {
  const given = {
    '--fix': flags.fix,
    '--fix-dry-run': flags.fixDryRun,
    '--print-config': flags.printConfig,
    '--staged': flags.staged,
    '--stdin': flags.stdin,
    '--suppress': flags.suppress,
  };
  for (const [name, isSet] of Object.entries(given)) {
    if (isSet) throw new RunError(`--watch cannot be combined with ${name}`);
  }
  for (const { format, file } of requests) {
    if (file !== undefined) throw new RunError('--watch cannot be combined with --output');
    if (!READ_BY_PEOPLE.includes(format))
      throw new RunError(`--watch cannot be combined with --format ${format}, which is one document`);
  }
}
