import type { Changes } from '../git/changes.js';
import type { LintResult } from '../lint/finding.js';
import { RunError } from '../lint/run-error.js';

/** The options that narrow a run to files that changed. */
export interface ChangedFlags {
  since?: string;
  staged?: boolean;
  fix?: boolean;
}

/**
 * The files that the options narrow a run to; undefined where they do not.
 *
 * @throws RunError where git cannot tell them, or the options do not fit each other
 */
export async function changesFor({ since, staged, fix }: ChangedFlags): Promise<Changes | undefined> {
  if (since !== undefined && staged) throw new RunError('--since and --staged cannot be combined');
  if (since !== undefined) return (await import('../git/since.js')).changesSince(since, process.cwd());
  if (!staged) return undefined;
  if (fix)
    throw new RunError('--fix mends files, and --staged looks at what is staged: use `--since HEAD --fix`');
  return (await import('../git/staged.js')).stagedChanges(process.cwd());
}

/** What to say where nothing that changed is there to be linted; undefined where something is. */
export function nothingChanged({ since, staged }: ChangedFlags, result: LintResult): string | undefined {
  if (result.files > 0 || result.skipped.length > 0) return undefined;
  if (staged) return 'no Elixir file to lint is staged';
  return since === undefined ? undefined : `no Elixir file to lint has changed since \`${since}\``;
}
