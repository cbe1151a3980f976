import { discover } from '../discover/discover.js';
import { reportedName } from '../discover/names.js';
import { type SurroundingsOptions, surroundingsOf } from '../discover/surroundings.js';
import type { Diagnostic, Finding, LintResult, SkippedFile } from './finding.js';

/** What a run reads, and what it reports on. */
export interface Scope {
  /** Absolute paths of the files to read, each once. */
  files: string[];
  /** The names of the files to report on, skipped ones among them; absent for all. */
  reported?: ReadonlySet<string>;
  /** Files that were named outright and are not linted. */
  skipped: SkippedFile[];
}

export interface ScopeOptions extends Omit<SurroundingsOptions, 'folders'> {
  /** Whether to read also the rest of the projects that the paths are part of. */
  surrounded: boolean;
}

/**
 * Finds what the paths of a run come to: the files under them, and around these the projects they are part of.
 *
 * @throws RunError as `discover` does
 */
export async function scopeOf(paths: readonly string[], options: ScopeOptions): Promise<Scope> {
  const { files, folders, skipped } = await discover(paths, options);
  if (!options.surrounded) return { files, skipped };
  const around = await surroundingsOf(files, { ...options, folders });
  const all = new Set([...files, ...around]);
  if (all.size === files.length) return { files, skipped };
  const names = [...files.map((file) => reportedName(options.cwd, file)), ...skipped.map(({ file }) => file)];
  return { files: [...all], reported: new Set(names), skipped };
}

/**
 * Leaves of a result what is about some files, and of the fixes those that change no other.
 *
 * @param reported the files, as reported; absent for all
 */
export function confine(result: LintResult, reported?: ReadonlySet<string>): LintResult {
  if (reported === undefined) return result;
  const unread = new Set(result.skipped.map(({ file }) => file));
  const soften = (diagnostic: Diagnostic): Diagnostic => {
    const { file } = diagnostic;
    // A file beside those asked for that could not be analysed is missed, not the subject.
    return file !== undefined && unread.has(file) && !reported.has(file)
      ? { ...diagnostic, fatal: false }
      : diagnostic;
  };
  return {
    ...result,
    findings: result.findings
      .filter(({ file }) => reported.has(file))
      .map((finding) => withOwnFix(finding, reported)),
    skipped: result.skipped.filter(({ file }) => reported.has(file)),
    diagnostics: result.diagnostics.map(soften),
    files: [...reported].filter((file) => result.sourceOf(file) !== undefined).length,
  };
}

function withOwnFix(finding: Finding, reported: ReadonlySet<string>): Finding {
  const { fix, ...rest } = finding;
  return fix === undefined || fix.edits.every(({ file }) => reported.has(file)) ? finding : rest;
}
