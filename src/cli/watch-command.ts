import { resolve } from 'node:path';
import { performance } from 'node:perf_hooks';
import { WatchedArea } from '../discover/watched-area.js';
import type { LintResult } from '../lint/finding.js';
import { pauseWhile } from '../lint/overtaken.js';
import { ruleSetOf } from '../lint/rule-set.js';
import { causeOf, RunError } from '../lint/run-error.js';
import type { LintOptions, Session } from '../lint/session.js';
import { filesOfPlugins } from '../plugins/load.js';
import { type ChangedFlags, changesFor } from './changed-files.js';
import { type Observation, type ObservationFlags, observe } from './observation.js';
import { tell } from './output.js';
import { rulesHere } from './plugin-rules.js';
import { Reruns } from './reruns.js';
import { watchArea } from './watcher.js';

export interface Watching {
  session: Session;
  options: LintOptions;
  flags: ObservationFlags & ChangedFlags;
  /** Gives the result to whoever asked for it. */
  report(result: LintResult): Promise<void>;
}

/**
 * Lints, and lints again each time something changes, until it is interrupted; then the program ends with exit
 * code 0, whatever was found.
 *
 * @throws RunError where already the first run cannot be done as asked
 */
export async function watchCommand(watching: Watching): Promise<void> {
  const { paths, cwd = process.cwd(), config, baseline } = watching.options;
  const runs = new WatchedRuns(watching);
  const reruns = new Reruns((isCurrent) => runs.again(isCurrent));
  const interrupted = interruption();
  const named = [config, baseline].flatMap((file) => (typeof file === 'string' ? [resolve(cwd, file)] : []));
  const files = [...named, ...(await pluginFiles(watching.options))];
  const area = new WatchedArea(paths, cwd, files);
  const watcher = await watchArea(area, () => reruns.request());
  try {
    await Promise.race([reruns.first(() => runs.first()), interrupted]);
    await interrupted;
  } finally {
    runs.end();
    await watcher.close();
  }
  // A run may still be going on, and its threads with it.
  process.exit(0);
}

/** The files of the plugins that the configuration of the working directory lists. What is wrong is told by the first run. */
async function pluginFiles({ rules, config, plugins }: LintOptions): Promise<string[]> {
  const flags = { ...(config !== undefined && { config }), ...(plugins !== undefined && { plugins }) };
  await rulesHere(ruleSetOf(rules).documentation, flags).catch(() => {});
  return filesOfPlugins();
}

/** The runs of one `--watch`. */
class WatchedRuns {
  readonly #watching: Watching;
  #current: Observation | undefined;

  constructor(watching: Watching) {
    this.#watching = watching;
  }

  /** @throws RunError where it cannot be done as asked */
  async first(): Promise<void> {
    await this.#run(0, () => true);
  }

  /** What fails is told; the next change may mend it. */
  async again(isCurrent: () => boolean): Promise<void> {
    try {
      await this.#run(performance.now(), isCurrent);
    } catch (error) {
      if (!isCurrent()) return;
      console.clear();
      tell(error instanceof RunError ? error.message : `internal error: ${causeOf(error)}`);
      this.#tellThatItWaits();
    }
  }

  /** Takes away what is shown of a run that goes on. */
  end(): void {
    this.#current?.end();
  }

  async #run(begun: number, isCurrent: () => boolean): Promise<void> {
    const { flags, report } = this.#watching;
    const run = observe(flags, begun);
    this.#current = run;
    const result = await this.#lint(run, isCurrent).finally(run.end);
    // The next run says it better.
    if (!isCurrent()) return;
    // On terminals only.
    console.clear();
    await report(result);
    run.conclude();
    this.#tellThatItWaits();
  }

  /** Looks up now and then: Ctrl-C ends it at once, and what has changed again need not be judged. */
  async #lint({ observers }: Observation, isCurrent: () => boolean): Promise<LintResult> {
    const { session, options, flags } = this.#watching;
    // What counts as changed changes as well.
    const changes = await changesFor(flags);
    return session.lint({
      ...options,
      ...(changes && { changes }),
      ...observers,
      pause: pauseWhile(isCurrent),
    });
  }

  #tellThatItWaits(): void {
    if (!this.#watching.flags.quiet) tell('waiting for changes, Ctrl-C ends this');
  }
}

/** Resolves when the program is to end: on Ctrl-C, a polite `kill`, or where nobody reads any more. */
async function interruption(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGINT', () => resolve());
    process.once('SIGTERM', () => resolve());
    process.stdout.once('error', () => resolve());
  });
}
