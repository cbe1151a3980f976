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

/** What is asked for, and what is kept: a key says all that a piece depends on. */
export interface Wanted {
  file: string;
  key: string;
}

export interface Piece extends Wanted {
  bytes: Uint8Array;
}

/** A piece whose bytes are made when it is written: all together they take much room. */
export interface Unwritten extends Wanted {
  toBytes(): Uint8Array;
}

/** How many files the pieces are spread over: one changed source file means writing one of them anew. */
const PACKS = 32;
/** Pieces that nobody needed for so long are dropped. */
const KEEP_DAYS = 14;
/** How many pieces about one file are kept: branches come and go. */
const KEEP_EACH = 3;

const packr = new Packr({ moreTypes: true });

/** Pieces of bytes about files, by key, in a few files of a cache folder; one of these is in memory at a time. */
export class Packs {
  readonly #folder: CacheFolder;
  readonly #today = Math.floor(Date.now() / 86_400_000);
  readonly #used = new Set<string>();

  constructor(folder: CacheFolder) {
    this.#folder = folder;
  }

  /** What is there of what is asked for, in no particular order. */
  *read(wanted: readonly Wanted[]): Generator<Piece> {
    for (const [number, group] of byPack(wanted)) {
      const entries = this.#load(number);
      for (const { file, key } of group) {
        const entry = entries.get(key);
        if (entry?.file !== file) continue;
        this.#used.add(key);
        yield { file, key, bytes: entry.bytes };
      }
    }
  }

  /** Keeps pieces, and drops what nobody has needed for long. */
  async write(pieces: readonly Unwritten[]): Promise<void> {
    for (const [number, group] of byPack(pieces)) {
      const entries = this.#load(number);
      for (const [key, entry] of entries) if (this.#used.has(key)) entry.day = this.#today;
      for (const { file, key, toBytes } of group) {
        entries.delete(key);
        entries.set(key, { file, bytes: toBytes(), day: this.#today });
      }
      dropOld(entries, this.#today);
      await this.#folder.write(nameOf(number), packr.pack(entries));
    }
  }

  #load(number: number): Map<string, Entry> {
    const content = this.#folder.read(nameOf(number));
    if (!content) return new Map();
    const entries = entriesIn(content);
    if (!entries) this.#folder.damaged();
    return entries ?? new Map();
  }
}

function byPack<Item extends Wanted>(items: readonly Item[]): ReadonlyMap<number, readonly Item[]> {
  const packs = new Map<number, Item[]>();
  for (const item of items) {
    const number = createHash('sha1').update(item.file).digest().readUInt32LE() % PACKS;
    const pack = packs.get(number);
    if (pack) pack.push(item);
    else packs.set(number, [item]);
  }
  return packs;
}

function nameOf(number: number): string {
  return `files-${number}`;
}

/** The pieces in a file, by key; undefined where it holds something else. */
function entriesIn(content: Uint8Array): Map<string, Entry> | undefined {
  try {
    const found: unknown = packr.unpack(content);
    const isWhole = found instanceof Map && [...found].every(([key, entry]) => isEntry(key, entry));
    return isWhole ? found : undefined;
  } catch {
    return undefined;
  }
}

function isEntry(key: unknown, entry: unknown): boolean {
  return (
    typeof key === 'string' &&
    typeof entry === 'object' &&
    entry !== null &&
    'file' in entry &&
    typeof entry.file === 'string' &&
    'bytes' in entry &&
    entry.bytes instanceof Uint8Array &&
    'day' in entry &&
    typeof entry.day === 'number'
  );
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
