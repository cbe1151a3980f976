import { createHash } from 'node:crypto';
import type { CacheFolder } from '../cache/folder.js';
import { Packs } from '../cache/packs.js';
import type { FileFacts } from '../elixir/model.js';
import { unpackFacts } from '../elixir/packed.js';
import { extractAll, type Unread } from './extraction.js';
import type { Observers } from './meter.js';

/** The facts of a file, or why there are none. */
export type Known = { facts: FileFacts; failed?: undefined } | { failed: string; facts?: undefined };

/** Facts by file, each with the text that they are about: kept from run to run and, with a cache, from day to day. */
export class FactsStore {
  #kept = new Map<string, Known & { text: string }>();
  readonly #packs: Packs | undefined;

  /**
   * @param folder where to keep them for the next program; absent for nowhere
   * @param workers how many threads may work on many files
   */
  constructor(
    readonly folder: CacheFolder | undefined,
    readonly workers: number,
  ) {
    this.#packs = folder && new Packs(folder);
  }

  /** The facts of files, by name. What was known of other files is forgotten. */
  async load(
    files: readonly Unread[],
    { meter, progress }: Observers = {},
  ): Promise<ReadonlyMap<string, Known>> {
    meter?.begin('extract');
    const known = new Map<string, Known & { text: string }>();
    const unread: Unread[] = [];
    for (const { file, text } of files) {
      const found = this.#inMemory(file, text) ?? (await this.#inCache(file, text));
      if (found) known.set(file, { ...found, text });
      else unread.push({ file, text });
    }
    meter?.extracted(unread.length, known.size);
    const before = known.size;
    const results = await extractAll(unread, {
      workers: this.workers,
      packed: this.#packs !== undefined,
      onDone: (done) => progress?.(before + done, files.length, 'files'),
    });
    if (this.#packs) meter?.begin('keep');
    for (const [at, { file, text }] of unread.entries()) {
      const result = results[at];
      if (!result) continue;
      known.set(file, { ...(result.facts ? { facts: result.facts } : { failed: result.failed }), text });
      if (result.facts && result.bytes) await this.#packs?.set(file, keyOf(file, text), result.bytes);
    }
    await this.#packs?.save();
    this.#kept = known;
    return known;
  }

  #inMemory(file: string, text: string): Known | undefined {
    const kept = this.#kept.get(file);
    return kept?.text === text ? kept : undefined;
  }

  async #inCache(file: string, text: string): Promise<Known | undefined> {
    const bytes = await this.#packs?.get(file, keyOf(file, text));
    if (!bytes) return undefined;
    try {
      return { facts: unpackFacts(file, text, bytes) };
    } catch {
      this.folder?.tell(`the cache in ${this.folder.path} is damaged; it is made anew`);
      return undefined;
    }
  }
}

function keyOf(file: string, text: string): string {
  return createHash('sha1').update(`${file}\0${text}`).digest('base64url');
}
