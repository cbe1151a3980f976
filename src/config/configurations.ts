import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Ban } from '../bans/ban.js';
import { FolderNames } from '../discover/folder-names.js';
import { isGitRoot } from '../discover/folders.js';
import { isWithin, pathOf, reportedName } from '../discover/names.js';
import { leadsOut, linkOut } from '../discover/ways-out.js';
import type { Level } from '../lint/finding.js';
import type { Rule } from '../lint/rule.js';
import { RunError } from '../lint/run-error.js';
import { unknownWord } from '../lint/unknown-word.js';
import { isPluginRule } from '../plugins/plugin.js';
import { bansFor, type Configuration, configurationOf, levelNamed, presetOf } from './configuration.js';
import { type Draft, readConfigurationFile } from './file.js';
import type { LoadedPlugins } from './loaded-plugins.js';
import { type Levelled, levelInPreset, mildestLevel, type Preset } from './presets.js';
import { isProductionByPlace, isTestByPlace } from './production.js';
import type { ConfigurationFile, RuleLevel } from './schema.js';

/** The name of a configuration file. */
export const CONFIGURATION_NAME = 'otp-lint.json';

export interface ConfigurationsOptions {
  /** The working directory, absolute. */
  cwd: string;
  /** The ids that may be given a level. */
  ruleIds: readonly string[];
  /** The one configuration to use, as a file or as what it would say; its globs are relative to `cwd`. */
  use?: string | ConfigurationFile;
  /** Levels from the command line; they override all others. */
  levels?: ReadonlyMap<string, RuleLevel>;
  /** The preset from the command line; it overrides that of any configuration. */
  preset?: Preset;
  /** False where the plugins of configurations are not to be loaded. */
  plugins?: boolean;
}

interface Located {
  /** Absolute. */
  path: string;
  configuration: Configuration;
  /** The levels of rules by id, as far as they were asked for; the same map for files that have the same. */
  levels: Map<string, RuleLevel>;
}

/**
 * The configurations of a run. A file is configured by the nearest `otp-lint.json` in its folder or above,
 * up to the root of its git work tree, and by that one alone, so that an editor with one file open and a run
 * over the whole repository agree. File names are as reported (relative to the working directory) or absolute.
 */
export class Configurations {
  /** What the run knows of the folders on disk. */
  readonly names = new FolderNames();
  readonly #options: ConfigurationsOptions;
  readonly #fixed: Configuration | undefined;
  readonly #byFolder = new Map<string, Configuration>();
  readonly #byFile = new Map<string, Located>();
  readonly #levels = new Map<Configuration, Map<string, RuleLevel>>();
  readonly #drafts = new Map<Configuration, Draft>();
  #plugins: LoadedPlugins | undefined;
  readonly #defaults: Configuration;
  /** Levels over all that is configured. */
  #given: ReadonlyMap<string, RuleLevel>;

  /** @throws RunError where the one configuration to use is not as it should be */
  constructor(options: ConfigurationsOptions) {
    this.#options = options;
    this.#given = options.levels ?? new Map();
    this.#defaults = configurationOf({}, options.cwd);
    const { use, cwd } = options;
    if (typeof use === 'string') this.#fixed = this.#read(resolve(cwd, use), cwd);
    else if (use !== undefined) this.#fixed = configurationOf(use, cwd);
  }

  /** The configuration of a file. @throws RunError where it is not as it should be */
  of(file: string): Configuration {
    return this.#locate(file).configuration;
  }

  /** Every rule asks about every file: what they all need is found once. */
  #locate(file: string): Located {
    const known = this.#byFile.get(file);
    if (known !== undefined) return known;
    const path = this.#absolute(file);
    const configuration = this.inFolder(dirname(path));
    const located = { path, configuration, levels: this.#levelsOf(configuration) };
    this.#byFile.set(file, located);
    return located;
  }

