import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rules } from '../../rules/index.js';
import type { Finding } from '../../src/lint/finding.js';
import type { Rule } from '../../src/lint/rule.js';
import { lintSources } from '../../src/lint/session.js';

/** Source files by name. */
export interface SourceText {
  file: string;
  text: string;
}

const NOT_SOURCE = /(^|\/)(deps|_build|node_modules|\.git)\//;

/** The same files with no suppressions, so that nothing is hidden. */
export function unsuppressed(files: readonly SourceText[]): SourceText[] {
  return files.map(({ file, text }) => ({ file, text: text.replaceAll('otp-lint:', 'see:') }));
}

/** The Elixir files below a folder, without suppressions. */
export function filesBelow(folder: string): SourceText[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => /\.exs?$/.test(file) && !NOT_SOURCE.test(file))
    .sort();
  return unsuppressed(files.map((file) => ({ file, text: readFileSync(join(folder, file), 'utf8') })));
}

/** What is found in a project. @throws Error where a rule crashes */
export async function foundIn(
  files: readonly SourceText[],
  asked: readonly Rule[] = rules,
): Promise<Finding[]> {
  const { findings, diagnostics } = await lintSources(files, { rules: asked, preset: 'all' });
  const [fatal] = diagnostics;
  if (fatal) throw new Error(fatal.message);
  return findings;
}

/** Long code is shown in part, and with longer names less of it. */
const CODE = /`[^`]*`/g;
const SHOWN = 36;

/**
 * A finding in words that do not tell where it stands.
 *
 * @param code whether to show the code that its message names; the number of lines never, which formatting changes
 */
export function inWords({ rule, level, module = '', message }: Finding, code: boolean): string {
  const shown = (text: string) => (code ? text.replaceAll('qq_', '').slice(0, SHOWN) : '…');
  return `${level} ${rule} in ${module}: ${message
    .replace(/\s+/g, ' ')
    .replace(/\d+ lines/, 'lines')
    .replace(CODE, shown)}`;
}

/** What one list has and the other has not, each as often as it is there. */
export function without(all: readonly string[], less: readonly string[]): string[] {
  const left = new Map<string, number>();
  for (const each of less) left.set(each, (left.get(each) ?? 0) + 1);
  return all.filter((each) => {
    const count = left.get(each) ?? 0;
    left.set(each, count - 1);
    return count <= 0;
  });
}
