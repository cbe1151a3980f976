import { SUPPRESSION } from '../lint/own-rules.js';
import { RunError } from '../lint/run-error.js';
import type { Suppressing } from '../lint/suppressing.js';
import { count, writeFixed } from './fix-files.js';
import { tell } from './output.js';

/** The options that bear on suppressing. */
export interface SuppressFlags {
  suppress?: boolean;
  reason?: string;
  fix?: boolean;
  fixDryRun?: boolean;
  staged?: boolean;
}

/**
 * The reason to suppress what is found for; undefined where nothing is to be suppressed.
 *
 * @throws RunError where the options do not fit each other
 */
export function reasonToSuppress(flags: SuppressFlags): string | undefined {
  const { suppress, reason } = flags;
  if (!suppress) {
    if (reason !== undefined) throw new RunError('--reason needs --suppress');
    return undefined;
  }
  const text = reason?.trim() ?? '';
  if (text === '') throw new RunError('--suppress needs --reason "<why it is right as it is>"');
  if (/\p{Cc}/u.test(text)) throw new RunError('--reason has to be one line of text');
  if (flags.fix || flags.fixDryRun) throw new RunError('--suppress and --fix cannot be combined, fix first');
  if (flags.staged)
    throw new RunError(
      '--suppress writes to files, and --staged looks at what is staged: use `--since HEAD --suppress`',
    );
  return text;
}

/**
 * Writes suppression comments into their files, and tells what was done.
 *
 * @throws RunError where a file cannot be written, or was changed while it was linted
 */
export async function writeSuppressions({ files, suppressed, left }: Suppressing): Promise<void> {
  for (const file of files) await writeFixed(file, 'suppress in');
  for (const { file, line, rule } of left) tell(`${file}:${line}: ${whyLeft(rule)}`);
  if (suppressed > 0) tell(`suppressed ${count(suppressed, 'finding')} in ${count(files.length, 'file')}`);
}

function whyLeft(rule: string): string {
  if (rule === SUPPRESSION.id) return 'a suppression comment is to be mended, and cannot be suppressed';
  return `\`${rule}\` was not suppressed, since no comment can stand there`;
}
