import { sanitize } from '../report/sanitize.js';

/** Writes findings, pages and tables. */
export function print(text: string): void {
  if (text !== '') process.stdout.write(text);
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
