import { resolve } from 'node:path';
import { performance } from 'node:perf_hooks';
import { type Comparison, compareWithBaselines } from '../baseline/compare.js';
import { holdBack } from '../baseline/hold-back.js';
import { placesOf, type Run, runOf } from '../baseline/run.js';
import type { CacheFolder } from '../cache/folder.js';
import { Configurations } from '../config/configurations.js';
import type { Preset } from '../config/presets.js';
import type { ConfigurationFile, RuleLevel } from '../config/schema.js';
import { KnownFiles } from '../discover/known-files.js';
import { pathOf } from '../discover/names.js';
import type { SourceFile } from '../discover/read.js';
import type { Changes } from '../git/changes.js';
import type { Project } from '../project/project.js';
import type { Analysis } from './analyse.js';
import type { AnalysisOptions, Analyst } from './analyst.js';
import { configurableIds } from './configurable-ids.js';
import type { Diagnostic, LintResult } from './finding.js';
import { findInputs, type InputFile, type Inputs, inputsIn, textReader, withTexts } from './inputs.js';
import type { Observers } from './meter.js';
import { recallFiles, rememberFiles } from './remembered-files.js';
import { keyOfRun, Results } from './results.js';
import type { Rule } from './rule.js';
import { type RuleSet, type Rules, ruleSetOf, withMore } from './rule-set.js';

interface Common {
  rules: Rules;
  /** Levels by rule that override every configuration. */
  levels?: ReadonlyMap<string, RuleLevel>;
  /** The preset that overrides that of every configuration. */
  preset?: Preset;
  /** False where the plugins of configurations are not to be loaded. */
  plugins?: boolean;
}

export interface LintOptions extends Common, Observers {
  /** Files, folders and globs; none means the default path. */
  paths: readonly string[];
  /** The working directory, absolute; the process's own by default. */
  cwd?: string;
  /** A configuration file to use instead of those that are found. */
  config?: string;
  /** The baseline of known findings to use instead of those that are found; false for none at all. */
  baseline?: string | false;
  /** Texts to take for files instead of what is on disk, by absolute path. */
  texts?: ReadonlyMap<string, string>;
  /** What changed, where only that is to be reported; absent for everything under the paths. */
  changes?: Changes;
  /** Whether the result is to have the supervision trees as well. */
  trees?: boolean;
  /** False for a rule that is not to be asked in this run, wherever it is on. */
  isAsked?(rule: Rule): boolean;
  /** Whether to tell how much the source does not say. */
  unknown?: boolean;
}

/** All that a run knows before anything is understood. */
interface Found {
  configurations: Configurations;
  inputs: Inputs<InputFile>;
  /** Those that were asked for and those of plugins. */
  rules: RuleSet;
  hasPlugins: boolean;
}

/** What can begin to understand what was read. */
interface Analysing {
  analyst: Analyst;
  options: AnalysisOptions;
}

export interface LintSourcesOptions extends Common {
  /** What an `otp-lint.json` beside the files would say. */
  configuration?: ConfigurationFile;
}

export interface SessionOptions {
  /** Where to keep what was found out for the next program; absent for nowhere. */
  cache?: CacheFolder;
  /** How many threads may be used; one by default. */
  workers?: number;
}

/**
 * Runs that follow each other over the same files, and do not find out again what has not changed: a file is read
 * again where the file system says that it has changed, and parsed again where its text has. One run at a time.
 */
export class Session {
  readonly #cache: CacheFolder | undefined;
  readonly #workers: number;
  readonly #known: KnownFiles;
  #analyst: Analyst | undefined;

  constructor({ cache, workers = 1 }: SessionOptions = {}) {
    this.#cache = cache;
    this.#workers = workers;
    this.#known = new KnownFiles(cache !== undefined);
  }

