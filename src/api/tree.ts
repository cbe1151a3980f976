import { packageVersion } from '../cli/version.js';
import { builtInRules } from '../lint/built-in-rules.js';
import type { Diagnostic, SkippedFile } from '../lint/finding.js';
import { Session } from '../lint/session.js';
import { treeDocument } from '../tree/document.js';
import type { TreeDocument } from '../tree/model.js';

/** Where to look for applications. All of it may be left out. */
export interface TreeOptions {
  /** Files, folders and globs; none means `lib`, in an umbrella the `lib` of each app. */
  paths?: readonly string[];
  /** The working directory, which names of files are relative to; that of the process by default. */
  cwd?: string;
  /** A configuration file to use instead of the nearest `otp-lint.json` above each file. */
  config?: string;
  /** False where no plugins are to be loaded, whatever the configuration lists; their code is run otherwise. */
  plugins?: boolean;
}

/** The trees, and what there is to say about the run. */
export interface TreeResult extends TreeDocument {
  /** Files that were not read, and why. */
  skipped: readonly SkippedFile[];
  /** Words about the run itself; a `fatal` one means that it failed in part. */
  diagnostics: readonly Diagnostic[];
}

/**
 * Reads the supervision tree of every application below the paths from source, as `otp-lint tree` does.
 *
 * @returns the trees in start order, with what processes do to each other and the findings of the same files
 * @throws RunError where the paths or the configuration are not as they should be
 */
export async function tree({ paths = [], ...rest }: TreeOptions = {}): Promise<TreeResult> {
  const { result, projects } = await new Session().survey({ ...rest, paths, rules: builtInRules });
  const { skipped, diagnostics } = result;
  return { ...treeDocument(projects, result, packageVersion()), skipped, diagnostics };
}
