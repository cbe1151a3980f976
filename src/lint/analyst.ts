import type { CacheFolder } from '../cache/folder.js';
import type { Configurations } from '../config/configurations.js';
import type { Project } from '../project/project.js';
import { unknownsOf } from '../project/unknowns.js';
import { treesOf } from '../tree/document.js';
import { type Analysis, analyse } from './analyse.js';
import { FactsStore } from './facts-store.js';
import type { Inputs } from './inputs.js';
import type { Observers } from './meter.js';
import type { Rule } from './rule.js';
import { RunError } from './run-error.js';
import { confine } from './scope.js';
import { setAside } from './set-aside.js';
import { loadSources } from './sources.js';

/** What is to be said of what was read. */
export interface AnalysisOptions extends Observers {
  rules: readonly Rule[];
  configurations: Configurations;
  /** Whether somebody has a file open in an editor, and may ask about it; none is by default. */
  isOpen?(file: string): boolean;
  /** When the run began, as `performance.now()` gave it. */
  started: number;
  /** Whether the result is to have the supervision trees as well. */
  trees?: boolean;
  /** Whether to tell how much the source does not say. */
  unknown?: boolean;
}

/** Understands and judges what was read, and keeps the facts about files from run to run. One run at a time. */
export class Analyst {
  readonly #cache: CacheFolder | undefined;
  readonly #store: FactsStore;
  #projects: readonly Project[] = [];

  /**
   * @param cache where to keep facts for the next program; absent for nowhere
   * @param workers how many threads may be used
   */
  constructor(cache: CacheFolder | undefined, workers: number) {
    this.#cache = cache;
    this.#store = new FactsStore(cache, workers);
  }

  /** The projects of the last run that went through, none where it did not. They are good until the next run. */
  get projects(): readonly Project[] {
    return this.#projects;
  }

  /** A cache that holds what nobody wrote may make rules fail: then the work is done again without it. */
  async analyseSoundly(inputs: Inputs, options: AnalysisOptions): Promise<Analysis> {
    const hasFailed = ({ result }: Analysis) => result.diagnostics.some(({ fatal }) => fatal);
    const first = await this.analyse(inputs, options).catch((error: unknown) => {
      if (error instanceof RunError || !this.#store.hasTakenCached) throw error;
      return undefined;
    });
    if (first && !(hasFailed(first) && this.#store.hasTakenCached)) return first;
    this.#store.distrust();
    const second = await this.analyse(inputs, options);
    if (!hasFailed(second)) this.#cache?.damaged();
    return second;
  }

  /** What there is to be said of what was read. */
  async analyse(
    inputs: Inputs,
    { rules, configurations, isOpen, started, meter, progress, pause, trees, unknown }: AnalysisOptions,
  ): Promise<Analysis> {
    for (const project of this.#projects) project.release();
    this.#projects = [];
    const observers = { ...(meter && { meter }), ...(progress && { progress }), ...(pause && { pause }) };
    const needed = setAside(inputs, rules, configurations, isOpen);
    const sources = await loadSources(needed, this.#store, observers);
    const analysis = await analyse(
      sources,
      rules,
      configurations,
      inputs.configs,
      started,
      observers,
      inputs.reported,
    );
    this.#projects = analysis.projects;
    const result = confine(analysis.result, inputs.reported);
    const extras = {
      ...(trees && { trees: treesOf(analysis.projects) }),
      ...(unknown && { unknown: unknownsOf(analysis.projects) }),
    };
    return { ...analysis, result: { ...result, ...extras } };
  }
}
