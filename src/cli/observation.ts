import type { Observers } from '../lint/meter.js';
import { Timing } from '../lint/timing.js';
import { isWatched, progressLine } from './progress.js';
import { timingTable } from './timing-table.js';

export interface ObservationFlags {
  quiet?: boolean;
  timing?: boolean;
}

/** One run as the person at the terminal sees it. */
export interface Observation {
  /** What the run tells how it goes on. */
  observers: Observers;
  /** Takes away what was shown only for the time of the run: the report comes next, or the run has failed. */
  end(): void;
  /** Tells where the time went, where that was asked for: the report is printed. */
  conclude(): void;
}

/**
 * Observes a run: `--timing`, and how far it is where that can be seen.
 *
 * @param begun when it began, as `performance.now()` gives it; 0 for the start of the program
 */
export function observe(flags: ObservationFlags, begun: number): Observation {
  const timing = flags.timing ? new Timing('start', begun) : undefined;
  const line = progressLine(process.stderr, !flags.quiet && isWatched());
  return {
    observers: { ...(timing && { meter: timing }), ...(line.show && { progress: line.show }) },
    end() {
      line.clear();
      timing?.begin('report');
    },
    conclude() {
      if (!timing) return;
      timing.end();
      // In KiB, of all threads together (getrusage(2)).
      process.stderr.write(timingTable(timing, process.resourceUsage().maxRSS * 1024));
    },
  };
}
