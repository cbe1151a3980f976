import type { Ban } from '../bans/ban.js';
import type { Level } from '../lint/finding.js';
import { Globs } from './globs.js';
import { moduleMatcher } from './module-globs.js';
import { isModuleName } from './names.js';
import type { Levelled, Preset } from './presets.js';
import type { ConfigurationFile, RuleLevel } from './schema.js';

/** One configuration, ready to be asked. */
export interface Configuration {
  /** The file it was read from, as it is reported; absent for the defaults. */
  source?: string;
  /** The absolute folder that what it says is relative to. */
  folder: string;
  /** The absolute path of the file; absent for what is no file. */
  path?: string;
  /** What the file says. */
  file: ConfigurationFile;
  ignore: Globs;
  production: Globs;
  overrides: readonly Override[];
  bans: readonly PlacedBan[];
}

/** A ban, and where it does not hold. */
interface PlacedBan {
  ban: Ban;
  files: Globs;
  isExceptedModule(module: string): boolean;
}

interface Override {
  files: Globs;
  rules: ReadonlyMap<string, RuleLevel>;
}

/**
 * Makes a configuration of what its file says.
 *
 * @param base the absolute folder that its globs are relative to
 * @param from the file: as it is reported, and its absolute path
 */
export function configurationOf(
  file: ConfigurationFile,
  base: string,
  from?: { source: string; path: string },
): Configuration {
  return {
    ...from,
    folder: base,
    file,
    ignore: new Globs(file.ignore ?? [], base),
    production: new Globs(file.production ?? [], base),
    overrides: (file.overrides ?? []).map(({ files, rules }) => ({ files: new Globs(files, base), rules })),
    bans: (file.banned ?? []).map(({ except = [], ...ban }) => ({
      ban,
      files: new Globs(
        except.filter((each) => !isModuleName(each)),
        base,
      ),
      isExceptedModule: moduleMatcher(except.filter(isModuleName)),
    })),
  };
}

/**
 * The functions that a module in a file is not to call.
 *
 * @param path absolute
 */
export function bansFor({ bans }: Configuration, path: string, module: string): Ban[] {
  return bans
    .filter(({ files, isExceptedModule }) => !files.includes(path) && !isExceptedModule(module))
    .map(({ ban }) => ban);
}

/**
 * The level that a configuration gives a rule by name, without overrides where no file is given.
 *
 * @param path absolute
 */
export function levelNamed(
  configuration: Configuration,
  rule: Levelled,
  path?: string,
): RuleLevel | undefined {
  const override =
    path === undefined
      ? undefined
      : configuration.overrides.findLast(({ files, rules }) => rules.has(rule.id) && files.includes(path));
  return override?.rules.get(rule.id) ?? configuration.file.rules?.get(rule.id);
}

/** The preset that a configuration begins with. */
export function presetOf({ file }: Configuration): Preset {
  return file.preset ?? 'recommended';
}

/** A level that is not `off`. */
export function isOn(level: RuleLevel): level is Level {
  return level !== 'off';
}
