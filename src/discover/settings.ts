import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { SkippedFile } from '../lint/finding.js';
import type { MixProject } from './mix-projects.js';
import { reportedName } from './names.js';
import { readAll, type SourceFile, unreadable } from './read.js';
import { leadsOut, projectTop, wayOut } from './ways-out.js';

/** The files of a Mix project that say how it is configured. They are read, not linted. */
export interface MixSettings {
  /** Its `config/*.exs`, `config.exs` first, then by name; those of the umbrella stand before the app's own. */
  config: SourceFile[];
  /** Those of them that cannot be read, and why. */
  skipped: SkippedFile[];
}

/**
 * Reads a Mix project's `config/*.exs`.
 *
 * @param cwd the working directory, absolute
 */
export function readMixSettings(project: MixProject, cwd: string): MixSettings {
  const settings: MixSettings = { config: [], skipped: [] };
  for (const root of [project.umbrella, project.root]) {
    if (root === undefined) continue;
    const { sources, skipped } = configOf(resolve(cwd, root), cwd);
    settings.config.push(...sources);
    settings.skipped.push(...skipped);
  }
  return settings;
}

function configOf(root: string, cwd: string): { sources: SourceFile[]; skipped: SkippedFile[] } {
  const folder = join(root, 'config');
  const top = projectTop(root, cwd);
  const skip = (path: string, reason: string): SkippedFile => ({ file: reportedName(cwd, path), reason });
  const out = wayOut(folder, top);
  if (out !== undefined) return { sources: [], skipped: [skip(folder, leadsOut(out))] };
  let names: string[];
  try {
    names = readdirSync(folder).filter((name) => name.endsWith('.exs'));
  } catch (error) {
    const isThere = error instanceof Error && 'code' in error && error.code !== 'ENOENT';
    return { sources: [], skipped: isThere ? [skip(folder, unreadable(error, folder))] : [] };
  }
  const paths = inOrderOfReading(names).map((name) => join(folder, name));
  const outside = paths.flatMap((path) => {
    const real = wayOut(path, top);
    return real === undefined ? [] : [{ path, real }];
  });
  const inside = paths.filter((path) => !outside.some((other) => other.path === path));
  const { sources, skipped } = readAll(inside, cwd);
  return { sources, skipped: [...skipped, ...outside.map(({ path, real }) => skip(path, leadsOut(real)))] };
}

/** `config.exs` is what Mix reads first; the others are imported by it or read later. */
function inOrderOfReading(names: string[]): string[] {
  return names.sort((a, b) => Number(b === 'config.exs') - Number(a === 'config.exs') || (a < b ? -1 : 1));
}
