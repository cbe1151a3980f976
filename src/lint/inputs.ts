import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Configurations } from '../config/configurations.js';
import type { KeptTexts } from '../discover/kept-texts.js';
import { memoryFolders } from '../discover/memory-folders.js';
import { type MixProject, MixProjects } from '../discover/mix-projects.js';
import { reportedName } from '../discover/names.js';
import { type Reading, readSource, type SourceFile } from '../discover/read.js';
import { readMixSettings } from '../discover/settings.js';
import type { Changes } from '../git/changes.js';
import type { SkippedFile } from './finding.js';
import { scopeOf } from './scope.js';

/** A source text that is to be linted. */
export interface InputFile extends SourceFile {
  mix: MixProject;
}

/** All that a run reads, before any of it is understood. */
export interface Inputs {
  /** In order of their names. */
  files: readonly InputFile[];
  skipped: SkippedFile[];
  /** The names of the files to report on, where these are not all. */
  reported?: ReadonlySet<string>;
  /** The texts of the projects' own configuration files, by the root of the project or umbrella. */
  configs: ReadonlyMap<string, readonly string[]>;
}

/** What to read from disk. */
export interface Selection {
  /** Files, folders and globs; none means the default path. */
  paths: readonly string[];
  /** The working directory, absolute. */
  cwd: string;
  /** Whether to read also the rest of the projects that the paths are part of. */
  surrounded: boolean;
  /** Texts to take for files instead of what is on disk, by absolute path. */
  texts?: ReadonlyMap<string, string>;
  /** What changed, where only that is to be reported. */
  changes?: Changes;
}

/**
 * Reads the files under paths, and what configures their projects.
 *
 * @param kept what an earlier run has read; what has not changed since is not read again
 * @throws RunError where the paths or the configuration are not as they should be
 */
export async function readInputs(
  { paths, cwd, surrounded, texts, changes }: Selection,
  configurations: Configurations,
  kept?: KeptTexts,
): Promise<Inputs> {
  const projects = new MixProjects(cwd);
  const isIgnored = (file: string) => configurations.isIgnored(file);
  const unwritten = [...(texts?.keys() ?? [])].filter((path) => !existsSync(path));
  const scope = await scopeOf(paths, {
    cwd,
    projects,
    surrounded,
    isIgnored,
    ...(changes && { changes }),
    ...(unwritten.length > 0 && { unwritten }),
  });
  const { reported, skipped } = scope;
  kept?.keepOnly(new Set(scope.files));
  const named = inOrder(scope.files.map((path) => ({ file: reportedName(cwd, path), path })));
  const found: InputFile[] = [];
  for (const { file, path } of named) {
    const { text, reason } = await read(path, texts, changes, kept);
    if (text === undefined) skipped.push({ file, reason });
    else found.push({ file, text, mix: projects.projectOf(path) });
  }
  const configs = await configsOf(found, async (mix) =>
    (await readMixSettings(mix, cwd)).config.map(({ text }) => text),
  );
  return { files: found, skipped, configs, ...(reported && { reported }) };
}

/** The same of texts that need not be on disk. A file named `mix.exs` makes its folder a Mix project. */
export async function inputsIn(
  files: readonly SourceFile[],
  configurations: Configurations,
): Promise<Inputs> {
  const cwd = resolve('/');
  const projects = new MixProjects(cwd, memoryFolders(files, cwd));
  const linted = inOrder(files)
    .filter(({ file }) => !configurations.isIgnored(resolve(cwd, file)))
    .map(({ file, text }): InputFile => {
      return { file, text: text.replace(/^\ufeff/, ''), mix: projects.projectOf(resolve(cwd, file)) };
    });
  const configs = await configsOf(linted, async ({ root, umbrella }) =>
    configTextsIn(files, [umbrella, root]),
  );
  return { files: linted, skipped: [], configs };
}

async function read(
  path: string,
  texts: Selection['texts'],
  changes: Changes | undefined,
  kept: KeptTexts | undefined,
): Promise<Reading> {
  const text = texts?.get(path);
  return text === undefined ? (changes?.readingOf(path) ?? readSource(path, kept)) : { text };
}

/** @param textsOf the texts of a Mix project's configuration files, in the order in which Mix reads them */
async function configsOf(
  files: readonly InputFile[],
  textsOf: (project: MixProject) => Promise<string[]>,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const texts = new Map<string, string[]>();
  const seen = new Set<string>();
  for (const { mix } of files) {
    if (seen.has(mix.root)) continue;
    seen.add(mix.root);
    const root = mix.umbrella ?? mix.root;
    texts.set(root, [...(texts.get(root) ?? []), ...(await textsOf(mix))]);
  }
  return texts;
}

/** The texts of `config/*.exs` below the given roots, `config.exs` first. */
function configTextsIn(files: readonly SourceFile[], roots: readonly (string | undefined)[]): string[] {
  return roots.flatMap((root) => {
    if (root === undefined) return [];
    const folder = root === '.' ? 'config/' : `${root}/config/`;
    const found = files.filter(({ file }) => file.startsWith(folder) && file.endsWith('.exs'));
    const first = found.filter(({ file }) => file === `${folder}config.exs`);
    return [...new Set([...first, ...found])].map(({ text }) => text);
  });
}

function inOrder<Item extends { file: string }>(items: readonly Item[]): Item[] {
  return items.toSorted((a, b) => (a.file < b.file ? -1 : Number(a.file > b.file)));
}
