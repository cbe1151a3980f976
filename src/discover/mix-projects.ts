import { dirname } from 'node:path';
import { reportedName } from './names.js';
import { diskFolders, type ProjectFolders, umbrellaOf } from './umbrella.js';

/** A Mix project; folders are relative to the working directory with forward slashes, `.` for itself. */
export interface MixProject {
  /** The folder of its `mix.exs`; the working directory for files that belong to none. */
  root: string;
  /** The umbrella it is an app of. Apps of one umbrella depend on each other. */
  umbrella?: string;
  /** True for files that belong to no Mix project. */
  none?: true;
}

/** What files have in common that are joined to one project: an umbrella is one with its apps. */
export function projectKey({ root, umbrella, none }: MixProject): string {
  return none ? '' : (umbrella ?? root);
}

/** Tells to which Mix project a file belongs. */
export class MixProjects {
  readonly #cwd: string;
  readonly #folders: ProjectFolders;
  readonly #byFolder = new Map<string, MixProject>();

  /** @param cwd the working directory, absolute */
  constructor(cwd: string, folders: ProjectFolders = diskFolders) {
    this.#cwd = cwd;
    this.#folders = folders;
  }

  /** The project of the nearest `mix.exs` above a file, which is given by its absolute path. */
  projectOf(file: string): MixProject {
    return this.#projectAbove(dirname(file));
  }

  #projectAbove(folder: string): MixProject {
    const known = this.#byFolder.get(folder);
    if (known !== undefined) return known;
    const above = dirname(folder);
    const isTop = this.#folders.isGitRoot(folder) || above === folder;
    const project: MixProject =
      this.#folders.mixFileOf(folder) !== undefined
        ? this.#projectAt(folder)
        : isTop
          ? { root: '.', none: true }
          : this.#projectAbove(above);
    this.#byFolder.set(folder, project);
    return project;
  }

  #projectAt(root: string): MixProject {
    const umbrella = umbrellaOf(root, this.#folders);
    return {
      root: reportedName(this.#cwd, root),
      ...(umbrella !== undefined && { umbrella: reportedName(this.#cwd, umbrella) }),
    };
  }
}
