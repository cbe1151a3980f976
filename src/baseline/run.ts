import { resolve } from 'node:path';
import type { Configurations } from '../config/configurations.js';
import type { Levelled } from '../config/presets.js';
import { defaultPaths } from '../discover/discover.js';
import type { LintResult } from '../lint/finding.js';
import type { InputFile, Inputs } from '../lint/inputs.js';
import { OWN_RULES } from '../lint/own-rules.js';
import type { RuleSet } from '../lint/rule-set.js';
import type { LintOptions } from '../lint/session.js';
import { BaselinePlaces } from './locate.js';

/** A run as far as baselines are concerned. */
export interface Run {
  /** All that was found. */
  result: LintResult;
  /** The files that were reported on, as reported. */
  linted: readonly string[];
  /** What the run was asked for: absolute files and folders. */
  asked: readonly string[];
  /** The working directory, absolute. */
  cwd: string;
  rules: readonly Levelled[];
  configurations: Configurations;
}

/** A run by what it was asked for, what it read and what it found. */
export function runOf(
  result: LintResult,
  { files, reported }: Inputs<InputFile>,
  configurations: Configurations,
  { paths, cwd = '.', rules }: LintOptions & { rules: RuleSet },
): Run {
  const top = resolve(cwd);
  const linted = files.map(({ file }) => file).filter((file) => reported?.has(file) ?? true);
  const asked = (paths.length > 0 ? paths : defaultPaths(top)).map((path) => resolve(top, path));
  return { result, linted, asked, cwd: top, rules: [...rules.documentation, ...OWN_RULES], configurations };
}

/** Where the baselines of a run are. */
export function placesOf({ cwd, configurations }: Run, { baseline }: LintOptions): BaselinePlaces {
  return new BaselinePlaces(cwd, configurations, baseline || undefined);
}
