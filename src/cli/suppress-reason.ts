import { RunError } from '../lint/run-error.js';

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