  /**
   * Lints files on disk, and judges what is part of a project with the whole project around it. What a baseline
   * knows of is held back.
   *
   * @throws RunError where the paths, the configuration or a baseline are not as they should be
   */
  async lint(options: LintOptions): Promise<LintResult> {
    const run = await this.#run(options);
    return this.#withProblems(
      options.baseline === false ? run.result : holdBack(run, placesOf(run, options)),
    );
  }

  /**
   * Lints files on disk, and holds what was found against their baselines.
   *
   * @throws RunError where the paths, the configuration or a baseline are not as they should be
   */
  async compare(options: LintOptions): Promise<{ result: LintResult; comparisons: Comparison[] }> {
    const run = await this.#run(options);
    return {
      result: this.#withProblems(run.result),
      comparisons: compareWithBaselines(run, placesOf(run, options)),
    };
  }

  async #run(options: LintOptions): Promise<Run> {
    const started = performance.now();
    const { meter } = options;
    const cwd = cwdOf(options);
    const found = await this.#find(options, true);
    const { configurations, rules, hasPlugins } = found;
    // What a plugin makes of the same texts depends on more than its own module.
    if (!this.#cache || hasPlugins) {
      const inputs = withTexts(found.inputs, cwd, this.#known);
      const { analyst, options: asked } = await this.#analysing(found, options, started);
      const { result } = await analyst.analyse(inputs, asked);
      return runOf(result, inputs, configurations, { ...options, rules });
    }
    meter?.begin('look up');
    const results = new Results(this.#cache);
    // A result that is kept does not tell what is unknown.
    const known = options.unknown ? undefined : results.get(keyOfRun(found.inputs, rules, configurations));
    if (known && (known.trees || !options.trees)) {
      meter?.known();
      const durationMs = Math.round(performance.now() - started);
      const result = { ...known, pluginRules: [], durationMs, sourceOf: textReader(found.inputs, cwd) };
      return runOf(result, found.inputs, configurations, { ...options, rules });
    }
    meter?.begin('read');
    const inputs = withTexts(found.inputs, cwd, this.#known);
    const { analyst, options: asked } = await this.#analysing(found, options, started);
    const { result } = await analyst.analyseSoundly(inputs, asked);
    meter?.begin('keep');
    if (result.diagnostics.length === 0) {
      await results.set(keyOfRun(inputs, rules, configurations), result);
    }
    return runOf(result, inputs, configurations, { ...options, rules });
  }

  /**
   * Lints files on disk by themselves, and gives the projects they make up as well. These are good until the next run.
   *
   * @throws RunError where the paths or the configuration are not as they should be
   */
  async survey(options: LintOptions): Promise<Analysis> {
    const started = performance.now();
    const found = await this.#find(options, false);
    const inputs = withTexts(found.inputs, cwdOf(options), this.#known);
    const { analyst, options: asked } = await this.#analysing(found, options, started);
    const { result, projects } = await analyst.analyse(inputs, asked);
    return { result: this.#withProblems(result), projects };
  }

  /** The projects of the last run that went through, none where it did not. They are good until the next run. */
  get projects(): readonly Project[] {
    return this.#analyst?.projects ?? [];
  }

  async #find(options: LintOptions, surrounded: boolean): Promise<Found> {
    const { paths, texts, changes, meter } = options;
    meter?.begin('read');
    const cwd = cwdOf(options);
    const configurations = configurationsOf(options, cwd, options.config);
    const selection = { paths, cwd, surrounded, ...(texts && { texts }), ...(changes && { changes }) };
    if (this.#cache) recallFiles(this.#cache, this.#known);
    const inputs = await findInputs(selection, configurations, this.#known);
    if (this.#cache) await rememberFiles(this.#cache, this.#known);
    const named = inputs.files.map(({ file }) => configurations.of(file));
    const plugged = await configurations.loadPlugins(
      named.length > 0 ? named : [configurations.inFolder(cwd)],
    );
    const rules = withMore(ruleSetOf(options.rules), plugged);
    const { isAsked } = options;
    if (isAsked) configurations.turnOff((await rules.load()).filter((rule) => !isAsked(rule)));
    return { configurations, inputs, rules, hasPlugins: plugged.length > 0 };
  }

  /** What it takes to understand and to judge is loaded only now: where nothing has changed nobody needs it. */
  async #analysing(found: Found, options: LintOptions, started: number): Promise<Analysing> {
    const { Analyst } = await import('./analyst.js');
    this.#analyst ??= new Analyst(this.#cache, this.#workers);
    const { configurations } = found;
    const rules = await found.rules.load();
    const cwd = cwdOf(options);
    const isOpen = (file: string) => options.texts?.has(pathOf(cwd, file)) === true;
    return { analyst: this.#analyst, options: { ...options, rules, configurations, isOpen, started } };
  }

  /** What is wrong with the cache is told with the result, and never kept with it. */
  #withProblems(result: LintResult): LintResult {
    const problems = this.#cache?.problems ?? [];
    if (problems.length === 0) return result;
    const told = problems.map((message): Diagnostic => ({ message, fatal: false }));
    return { ...result, diagnostics: [...result.diagnostics, ...told] };
  }
}

/**
 * Lints files on disk, once.
 *
 * @throws RunError where the paths or the configuration are not as they should be
 */
export async function lint(options: LintOptions): Promise<LintResult> {
  return new Session().lint(options);
}

/**
 * Lints source texts that need not be on disk, by the very same steps. A file named `mix.exs` makes its folder
 * a Mix project.
 */
export async function lintSources(
  files: readonly SourceFile[],
  options: LintSourcesOptions,
): Promise<LintResult> {
  const started = performance.now();
  const configurations = configurationsOf(options, resolve('/'), options.configuration ?? {});
  const inputs = inputsIn(files, configurations);
  const { Analyst } = await import('./analyst.js');
  const rules = await ruleSetOf(options.rules).load();
  const { result } = await new Analyst(undefined, 1).analyse(inputs, { rules, configurations, started });
  return result;
}

function cwdOf({ cwd = '.' }: LintOptions): string {
  return resolve(cwd);
}

function configurationsOf(
  { rules, levels, preset, plugins }: Common,
  cwd: string,
  use?: string | ConfigurationFile,
): Configurations {
  return new Configurations({
    cwd,
    ruleIds: configurableIds(ruleSetOf(rules).documentation),
    ...(use !== undefined && { use }),
    ...(levels !== undefined && { levels }),
    ...(preset !== undefined && { preset }),
    ...(plugins !== undefined && { plugins }),
  });
}
