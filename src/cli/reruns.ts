import { setTimeout as sleep } from 'node:timers/promises';

/** An editor saves a file in several steps, and a branch is checked out file by file: they are one change. */
const PAUSE = 100;

/** Repeats a run each time it is wanted again: never two at once, and always one after the last wish. */
export class Reruns {
  #isGoing = false;
  #isStale = false;
  readonly #run: (isCurrent: () => boolean) => Promise<void>;

  /** @param run is given a function that tells whether nothing has changed since it began; does not fail */
  constructor(run: (isCurrent: () => boolean) => Promise<void>) {
    this.#run = run;
  }

  /**
   * Runs for the first time. What changes meanwhile is looked at afterwards.
   *
   * @throws what the run does
   */
  async first(run: () => Promise<void>): Promise<void> {
    this.#isGoing = true;
    await run();
    await this.#go();
  }

  /** Something has changed. */
  request(): void {
    this.#isStale = true;
    if (!this.#isGoing) void this.#go();
  }

  async #go(): Promise<void> {
    this.#isGoing = true;
    while (this.#isStale) {
      while (this.#isStale) {
        this.#isStale = false;
        await sleep(PAUSE);
      }
      await this.#run(() => !this.#isStale);
    }
    this.#isGoing = false;
  }
}
