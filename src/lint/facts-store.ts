import type { CacheFolder } from '../cache/folder.js';
import { Packs, type Unwritten } from '../cache/packs.js';
import type { FileFacts } from '../elixir/model.js';
import { packFacts, unpackFacts } from '../elixir/packed.js';
import { extractAll } from './extraction.js';
import { digestOfInput, type ReadFile } from './inputs.js';
import type { Observers } from './meter.js';

/** The facts of a file, or why there are none. */
export type Known = { facts: FileFacts; failed?: undefined } | { failed: string; facts?: undefined };

type Kept = Known & { text: string; aside: boolean };

/** Facts by file, each with the text that they are about: kept from run to run and, with a cache, from day to day. */
export class FactsStore {
  #kept: ReadonlyMap<string, Kept> = new Map();
  readonly #packs: Packs | undefined;
  #isTrusting = true;
  #hasTakenCached = false;

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

  /** True where the last facts that were loaded come from the cache, in part at least. */
  get hasTakenCached(): boolean {
    return this.#hasTakenCached;
  }

  /** Forgets everything, and from now on takes nothing from the cache. */
  distrust(): void {
    this.#kept = new Map();
    this.#isTrusting = false;
  }

  /** The facts of files, by name. What was known of other files is forgotten. */
  async load(
    files: readonly ReadFile[],
    { meter, progress }: Observers = {},
  ): Promise<ReadonlyMap<string, Known>> {
    meter?.begin('extract');
    const known = new Map(files.flatMap((asked) => this.#inMemory(asked)));
    this.#addCached(files, known);
    const unread = files.filter(({ file }) => !known.has(file));
    meter?.extracted(unread.length, known.size, files.filter(({ aside }) => aside).length);
    const before = known.size;
    const results = await extractAll(unread, {
      workers: this.workers,
      packed: this.#packs !== undefined,
      onDone: (done) => progress?.(before + done, files.length, 'files'),
    });
    if (this.#packs) meter?.begin('keep');
    const pieces: Unwritten[] = [];
    for (const [at, input] of unread.entries()) {
      const { file, text, aside = false } = input;
      const result = results[at];
      if (!result) continue;
      known.set(file, {
        ...(result.facts ? { facts: result.facts } : { failed: result.failed }),
        text,
        aside,
      });
      if (!result.facts) continue;
      const { facts, bytes } = result;
      pieces.push({ file, key: keyOf(input), toBytes: () => bytes ?? packFacts(facts) });
    }
    await this.#packs?.write(pieces);
    this.#kept = known;
    return known;
  }

  #inMemory({ file, text, aside = false }: ReadFile): [string, Kept][] {
    const kept = this.#kept.get(file);
    return kept?.text === text && kept.aside === aside ? [[file, kept]] : [];
  }

  #addCached(files: readonly ReadFile[], known: Map<string, Kept>): void {
    this.#hasTakenCached = false;
    if (!this.#packs || !this.#isTrusting) return;
    const missing = new Map(
      files.flatMap((input) => {
        const { file, text, aside = false } = input;
        return known.has(file) ? [] : [[file, { key: keyOf(input), text, aside }]];
      }),
    );
    const wanted = [...missing].map(([file, { key }]) => ({ file, key }));
    for (const { file, bytes } of this.#packs.read(wanted)) {
      const { text = '', aside = false } = missing.get(file) ?? {};
      try {
        known.set(file, { facts: unpackFacts(file, text, bytes), text, aside });
        this.#hasTakenCached = true;
      } catch {
        this.folder?.damaged();
      }
    }
  }
}

function keyOf(input: ReadFile): string {
  return `${digestOfInput(input)} ${input.aside ? 'aside ' : ''}${input.file}`;
}
