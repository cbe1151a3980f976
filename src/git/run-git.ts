import { type ExecFileException, execFile } from 'node:child_process';
import { RunError } from '../lint/run-error.js';

/** How a git command ended. */
export interface GitOutcome {
  status: number;
  stdout: Buffer;
  /** The first thing it had to complain about, in one line. */
  complaint: string;
}

/** Asking must change nothing in the repository, and run no program that its configuration names. */
const ONLY_ASK = ['--no-pager', '--no-optional-locks', '-c', 'core.fsmonitor=false'];

/** Nor does it fetch what a partial clone has left out: the way there is configured as well, and may be a program. */
const ALONE = { GIT_ALLOW_PROTOCOL: 'none', GIT_NO_LAZY_FETCH: '1', GIT_TERMINAL_PROMPT: '0' };

/**
 * Runs git without a shell.
 *
 * @param cwd where to run it, absolute
 * @param input what it reads from its standard input
 * @throws RunError where git cannot be run at all
 */
export function runGit(cwd: string, args: readonly string[], input = ''): Promise<GitOutcome> {
  return new Promise((done, fail) => {
    const env = { ...process.env, ...ALONE };
    const options = { cwd, env, encoding: 'buffer', maxBuffer: Infinity, windowsHide: true } as const;
    const child = execFile('git', [...ONLY_ASK, ...args], options, (error, stdout, stderr) => {
      const complaint = complaintIn(stderr.toString());
      if (error === null) done({ status: 0, stdout, complaint });
      else if (typeof error.code === 'number') done({ status: error.code, stdout, complaint });
      else fail(new RunError(notRun(error)));
    });
    // Where git ends before it has read everything, its exit status says why.
    child.stdin?.on('error', () => {});
    child.stdin?.end(input);
  });
}

/**
 * The output of a git command that has to succeed.
 *
 * @param purpose what it is needed for, to begin the error with
 * @throws RunError with what git says where it does not
 */
export async function askGit(
  cwd: string,
  args: readonly string[],
  purpose: string,
  input?: string,
): Promise<Buffer> {
  const { status, stdout, complaint } = await runGit(cwd, args, input);
  if (status !== 0) throw new RunError(`${purpose}: ${complaint || `git ended with ${status}`}`);
  return stdout;
}

/** The names in the output of a git command that was called with `-z`. */
export function namesIn(output: Buffer): string[] {
  return output
    .toString('utf8')
    .split('\0')
    .filter((name) => name !== '');
}

function complaintIn(stderr: string): string {
  const [line = ''] = stderr.split('\n');
  return line.replace(/^(fatal|error): /, '').trim();
}

function notRun(error: ExecFileException): string {
  if (error.code === 'ENOENT')
    return 'git is not installed, or not in the PATH: --since and --staged need it';
  if (error.signal) return `git was ended by ${error.signal}`;
  return `git cannot be run: ${error.message.split('\n', 1)[0]}`;
}
