import { setImmediate as nextTurn } from 'node:timers/promises';
import type { FileFacts } from '../elixir/model.js';
import { unpackFacts } from '../elixir/packed.js';
import type { Extracted } from './extract-worker.js';
import { causeOf } from './run-error.js';
import { factsOf, type Unread } from './unread.js';

/** What came of it: the facts, with their packed form where it is there and wanted, or why there are none. */
export type Understood =
  | { facts: FileFacts; bytes?: Uint8Array; failed?: undefined }
  | { failed: string; facts?: undefined };

interface Batch {
  /** Where the first of the texts stands among all. */
  first: number;
  texts: Unread[];
}

/** Characters that are taken at a time: enough to be worth a message, and little enough to share evenly. */
const BATCH = 200_000;

/** Texts that several threads take from until all are understood. */
export class ExtractionWork {
  readonly #results: Understood[];
  readonly #left: Batch[];
  #done = 0;

  /**
   * @param packed true where somebody wants the packed form
   * @param onDone is told how many are done, each time some more are
   */
  constructor(
    texts: readonly Unread[],
    readonly packed: boolean,
    readonly onDone: ((done: number) => void) | undefined,
  ) {
    this.#results = texts.map(() => ({ failed: 'nothing came back' }));
    this.#left = batchesOf(texts);
  }

  /** A result for each text, in the order of the texts. */
  get results(): Understood[] {
    return this.#results;
  }

  /** Does what is left in this thread. */
  async here(): Promise<void> {
    for (let batch = this.#left.shift(); batch; batch = this.#left.shift()) {
      for (const [at, unread] of batch.texts.entries()) {
        this.#take(batch.first + at, [extractHere(unread)]);
        // The parser frees its native trees only when the event loop turns, and others wait for more to do.
        await nextTurn();
      }
    }
  }

  /** Has what is left done by another thread. @param run gives as many results, in the same order */
  async elsewhere(run: (texts: readonly Unread[]) => Promise<Extracted[]>): Promise<void> {
    for (let batch = this.#left.shift(); batch; batch = this.#left.shift()) {
      const { first, texts } = batch;
      const results = await run(texts).catch((error: unknown) => {
        this.#left.length = 0;
        throw error;
      });
      this.#take(
        first,
        texts.map((text, at) => understood(text, results[at], this.packed)),
      );
    }
  }

  #take(first: number, results: readonly Understood[]): void {
    for (const [at, result] of results.entries()) this.#results[first + at] = result;
    this.#done += results.length;
    this.onDone?.(this.#done);
  }
}

function extractHere(unread: Unread): Understood {
  try {
    return { facts: factsOf(unread) };
  } catch (error) {
    return { failed: causeOf(error) };
  }
}

function understood({ file, text }: Unread, result: Extracted | undefined, packed: boolean): Understood {
  if (result?.bytes === undefined) return { failed: result?.failed ?? 'nothing came back' };
  const { bytes } = result;
  return { facts: unpackFacts(file, text, bytes), ...(packed && { bytes }) };
}

function batchesOf(texts: readonly Unread[]): Batch[] {
  const batches: Batch[] = [];
  let room = 0;
  for (const [at, unread] of texts.entries()) {
    const last = batches.at(-1);
    if (last && room >= unread.text.length) last.texts.push(unread);
    else {
      batches.push({ first: at, texts: [unread] });
      room = BATCH;
    }
    room -= unread.text.length;
  }
  return batches;
}
