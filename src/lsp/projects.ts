import { isWithin } from '../discover/names.js';
import { isOwnSource, pathOf, rootOf } from './paths.js';
import type { OpenText, ProjectLinter } from './project-linter.js';

/** The projects that the open files of an editor belong to. */
export class OpenProjects {
  /** The workspace folders, absolute. */
  readonly folders = new Set<string>();
  readonly #make: (root: string) => ProjectLinter;
  readonly #linters = new Map<string, ProjectLinter>();
  readonly #homes = new Map<string, ProjectLinter>();

  /** @param make makes what lints the project in a folder */
  constructor(make: (root: string) => ProjectLinter) {
    this.#make = make;
  }

  open(document: OpenText): void {
    const root = rootOf(document.path, [...this.folders]);
    if (!isOwnSource(document.path, root)) return;
    const linter = this.in(root);
    this.#homes.set(document.path, linter);
    linter.open(document);
  }

  change(document: OpenText): void {
    this.#homes.get(document.path)?.change(document);
  }

  /** @param path absolute */
  close(path: string): void {
    this.#homes.get(path)?.close(path);
    this.#homes.delete(path);
  }

  /** What lints an open file. @param path absolute */
  of(path: string): ProjectLinter | undefined {
    return this.#homes.get(path);
  }

  /** An open file by its URI, and what lints it. */
  behind(uri: string): { linter: ProjectLinter; document: OpenText } | undefined {
    const path = pathOf(uri);
    const linter = path === undefined ? undefined : this.of(path);
    const document = path === undefined ? undefined : linter?.textAt(path);
    return linter && document && { linter, document };
  }

  /** What lints the project in a folder, absolute. */
  in(root: string): ProjectLinter {
    const linter = this.#linters.get(root) ?? this.#make(root);
    this.#linters.set(root, linter);
    return linter;
  }

  /** What lints the project of a file or folder by its URI, or else the first one. */
  at(uri: string | undefined): ProjectLinter | undefined {
    const path = uri === undefined ? [...this.folders][0] : pathOf(uri);
    if (path === undefined) return [...this.#linters.values()][0];
    return this.of(path) ?? this.in(rootOf(`${path}/mix.exs`, [...this.folders]));
  }

  /**
   * Files on disk have come, changed or gone. Where projects begin and end is asked anew.
   *
   * @param paths absolute, without those of open files whose text has merely been saved
   * @param documents all that is open
   */
  refresh(paths: readonly string[], documents: readonly OpenText[]): void {
    for (const document of documents) {
      const linter = this.of(document.path);
      if (linter?.root === rootOf(document.path, [...this.folders])) continue;
      this.close(document.path);
      this.open(document);
    }
    for (const linter of this.#linters.values()) {
      // A configuration above a project holds for it as well.
      if (paths.some((path) => isWithin(path, linter.root) || isSetting(path))) linter.refresh();
    }
  }

  end(): void {
    for (const linter of this.#linters.values()) linter.end();
  }
}

function isSetting(path: string): boolean {
  return !/\.exs?$/.test(path) || path.endsWith('mix.exs');
}
