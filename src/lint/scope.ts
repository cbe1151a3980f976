import { resolve } from 'node:path';
import { type Discovery, discover } from '../discover/discover.js';
import { projectKey } from '../discover/mix-projects.js';
import { reportedName } from '../discover/names.js';
import { type SurroundingsOptions, surroundingsOf } from '../discover/surroundings.js';
import type { Changes } from '../git/changes.js';
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
  /** What changed, where only that is to be reported. */
  changes?: Changes;
  /** Absolute paths of files that are not on disk and count as if they were. */
  unwritten?: readonly string[];
}

/**
 * Finds what the paths of a run come to: the files under them, and around these the projects they are part of.
 *
 * @throws RunError as `discover` does
 */
export async function scopeOf(paths: readonly string[], options: ScopeOptions): Promise<Scope> {
  const { cwd, surrounded, changes, unwritten } = options;
  const absent = changes || unwritten ? [...(unwritten ?? []), ...(changes?.unwritten ?? [])] : undefined;
  const found = await discover(paths, { ...options, ...(absent && { unwritten: absent }) });
  if (!surrounded) return found;
  const { files, skipped } = changes ? changedOf(found, changes, cwd) : found;
  const all = new Set([...files, ...restOf(files, found, options)]);
  if (all.size === files.length) return { files, skipped };
  const names = [...files.map((file) => reportedName(cwd, file)), ...skipped.map(({ file }) => file)];
  return { files: [...all], reported: new Set(names), skipped };
}

function changedOf({ files, skipped }: Discovery, changes: Changes, cwd: string) {
  return {
    files: files.filter((file) => changes.has(file)),
    skipped: skipped.filter(({ file }) => changes.has(resolve(cwd, file))),
  };
}

/** The rest of the projects that some files belong to: what was found of them besides, and what stands around. */
function restOf(files: readonly string[], found: Discovery, options: ScopeOptions): string[] {
  const { projects, changes } = options;
  const around = surroundingsOf(files, { ...options, folders: found.folders });
  if (changes === undefined) return around;
  const keyOf = (file: string) => projectKey(projects.projectOf(file));
  const keys = new Set(files.map(keyOf));
  const besides = found.files.filter((file) => keys.has(keyOf(file)));
  return [...besides, ...around].filter((file) => changes.isPart(file));
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
