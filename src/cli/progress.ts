import { performance } from 'node:perf_hooks';
import type { Progress } from '../lint/meter.js';

/** A line of a terminal that is written over again and again; nothing where there is no terminal. */
export interface ProgressLine {
  /** Shows how far the run is, where it takes long enough for somebody to ask. */
  readonly show?: Progress;
  /** Takes the line away. */
  clear(): void;
}

/** What is written to: `process.stderr`, as far as it is needed here. */
export interface Terminal {
  isTTY?: boolean;
  write(text: string): unknown;
}

/** A run that ends sooner shows nothing. */
const PATIENCE = 1000;
/** The least time between two lines; more often nobody can read. */
const PAUSE = 100;
/** Back to the beginning of the line, and nothing to the right of it (ECMA-48, EL). */
const ERASE = '\r\u001b[K';

/**
 * A line about the progress of a run that begins now.
 *
 * @param isWanted false for no line at all
 * @param now gives milliseconds
 */
export function progressLine(
  terminal: Terminal,
  isWanted: boolean,
  now: () => number = () => performance.now(),
): ProgressLine {
  if (!isWanted || terminal.isTTY !== true) return { clear() {} };
  let next = now() + PATIENCE;
  let isShown = false;
  return {
    show(done, total, what) {
      if (now() < next) return;
      next = now() + PAUSE;
      isShown = true;
      terminal.write(`${ERASE}otp-lint: ${done} of ${total} ${what}`);
    },
    clear() {
      if (isShown) terminal.write(ERASE);
      isShown = false;
    },
  };
}

/** True where somebody may be looking: not in CI, which may give its jobs a terminal. */
export function isWatched(): boolean {
  const { CI = '', TERM } = process.env;
  return (CI === '' || CI === 'false' || CI === '0') && TERM !== 'dumb';
}