  #levelsOf(configuration: Configuration): Map<string, RuleLevel> {
    // Overrides are about single files.
    if (configuration.overrides.length > 0) return new Map();
    const levels = this.#levels.get(configuration) ?? new Map<string, RuleLevel>();
    this.#levels.set(configuration, levels);
    return levels;
  }

  /** The configuration of the files that stand directly in a folder. */
  inFolder(path: string): Configuration {
    if (this.#fixed !== undefined) return this.#fixed;
    const folder = this.#absolute(path);
    const known = this.#byFolder.get(folder);
    if (known !== undefined) return known;
    const configuration = this.#search(folder);
    this.#byFolder.set(folder, configuration);
    return configuration;
  }

  /**
   * Loads the plugins that configurations list, which are the only code that is ever loaded, and makes sure that all
   * rules that are given a level are there.
   *
   * @returns the rules of the plugins, sorted by id
   * @throws RunError where a plugin or a configuration is not as it should be
   */
  async loadPlugins(these: Iterable<Configuration>): Promise<readonly Rule[]> {
    const { ruleIds, plugins = true } = this.#options;
    for (const configuration of new Set(these)) {
      const draft = this.#drafts.get(configuration);
      if (!draft?.file.plugins?.length) continue;
      const added = plugins ? await this.#add(configuration) : pluginIdsIn(draft.file);
      draft.check([...ruleIds, ...added]);
    }
    const rules = this.#plugins?.rules ?? [];
    const known = [...ruleIds, ...rules.map(({ id }) => id)];
    for (const id of this.#given.keys()) {
      if (!known.includes(id) && !this.isAbsent(id)) throw new RunError(unknownWord('rule', id, known));
    }
    return rules;
  }

  async #add(configuration: Configuration): Promise<readonly string[]> {
    const { LoadedPlugins } = await import('./loaded-plugins.js');
    this.#plugins ??= new LoadedPlugins();
    return this.#plugins.add(configuration);
  }

  /** True for the rule of a plugin that may be there and was not to be loaded. */
  isAbsent(id: string): boolean {
    return this.#options.plugins === false && isPluginRule(id);
  }

  /** Turns rules off in all files, whatever is configured. */
  turnOff(rules: readonly Levelled[]): void {
    this.#given = new Map([...this.#given, ...rules.map(({ id }) => [id, 'off'] as const)]);
    this.#byFile.clear();
    this.#levels.clear();
  }

  /** All that the command line and the configurations say about some files; the same for the same. */
  describe(files: readonly string[]): string {
    const levels = this.#given;
    const { preset } = this.#options;
    const all = new Map<Configuration, number>();
    const each = files.map((file) => {
      const configuration = this.of(file);
      if (!all.has(configuration)) all.set(configuration, all.size);
      return all.get(configuration);
    });
    const said = [...all.keys()].map(({ source, file }) => ({ source, file }));
    return JSON.stringify({ levels, preset, said, each }, (_, value: unknown) =>
      value instanceof Map ? [...value] : value,
    );
  }

  /** The level at which a rule's findings in a file are reported. */
  levelOf(rule: Levelled, file: string): RuleLevel {
    const { path, configuration, levels } = this.#locate(file);
    const known = levels.get(rule.id);
    if (known !== undefined) return known;
    const level = this.#named(rule, configuration, path) ?? this.#inPreset(rule, configuration);
    levels.set(rule.id, level);
    return level;
  }

  /** The mildest level at which a rule's findings in a file are reported, whatever a finding's own is. */
  mildestOf(rule: Levelled, file: string): Level {
    const { path, configuration } = this.#locate(file);
    const named = this.#named(rule, configuration, path);
    return named === undefined ? mildestLevel(this.#presetOf(configuration)) : 'info';
  }

  /** The level of a rule in a folder, before any overrides for single files. */
  levelInFolder(rule: Levelled, folder: string): RuleLevel {
    const configuration = this.inFolder(folder);
    return this.#named(rule, configuration) ?? this.#inPreset(rule, configuration);
  }

  /** The preset that holds in a folder. */
  presetIn(folder: string): Preset {
    return this.#presetOf(this.inFolder(folder));
  }

  /** True for a file that is not to be linted. */
  isIgnored(file: string): boolean {
    const { path, configuration } = this.#locate(file);
    return configuration.ignore.includes(path);
  }

  /**
   * True for a file of production code, as the configuration says or else by its place.
   *
   * @param outside the folder by which to judge a file that is not below the working directory
   */
  isProduction(file: string, outside = '.'): boolean {
    return this.#production(file) ?? isProductionByPlace(this.#nameFrom(file, outside));
  }

  /**
   * True for a test, a benchmark or a script, as the configuration says or else by its place.
   *
   * @param outside the folder by which to judge a file that is not below the working directory
   */
  isTest(file: string, outside = '.'): boolean {
    return this.#production(file) !== true && isTestByPlace(this.#nameFrom(file, outside));
  }

  #production(file: string): boolean | undefined {
    const { path, configuration } = this.#locate(file);
    return configuration.production.verdict(path);
  }

  #nameFrom(file: string, outside: string): string {
    const { path } = this.#locate(file);
    const top = isWithin(path, this.#options.cwd) ? this.#options.cwd : this.#absolute(outside);
    return reportedName(top, path);
  }

  /** The functions that a module in a file is not to call. */
  bansFor(file: string, module: string): Ban[] {
    const { path, configuration } = this.#locate(file);
    return bansFor(configuration, path, module);
  }

  /** The level that the command line or the configuration gives a rule by name. */
  #named(rule: Levelled, configuration: Configuration, path?: string): RuleLevel | undefined {
    if (this.#plugins?.isListed(rule, configuration) === false) return 'off';
    return this.#given.get(rule.id) ?? levelNamed(configuration, rule, path);
  }

  #inPreset(rule: Levelled, configuration: Configuration): RuleLevel {
    return levelInPreset(this.#presetOf(configuration), rule);
  }

  #presetOf(configuration: Configuration): Preset {
    return this.#options.preset ?? presetOf(configuration);
  }

  #search(folder: string): Configuration {
    const path = join(folder, CONFIGURATION_NAME);
    if (this.names.mayHold(folder, CONFIGURATION_NAME) && existsSync(path)) {
      const out = linkOut(path, this.#options.cwd);
      if (out === undefined) return this.#read(path, folder);
      const name = reportedName(this.#options.cwd, path);
      throw new RunError(`cannot read the configuration \`${name}\`: ${leadsOut(out)}`);
    }
    const above = dirname(folder);
    const isTop = above === folder || (this.names.mayHold(folder, '.git') && isGitRoot(folder));
    return isTop ? this.#defaults : this.inFolder(above);
  }

  #read(path: string, base: string): Configuration {
    const source = reportedName(this.#options.cwd, path);
    const draft = readConfigurationFile(path, source, this.#options.ruleIds);
    const configuration = configurationOf(draft.file, base, { source, path });
    this.#drafts.set(configuration, draft);
    return configuration;
  }

  #absolute(file: string): string {
    return pathOf(this.#options.cwd, file);
  }
}

/** The ids of rules of plugins that a configuration names. */
function pluginIdsIn({ rules = new Map(), overrides = [] }: ConfigurationFile): string[] {
  return [rules, ...overrides.map((override) => override.rules)]
    .flatMap((named) => [...named.keys()])
    .filter(isPluginRule);
}
