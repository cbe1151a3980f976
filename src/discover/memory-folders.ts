import { dirname, join, relative, resolve } from 'node:path';
import { isWithin, slashed } from './names.js';
import type { SourceFile } from './read.js';
import type { ProjectFolders } from './umbrella.js';

/** The projects that some source texts make up, as if they were on disk. @param cwd absolute */
export function memoryFolders(files: readonly SourceFile[], cwd: string): ProjectFolders {
  const texts = new Map(files.map(({ file, text }) => [resolve(cwd, file), text]));
  const paths = [...texts.keys()];
  const below = (folder: string) => paths.filter((path) => isWithin(dirname(path), folder));
  return {
    mixFileOf: (folder) => texts.get(join(folder, 'mix.exs')),
    isFolder: (path) => below(path).length > 0,
    isGitRoot: () => false,
    namesIn: (folder) => [...new Set(below(folder).map((path) => firstName(relative(folder, path))))],
  };
}

function firstName(path: string): string {
  return slashed(path).split('/')[0] ?? '';
}
