import { readyParser } from '../syntax/ready.js';
import { ExtractionWork, type Understood } from './extraction-work.js';
import type { Unread } from './unread.js';

export interface ExtractionOptions {
  /** How many threads may work on it, this one among them; it is alone for little work. */
  workers: number;
  /** True where somebody wants the packed form. */
  packed: boolean;
  /** Is told how many are done, each time some more are. */
  onDone?: (done: number) => void;
}

/**
 * Below so many characters other threads save no time: they have to be started, and what they make has to be packed,
 * sent and unpacked.
 */
const WORTH_WORKERS = 8_000_000;

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
  const work = new ExtractionWork(texts, packed, onDone);
  if (workers > 1 && total >= WORTH_WORKERS) await withOthers(work, workers - 1);
  else await work.here();
  return work.results;
}

/** What this thread understands need not be packed and sent: it works as much as the others. */
async function withOthers(work: ExtractionWork, others: number): Promise<void> {
  const { Tinypool } = await import('tinypool');
  const pool = new Tinypool({
    // Seen from here and from the program's one file alike.
    filename: new URL('../lint/extract-worker.js', import.meta.url).href,
    minThreads: others,
    maxThreads: others,
    // What is made of a file is packed at once, and needed no more: more room would only be left to fill.
    resourceLimits: { maxYoungGenerationSizeMb: 8 },
  });
  try {
    const elsewhere = Array.from({ length: others }, () => work.elsewhere((texts) => pool.run(texts)));
    await Promise.all([work.here(), ...elsewhere]);
  } finally {
    await pool.destroy();
  }
}
