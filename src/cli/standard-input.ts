import { fstatSync } from 'node:fs';
import { resolve } from 'node:path';
import { isFolder } from '../discover/folders.js';
import { decodeSource, MAX_FILE_BYTES, tooLarge } from '../discover/read.js';
import { causeOf, RunError } from '../lint/run-error.js';
import type { LintOptions } from '../lint/session.js';

/** The options that bear on standard input. */
export interface StdinFlags {
  stdin?: boolean;
  stdinFilename?: string;
  fix?: boolean;
  suppress?: boolean;
  since?: string;
  staged?: boolean;
}

/**
 * What to lint: the paths, or with `--stdin` the text on standard input under its name.
 *
 * @throws RunError where the options do not fit each other, or the text cannot be read
 */
export async function whatToLint(
  paths: readonly string[],
  flags: StdinFlags,
): Promise<Pick<LintOptions, 'paths' | 'texts'>> {
  const { stdin, stdinFilename: name } = flags;
  if (!stdin) {
    if (name !== undefined) throw new RunError('--stdin-filename needs --stdin');
    return { paths };
  }
  if (name === undefined)
    throw new RunError('--stdin needs --stdin-filename <file>, the name under which the text is judged');
  if (isFolder(resolve(name))) throw new RunError(`--stdin-filename \`${name}\` is a folder`);
  refuse(paths, flags);
  return { paths: [name], texts: new Map([[resolve(name), await readStandardInput()]]) };
}

function refuse(paths: readonly string[], { fix, suppress, since, staged }: StdinFlags): void {
  if (paths.length > 0) throw new RunError('--stdin takes no paths besides --stdin-filename');
  if (fix || suppress)
    throw new RunError(`${fix ? '--fix' : '--suppress'} writes to files: --stdin goes with --fix-dry-run`);
  if (since !== undefined || staged)
    throw new RunError(`--stdin and ${staged ? '--staged' : '--since'} cannot be combined`);
}

async function readStandardInput(): Promise<string> {
  // What is no stream reads as empty.
  if (fstatSync(0).isDirectory()) throw new RunError('cannot read standard input: it is a folder');
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk));
  } catch (error) {
    throw new RunError(`cannot read standard input: ${causeOf(error)}`);
  }
  const bytes = Buffer.concat(chunks);
  const { text, reason } =
    bytes.length > MAX_FILE_BYTES ? { reason: tooLarge(bytes.length) } : decodeSource(bytes);
  if (text === undefined) throw new RunError(`cannot read standard input: ${reason}`);
  return text;
}
