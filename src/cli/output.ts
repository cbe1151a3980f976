import { fstatSync, writeFileSync } from 'node:fs';
import { causeOf, RunError } from '../lint/run-error.js';
import { sanitize } from '../report/sanitize.js';

/** Writes findings, pages and tables. @throws RunError where stdout is a file that cannot take all of it */
export function print(text: string): void {
  if (text === '') return;
  if (!isFile(process.stdout.fd)) {
    process.stdout.write(text);
    return;
  }
  try {
    // The stream of a file writes once and asks not how much of it went: less than all where the disk is nearly full.
    writeFileSync(process.stdout.fd, text);
  } catch (error) {
    throw new RunError(`cannot write the report: ${causeOf(error)}`);
  }
}

/** Writes one line about the run itself. Names of files may hold anything. */
export function tell(message: string): void {
  process.stderr.write(`otp-lint: ${sanitize(message)}\n`);
}

/** Lets a reader that goes away early (`otp-lint | head`) end the program without a word. */
export function endQuietlyOnBrokenPipe(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') return;
    tell(`cannot write the report: ${error.message}`);
    process.exitCode = 2;
  });
  // There is nowhere left to complain to.
  process.stderr.on('error', () => {});
}

/** Whether to colour stdout: as the option says, else as the environment says, else on terminals only. */
export function wantsColor(option: boolean | undefined): boolean {
  if (option !== undefined) return option;
  const { NO_COLOR = '', FORCE_COLOR, TERM } = process.env;
  if (NO_COLOR !== '') return false;
  if (FORCE_COLOR !== undefined) return FORCE_COLOR !== '0' && FORCE_COLOR !== 'false';
  return process.stdout.isTTY === true && TERM !== 'dumb';
}

function isFile(descriptor: number): boolean {
  try {
    return fstatSync(descriptor).isFile();
  } catch {
    return false;
  }
}
