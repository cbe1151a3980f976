import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type Bytes, isLink, readBytes, readSettings } from '../discover/read.js';
import { writeWhole } from '../files/write-whole.js';
import { frame, unframe } from './frame.js';

/** The name of the folder that a cache is kept in. */
export const CACHE_NAME = '.otp-lint-cache';

/** No file of a cache is larger. */
const MOST_BYTES = 512 * 1024 * 1024;

/** What tells backup programs and git to leave a folder alone (https://bford.info/cachedir/). */
const MARKS: Record<string, string> = {
  '.gitignore': '*\n',
  'CACHEDIR.TAG':
    'Signature: 8a477f597d28d172789f06886806bc55\n# This folder is a cache of otp-lint. It can be deleted at any time.\n',
};

/**
 * The files of a cache. A file that is damaged, foreign or cannot be read is as good as none; one that cannot be
 * written is not there the next time. Either is told of, once.
 */
export class CacheFolder {
  readonly #problems = new Set<string>();
  #isReady = false;

  /**
   * @param path absolute
   * @param edition what makes files of other versions foreign
   */
  constructor(
    readonly path: string,
    readonly edition: string,
  ) {}

  /** What is to be told about the cache itself. */
  get problems(): readonly string[] {
    return [...this.#problems];
  }

  /** What was written under a name; `undefined` where nothing of use is. */
  read(name: string): Uint8Array | undefined {
    const path = join(this.path, name);
    const read: Bytes = isLink(path)
      ? { reason: 'a symbolic link', isGone: false }
      : readBytes(path, MOST_BYTES);
    if (!read.content) {
      if (!read.isGone) this.tell(`cannot read the cache in ${this.path}: ${read.reason}`);
      return undefined;
    }
    const { content, problem } = unframe(read.content, this.edition);
    if (problem !== undefined) this.#isFaulty(problem);
    return content;
  }

  /** Notes that what a file holds is not what this program has written. */
  damaged(): void {
    this.#isFaulty('damaged');
  }

  #isFaulty(problem: string): void {
    this.tell(`the cache in ${this.path} is ${problem}; it is made anew`);
  }

  /** Writes a file, so that whoever reads it at the same time sees the old one or the new one. */
  async write(name: string, content: Uint8Array): Promise<void> {
    try {
      await this.#prepare();
      await replace(join(this.path, name), frame(content, this.edition));
    } catch (error) {
      this.tell(`cannot write the cache in ${this.path}: ${codeOf(error)}`);
    }
  }

  /** Removes all but the newest files whose name begins with a prefix. */
  async keepNewest(prefix: string, count: number): Promise<void> {
    const names = (await readdir(this.path).catch(() => [])).filter((name) => name.startsWith(prefix));
    if (names.length <= count) return;
    const aged = await Promise.all(
      names.map(async (name) => {
        const stats = await stat(join(this.path, name)).catch(() => undefined);
        return { name, at: stats?.mtimeMs ?? 0 };
      }),
    );
    const old = aged.sort((a, b) => b.at - a.at).slice(count);
    await Promise.all(old.map(({ name }) => rm(join(this.path, name), { force: true }).catch(() => {})));
  }

  /** Notes what is to be told. */
  tell(problem: string): void {
    this.#problems.add(problem);
  }

  async #prepare(): Promise<void> {
    if (this.#isReady) return;
    await mkdir(this.path, { recursive: true });
    for (const [name, text] of Object.entries(MARKS)) {
      const path = join(this.path, name);
      const known = isLink(path) ? undefined : readSettings(path).text;
      if (known !== text) await replace(path, text);
    }
    this.#isReady = true;
  }
}

/** Writes a file through a temporary one beside it. A link in its place is not followed. */
async function replace(path: string, content: string | Buffer): Promise<void> {
  if (isLink(path)) await rm(path);
  await writeWhole(path, content, false);
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
