import { setImmediate as nextTurn } from 'node:timers/promises';
import { packFacts } from '../elixir/packed.js';
import { readyParser } from '../syntax/ready.js';
import { causeOf } from './run-error.js';
import { factsOf, type Unread } from './unread.js';

/** What a worker made of a file: its facts, or why there are none. */
export type Extracted = { bytes: Uint8Array; failed?: undefined } | { failed: string; bytes?: undefined };

/** Extracts some files in a worker thread. @returns as many results, in the same order */
export default async function extractBatch(files: readonly Unread[]): Promise<Extracted[]> {
  await readyParser();
  const results: Extracted[] = [];
  for (const unread of files) {
    results.push(extract(unread));
    // The parser frees its native trees only when the event loop turns.
    await nextTurn();
  }
  return results;
}

function extract(unread: Unread): Extracted {
  try {
    return { bytes: packFacts(factsOf(unread)) };
  } catch (error) {
    return { failed: causeOf(error) };
  }
}
