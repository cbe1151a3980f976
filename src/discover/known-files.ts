/** What a file system says of a file that changes when its bytes do, in milliseconds and bytes. */
export interface Stamp {
  mtimeMs: number;
  /** The time of the last change of the inode: tells apart what was put there with an old date, as `cp -p` does. */
  ctimeMs: number;
  size: number;
  ino: number;
}

/** What was found out about a file when it was read. */
export interface Knowledge {
  text?: string | undefined;
  /** What its bytes add up to. */
  digest?: string | undefined;
}

/** A file whose bytes were added up. */
export interface Digested {
  /** Absolute. */
  path: string;
  stamp: Stamp;
  digest: string;
}

interface Known extends Knowledge {
  stamp: Stamp;
}

/**
 * A file that was written so shortly before it was read may be written again within the same tick of the file
 * system's clock, which is two seconds long where it is slowest (FAT), and then look as if it were the same.
 */
const SETTLED_MS = 3000;

/** What is known of files, good as long as the file system says that they are the same as when they were read. */
export class KnownFiles {
  readonly #known = new Map<string, Known>();
  #isChanged = false;
  #isRecalled = false;

  /** @param digested true where it is to be known what the bytes of files add up to */
  constructor(readonly digested = false) {}

  /** What is known of a file that cannot have changed since. @param path absolute */
  get(path: string, stamp: Stamp): Knowledge | undefined {
    const known = this.#known.get(path);
    return known && isSame(known.stamp, stamp) ? known : undefined;
  }

  /**
   * Keeps what was found out, unless the file is too young to tell whether it will have changed.
   *
   * @param stamp as it was before the file was read
   * @param readAt when reading began, in milliseconds since 1970
   */
  set(path: string, { text, digest }: Knowledge, stamp: Stamp, readAt: number): void {
    const latest = readAt - SETTLED_MS;
    const isSettled = stamp.mtimeMs < latest && stamp.ctimeMs < latest;
    const { mtimeMs, ctimeMs, size, ino } = stamp;
    if (isSettled || this.#known.has(path)) this.#isChanged = true;
    if (isSettled) this.#known.set(path, { text, digest, stamp: { mtimeMs, ctimeMs, size, ino } });
    else this.#known.delete(path);
  }

  /** Takes over what an earlier program found out. */
  add(digested: readonly Digested[]): void {
    this.#isRecalled = true;
    for (const { path, stamp, digest } of digested) this.#known.set(path, { stamp, digest });
  }

  /** True once what an earlier program found out was taken over. */
  get isRecalled(): boolean {
    return this.#isRecalled;
  }

  /** What to hand to a later program. */
  get digests(): Digested[] {
    return [...this.#known].flatMap(([path, { stamp, digest }]) =>
      digest === undefined ? [] : [{ path, stamp, digest }],
    );
  }

  /** True where something was learnt about a file since the last time that was asked. */
  takeChange(): boolean {
    const isChanged = this.#isChanged;
    this.#isChanged = false;
    return isChanged;
  }

  /** Forgets the texts of all other files. @param paths absolute */
  keepTexts(paths: ReadonlySet<string>): void {
    for (const [path, { stamp, digest }] of this.#known) {
      if (paths.has(path)) continue;
      if (digest === undefined) this.#known.delete(path);
      else this.#known.set(path, { stamp, digest });
    }
  }

  /** Forgets files. @param isGone is given absolute paths */
  forget(isGone: (path: string) => boolean): void {
    for (const path of this.#known.keys()) if (isGone(path)) this.#known.delete(path);
  }
}

function isSame(a: Stamp, b: Stamp): boolean {
  return a.mtimeMs === b.mtimeMs && a.ctimeMs === b.ctimeMs && a.size === b.size && a.ino === b.ino;
}
