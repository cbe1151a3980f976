import { setImmediate as nextTurn } from 'node:timers/promises';
import { extractFile } from '../elixir/extract.js';
import { packFacts } from '../elixir/packed.js';
import { readyParser } from '../syntax/ready.js';
import { causeOf } from './run-error.js';

/** What a worker made of a file: its facts, or why there are none. */
export type Extracted = { bytes: Uint8Array; failed?: undefined } | { failed: string; bytes?: undefined };

/** Extracts some files in a worker thread. @returns as many results, in the same order */
export default async function extractBatch(
  files: readonly { file: string; text: string }[],
): Promise<Extracted[]> {
  await readyParser();
  const results: Extracted[] = [];
  for (const { file, text } of files) {
    results.push(extract(file, text));
    // The parser frees its native trees only when the event loop turns.
    await nextTurn();
  }
  return results;
}

function extract(file: string, text: string): Extracted {
  try {
    return { bytes: packFacts(extractFile(file, text)) };
  } catch (error) {
    return { failed: causeOf(error) };
  }
}
