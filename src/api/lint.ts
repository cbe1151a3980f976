import { builtInRules } from '../lint/built-in-rules.js';
import { configurableIds } from '../lint/configurable-ids.js';
import type { Level, LintResult } from '../lint/finding.js';
import { RunError } from '../lint/run-error.js';
import { Session } from '../lint/session.js';
import { unknownWord } from '../lint/unknown-word.js';
import { isPluginRule } from '../plugins/plugin.js';

/** A rule's level, or `off` where it is not to run. */
export type RuleLevel = Level | 'off';

/** What to lint, and how. All of it may be left out. */
export interface LintOptions {
  /** Files, folders and globs; none means `lib`, in an umbrella the `lib` of each app. */
  paths?: readonly string[];
  /** The working directory, which names of files are relative to; that of the process by default. */
  cwd?: string;
  /** A configuration file to use instead of the nearest `otp-lint.json` above each file. */
  config?: string;
  /** Rules and levels to begin with, over those of every configuration. */
  preset?: 'recommended' | 'strict' | 'all' | 'red-flags';
  /** False where no plugins are to be loaded, whatever the configuration lists; their code is run otherwise. */
  plugins?: boolean;
  /** Levels by rule, over all configuration. */
  rules?: Readonly<Record<string, RuleLevel>>;
  /** The baseline of known findings to use instead of those that are found; false for none at all. */
  baseline?: string | false;
  /** Texts to take for files instead of what is on disk, by absolute path. */
  texts?: ReadonlyMap<string, string>;
  /** How many threads may be used; one by default. */
  workers?: number;
}

/**
 * Lints Elixir source, as `otp-lint [paths...]` does. What is part of a Mix project is judged with the whole project
 * around it, and only what is under the paths is reported.
 *
 * @returns findings of all levels, sorted by file, line, column and rule; what could not be linted; and words about
 *   the run itself, of which a `fatal` one means that the run failed in part
 * @throws RunError where the paths, the configuration, a rule's name or a baseline are not as they should be
 */
export async function lint({
  paths = [],
  rules: levels = {},
  workers = 1,
  ...rest
}: LintOptions = {}): Promise<LintResult> {
  return new Session({ workers }).lint({ ...rest, paths, rules: builtInRules, levels: checked(levels) });
}

function checked(levels: Readonly<Record<string, RuleLevel>>): ReadonlyMap<string, RuleLevel> {
  const known = configurableIds(builtInRules);
  for (const id of Object.keys(levels)) {
    if (!known.includes(id) && !isPluginRule(id)) throw new RunError(unknownWord('rule', id, known));
  }
  return new Map(Object.entries(levels));
}
