import type { Level } from '../lint/finding.js';
import { Globs } from './globs.js';
import type { ConfigurationFile, RuleLevel } from './schema.js';

/** A rule as far as its level is concerned. */
export interface Levelled {
  id: string;
  level: RuleLevel;
}

/** One configuration, ready to be asked. */
export interface Configuration {
  /** The file it was read from, as it is reported; absent for the defaults. */
  source?: string;
  /** What the file says. */
  file: ConfigurationFile;
  ignore: Globs;
  production: Globs;
  overrides: readonly Override[];
}

interface Override {
  files: Globs;
  rules: ReadonlyMap<string, RuleLevel>;
}

/**
 * Makes a configuration of what its file says.
 *
 * @param base the absolute folder that its globs are relative to
 * @param source the file, as it is reported
 */
export function configurationOf(file: ConfigurationFile, base: string, source?: string): Configuration {
  return {
    ...(source !== undefined && { source }),
    file,
    ignore: new Globs(file.ignore ?? [], base),
    production: new Globs(file.production ?? [], base),
    overrides: (file.overrides ?? []).map(({ files, rules }) => ({ files: new Globs(files, base), rules })),
  };
}

/**
 * The level of a rule, without overrides where no file is given.
 *
 * @param path absolute
 */
export function levelIn(configuration: Configuration, rule: Levelled, path?: string): RuleLevel {
  const override =
    path === undefined
      ? undefined
      : configuration.overrides.findLast(({ files, rules }) => rules.has(rule.id) && files.includes(path));
  return override?.rules.get(rule.id) ?? configuration.file.rules?.get(rule.id) ?? rule.level;
}

/** A level that is not `off`. */
export function isOn(level: RuleLevel): level is Level {
  return level !== 'off';
}
