import type { BigIntStats } from 'node:fs';

/** A text, and what the file system said of its file before it was read. */
interface Kept {
  text: string;
  stats: BigIntStats;
}

/**
 * A file that was written so shortly before it was read may be written again within the same tick of the file
 * system's clock, which is two seconds long where it is slowest (FAT), and then look as if it were the same.
 */
const SETTLED_NS = 3_000_000_000n;

/** The texts of files, kept as long as the file system says that the files are the same as when they were read. */
export class KeptTexts {
  readonly #kept = new Map<string, Kept>();

  /** The text of a file, where it cannot have changed. @param path absolute */
  get(path: string, stats: BigIntStats): string | undefined {
    const kept = this.#kept.get(path);
    return kept && isSame(kept.stats, stats) ? kept.text : undefined;
  }

  /**
   * Keeps what was read, unless the file is too young to tell whether it will have changed.
   *
   * @param stats as they were before it was read
   * @param readAt when reading began, in milliseconds since 1970
   */
  set(path: string, text: string, stats: BigIntStats, readAt: number): void {
    const latest = BigInt(Math.floor(readAt)) * 1_000_000n - SETTLED_NS;
    if (stats.mtimeNs < latest && stats.ctimeNs < latest) this.#kept.set(path, { text, stats });
    else this.#kept.delete(path);
  }

  /** Forgets all other files. @param paths absolute */
  keepOnly(paths: ReadonlySet<string>): void {
    for (const path of this.#kept.keys()) if (!paths.has(path)) this.#kept.delete(path);
  }
}

/** The time of the last change of the inode tells apart what was put there with an old date, as `cp -p` does. */
function isSame(a: BigIntStats, b: BigIntStats): boolean {
  return (
    a.mtimeNs === b.mtimeNs &&
    a.ctimeNs === b.ctimeNs &&
    a.size === b.size &&
    a.ino === b.ino &&
    a.dev === b.dev
  );
}
