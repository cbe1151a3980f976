import { createHash } from 'node:crypto';
import { Packr } from 'msgpackr/pack';
import type { CacheFolder } from './folder.js';

/** A piece of the cache. */
interface Entry {
  /** The file it is about. */
  file: string;
  bytes: Uint8Array;
  /** When it was last of use, in days since 1970. */
  day: number;
}

interface Pack {
  entries: Map<string, Entry>;
  isChanged: boolean;
}

/** How many files the pieces are spread over: one changed source file means writing one of them anew. */
const PACKS = 32;
/** Pieces that nobody needed for so long are dropped. */
const KEEP_DAYS = 14;
/** How many pieces about one file are kept: branches come and go. */
const KEEP_EACH = 3;

const packr = new Packr({ moreTypes: true });

/** Pieces of bytes about files, by key, in a few files of a cache folder. */
export class Packs {
  readonly #folder: CacheFolder;
  readonly #today = Math.floor(Date.now() / 86_400_000);
  readonly #packs = new Map<number, Promise<Pack>>();

  constructor(folder: CacheFolder) {
    this.#folder = folder;
  }

  /** What is known about a file under a key. */
  async get(file: string, key: string): Promise<Uint8Array | undefined> {
    const entry = (await this.#packOf(file)).entries.get(key);
    if (entry?.file !== file) return undefined;
    entry.day = this.#today;
    return entry.bytes;
  }

  async set(file: string, key: string, bytes: Uint8Array): Promise<void> {
    const pack = await this.#packOf(file);
    pack.entries.delete(key);
    pack.entries.set(key, { file, bytes, day: this.#today });
    pack.isChanged = true;
  }

  /** Writes what has changed. */
  async save(): Promise<void> {
    for (const [number, promise] of this.#packs) {
      const pack = await promise;
      if (!pack.isChanged) continue;
      dropOld(pack.entries, this.#today);
      await this.#folder.write(nameOf(number), packr.pack(pack.entries));
      pack.isChanged = false;
    }
  }

  #packOf(file: string): Promise<Pack> {
    const number = createHash('sha1').update(file).digest().readUInt32LE() % PACKS;
    let pack = this.#packs.get(number);
    if (!pack) {
      pack = this.#load(number);
      this.#packs.set(number, pack);
    }
    return pack;
  }

  async #load(number: number): Promise<Pack> {
    const content = await this.#folder.read(nameOf(number));
    return { entries: content ? entriesIn(content) : new Map(), isChanged: false };
  }
}

function nameOf(number: number): string {
  return `files-${number}`;
}

function entriesIn(content: Uint8Array): Map<string, Entry> {
  const found: unknown = packr.unpack(content);
  return found instanceof Map ? found : new Map();
}

/** Newer ones come later in the map. */
function dropOld(entries: Map<string, Entry>, today: number): void {
  const counts = new Map<string, number>();
  for (const [key, { file, day }] of [...entries].reverse()) {
    const count = (counts.get(file) ?? 0) + 1;
    counts.set(file, count);
    if (count > KEEP_EACH || day < today - KEEP_DAYS) entries.delete(key);
  }
}
