import type { Entry } from './document.js';

/** What a baseline lets pass, less what was taken of it. */
export class Allowance {
  readonly #left: Entry[];
  readonly #ofFile: ReadonlyMap<string, Entry>;

  constructor(entries: readonly Entry[]) {
    this.#left = entries.map((entry) => ({ ...entry }));
    this.#ofFile = new Map(this.#left.map((entry) => [keyOf(entry), entry]));
  }

  /** Takes one of a finding's kind in its own file; false where none is left. */
  take(finding: Omit<Entry, 'count'>): boolean {
    return takeOf(this.#ofFile.get(keyOf(finding)));
  }

  /** Takes one of the same kind in any of the files that are gone, for a finding whose file may be one of them. */
  takeMoved({ rule, fingerprint }: Omit<Entry, 'count'>, isGone: (file: string) => boolean): boolean {
    const moved = this.#left.find(
      (entry) =>
        entry.count > 0 && entry.rule === rule && entry.fingerprint === fingerprint && isGone(entry.file),
    );
    return takeOf(moved);
  }

  /** What was not taken. */
  get rest(): Entry[] {
    return this.#left.filter(({ count }) => count > 0);
  }
}

function takeOf(entry: Entry | undefined): boolean {
  if (entry === undefined || entry.count === 0) return false;
  entry.count -= 1;
  return true;
}

function keyOf({ file, rule, fingerprint }: Omit<Entry, 'count'>): string {
  return [file, rule, fingerprint].join('\0');
}
