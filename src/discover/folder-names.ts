/**
 * What stands in the folders of one run. Of each it is asked whether it holds a configuration, a baseline, a
 * `.gitignore`, a `mix.exs` or the root of a git work tree: where it was listed, the disk need not be asked five times.
 */
export class FolderNames {
  readonly #names = new Map<string, ReadonlySet<string>>();

  /** Notes all that stands in a folder. @param folder absolute */
  note(folder: string, names: ReadonlySet<string>): void {
    this.#names.set(folder, names);
  }

  /** False where it is known that nothing of that name stands in a folder. @param folder absolute */
  mayHold(folder: string, name: string): boolean {
    return this.#names.get(folder)?.has(name) ?? true;
  }
}
