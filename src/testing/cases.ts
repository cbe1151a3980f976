import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** One or more files that are linted together. */
export interface Case {
  name: string;
  files: { file: string; text: string }[];
}

/**
 * The fixtures in a folder: each file by itself, as one below `lib`, and each folder as a project of its own.
 *
 * @returns none where there is no such folder
 */
export function casesIn(folder: string): Case[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .sort()
    .map((name) => {
      const path = join(folder, name);
      if (!statSync(path).isDirectory())
        return { name, files: [{ file: `lib/${name}`, text: readFileSync(path, 'utf8') }] };
      const files = readdirSync(path, { recursive: true, encoding: 'utf8' })
        .filter((file) => /\.exs?$/.test(file))
        .sort()
        .map((file) => ({ file: file.replaceAll('\\', '/'), text: readFileSync(join(path, file), 'utf8') }));
      return { name, files };
    });
}
