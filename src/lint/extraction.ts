import { setImmediate as nextTurn } from 'node:timers/promises';
import { extractFile } from '../elixir/extract.js';
import type { FileFacts } from '../elixir/model.js';
import { packFacts, unpackFacts } from '../elixir/packed.js';
import { readyParser } from '../syntax/ready.js';
import type { Extracted } from './extract-worker.js';
import { causeOf } from './run-error.js';

/** A text to be understood. */
export interface Unread {
  file: string;
  text: string;
}

/** What came of it: the facts, with their packed form where it was made, or why there are none. */
export type Understood =
  | { facts: FileFacts; bytes?: Uint8Array; failed?: undefined }
  | { failed: string; facts?: undefined };

export interface ExtractionOptions {
  /** How many worker threads may be used; none are for little work. */
  workers: number;
  /** True where somebody wants the packed form. */
  packed: boolean;
  /** Is told how many are done, each time some more are. */
  onDone?: (done: number) => void;
}

/**
 * Below so many characters threads save no time: what they make has to be packed, sent and unpacked, and is held
 * twice meanwhile. On two processors they gained nothing over 3 million characters, and a tenth over 14 million.
 */
const WORTH_WORKERS = 8_000_000;
/** Characters that a worker is given at a time: enough to be worth a message, and little enough to share evenly. */
const BATCH = 200_000;

/**
 * Understands texts, each by itself.
 *
 * @returns a result for each text, in the order of the texts, whatever the number of workers
 * @throws RunError where no parser can be loaded
 */
export async function extractAll(
  texts: readonly Unread[],
  { workers, packed, onDone }: ExtractionOptions,
): Promise<Understood[]> {
  if (texts.length > 0) await readyParser();
  const total = texts.reduce((sum, { text }) => sum + text.length, 0);
  if (workers > 1 && total >= WORTH_WORKERS) return inWorkers(texts, workers, packed, onDone);
  const results: Understood[] = [];
  for (const { file, text } of texts) {
    results.push(extractHere(file, text, packed));
    onDone?.(results.length);
    // The parser frees its native trees only when the event loop turns.
    await nextTurn();
  }
  return results;
}

function extractHere(file: string, text: string, packed: boolean): Understood {
  try {
    const facts = extractFile(file, text);
    return { facts, ...(packed && { bytes: packFacts(facts) }) };
  } catch (error) {
    return { failed: causeOf(error) };
  }
}

async function inWorkers(
  texts: readonly Unread[],
  workers: number,
  packed: boolean,
  onDone: ExtractionOptions['onDone'],
): Promise<Understood[]> {
  const { Tinypool } = await import('tinypool');
  const pool = new Tinypool({
    // Seen from here and from the program's one file alike.
    filename: new URL('../lint/extract-worker.js', import.meta.url).href,
    minThreads: workers,
    maxThreads: workers,
    // What is made of a file is packed at once, and needed no more: more room would only be left to fill.
    resourceLimits: { maxYoungGenerationSizeMb: 8 },
  });
  try {
    let count = 0;
    const done = await Promise.all(
      batchesOf(texts).map(async (batch): Promise<Understood[]> => {
        const results: Extracted[] = await pool.run(batch);
        count += results.length;
        onDone?.(count);
        return results.map((result, at) => understood(batch[at], result, packed));
      }),
    );
    return done.flat();
  } finally {
    await pool.destroy();
  }
}

function understood(unread: Unread | undefined, { bytes, failed }: Extracted, packed: boolean): Understood {
  if (!unread || bytes === undefined) return { failed: failed ?? 'nothing came back' };
  return { facts: unpackFacts(unread.file, unread.text, bytes), ...(packed && { bytes }) };
}

function batchesOf(texts: readonly Unread[]): Unread[][] {
  const batches: Unread[][] = [];
  let room = 0;
  for (const unread of texts) {
    const last = batches.at(-1);
    if (last && room >= unread.text.length) last.push(unread);
    else {
      batches.push([unread]);
      room = BATCH;
    }
    room -= unread.text.length;
  }
  return batches;
}
