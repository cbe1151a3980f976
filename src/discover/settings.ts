import { readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { MixProject } from './mix-projects.js';
import { readAll, type SourceFile } from './read.js';

/** The files of a Mix project that say how it is built and configured. They are read, not linted. */
export interface MixSettings {
  /** The text of its `mix.exs`; absent where the project has none. */
  mixFile?: SourceFile;
  /** Its `config/*.exs`, `config.exs` first, then by name; those of the umbrella stand before the app's own. */
  config: SourceFile[];
}

/**
 * Reads a Mix project's `mix.exs` and `config/*.exs`. What cannot be read is left out.
 *
 * @param cwd the working directory, absolute
 */
export async function readMixSettings(project: MixProject, cwd: string): Promise<MixSettings> {
  const roots = [project.umbrella, project.root].filter((root) => root !== undefined);
  const config: SourceFile[] = [];
  for (const root of roots) config.push(...readAll(await configFilesOf(resolve(cwd, root)), cwd));
  const [mixFile] = readAll([resolve(cwd, project.root, 'mix.exs')], cwd);
  return { ...(mixFile && { mixFile }), config };
}

async function configFilesOf(root: string): Promise<string[]> {
  const folder = join(root, 'config');
  const names = await readdir(folder).catch((): string[] => []);
  return inOrderOfReading(names.filter((name) => name.endsWith('.exs'))).map((name) => join(folder, name));
}

/** `config.exs` is what Mix reads first; the others are imported by it or read later. */
function inOrderOfReading(names: string[]): string[] {
  return names.sort((a, b) => Number(b === 'config.exs') - Number(a === 'config.exs') || (a < b ? -1 : 1));
}
