import type { Finding } from '../lint/finding.js';
import type { Rule } from '../lint/rule.js';
import { lintSources } from '../lint/session.js';
import type { Case } from './cases.js';

/**
 * Lints source with one rule alone, as the command line would; one that is off by default is turned on.
 *
 * @throws Error where the rule crashes
 */
export async function lintWith(rule: Rule | undefined, files: Case['files']): Promise<Finding[]> {
  const { findings, diagnostics } = await lintSources(files, { rules: rule ? [rule] : [], preset: 'all' });
  const fatal = diagnostics.find((diagnostic) => diagnostic.fatal);
  if (fatal) throw new Error(fatal.message);
  return findings;
}
