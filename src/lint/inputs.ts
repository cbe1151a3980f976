import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Configurations } from '../config/configurations.js';
import { KnownFiles } from '../discover/known-files.js';
import { memoryFolders } from '../discover/memory-folders.js';
import { type MixProject, MixProjects } from '../discover/mix-projects.js';
import { pathOf, reportedName } from '../discover/names.js';
import {
  digestOf,
  digestSource,
  type Reading,
  readSource,
  type SourceFile,
  type Unread,
} from '../discover/read.js';
import { readMixSettings } from '../discover/settings.js';
import { foldersOnDisk } from '../discover/umbrella.js';
import type { Changes } from '../git/changes.js';
import type { SkippedFile } from './finding.js';
import { scopeOf } from './scope.js';

/** A source that is to be linted; without a text it has not been read, and its digest says what it holds. */
export type InputFile = ReadFile | UnreadFile;

/** A source text that is to be linted. */
export interface ReadFile extends SourceFile {
  mix: MixProject;
  /** What it adds up to, where that is known. */
  digest?: string | undefined;
  /** True where it only matters whether it can be read. */
  aside?: boolean;
}

interface UnreadFile {
  file: string;
  mix: MixProject;
  digest: string;
  text?: undefined;
}

/** All that a run depends on, before any of it is understood. */
export interface Inputs<File extends InputFile = ReadFile> {
  /** In order of their names. */
  files: readonly File[];
  skipped: SkippedFile[];
  /** The names of the files to report on, where these are not all. */
  reported?: ReadonlySet<string>;
  /** The texts of the projects' own configuration files, by the root of the project or umbrella. */
  configs: ReadonlyMap<string, readonly string[]>;
  /** Those of these files that cannot be read. */
  unread: readonly SkippedFile[];
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
 * Finds the files under paths, and what configures their projects. Files are read, but for those of which it is
 * known what they hold.
 *
 * @param known what earlier runs have found out about files
 * @throws RunError where the paths or the configuration are not as they should be
 */
export async function findInputs(
  { paths, cwd, surrounded, texts, changes }: Selection,
  configurations: Configurations,
  known: KnownFiles,
): Promise<Inputs<InputFile>> {
  const { names } = configurations;
  const projects = new MixProjects(cwd, foldersOnDisk(names));
  const isIgnored = (file: string) => configurations.isIgnored(file);
  const unwritten = [...(texts?.keys() ?? [])].filter((path) => !existsSync(path));
  const scope = await scopeOf(paths, {
    cwd,
    names,
    projects,
    surrounded,
    isIgnored,
    ...(changes && { changes }),
    ...(unwritten.length > 0 && { unwritten }),
  });
  const { reported, skipped } = scope;
  known.keepTexts(new Set(scope.files));
  const named = inOrder(scope.files.map((path) => ({ file: reportedName(cwd, path), path })));
  const read = (path: string): Reading | Unread => {
    const text = texts?.get(path);
    return text === undefined ? (changes?.readingOf(path) ?? digestSource(path, known)) : { text };
  };
  const found: InputFile[] = [];
  for (const { file, path } of named) {
    const reading = read(path);
    if (reading.reason !== undefined) skipped.push({ file, reason: reading.reason });
    else found.push({ file, ...reading, mix: projects.projectOf(path) });
  }
  const unread = new Map<string, SkippedFile>();
  const configs = configsOf(found, (mix) => {
    const settings = readMixSettings(mix, cwd);
    for (const each of settings.skipped) unread.set(each.file, each);
    return settings.config.map(({ text }) => text);
  });
  return { files: found, skipped, configs, unread: [...unread.values()], ...(reported && { reported }) };
}

/** The same with the texts of all files. @param cwd the working directory, absolute */
export function withTexts(inputs: Inputs<InputFile>, cwd: string, known: KnownFiles): Inputs {
  const files: ReadFile[] = [];
  const skipped = [...inputs.skipped];
  for (const input of inputs.files) {
    const { file, mix } = input;
    const reading = input.text === undefined ? readSource(pathOf(cwd, file), known) : input;
    if (reading.text === undefined) skipped.push({ file, reason: reading.reason });
    else files.push({ file, text: reading.text, digest: reading.digest, mix });
  }
  return { ...inputs, files, skipped };
}

/** Gives the texts of files by name, as far as they are still what their digests say. @param cwd absolute */
export function textReader({ files }: Inputs<InputFile>, cwd: string): (file: string) => string | undefined {
  const byName = new Map(files.map((input) => [input.file, input]));
  const known = new KnownFiles(true);
  return (file) => {
    const input = byName.get(file);
    if (input === undefined || input.text !== undefined) return input?.text;
    const reading = readSource(pathOf(cwd, file), known);
    return reading.text !== undefined && reading.digest === input.digest ? reading.text : undefined;
  };
}

/** What a source adds up to. */
export function digestOfInput(input: InputFile): string {
  return input.text === undefined ? input.digest : (input.digest ?? digestOf(input.text));
}

/** The same of texts that need not be on disk. A file named `mix.exs` makes its folder a Mix project. */
export function inputsIn(files: readonly SourceFile[], configurations: Configurations): Inputs {
  const cwd = resolve('/');
  const projects = new MixProjects(cwd, memoryFolders(files, cwd));
  const linted = inOrder(files)
    .filter(({ file }) => !configurations.isIgnored(resolve(cwd, file)))
    .map(({ file, text }): ReadFile => {
      return { file, text: text.replace(/^\ufeff/, ''), mix: projects.projectOf(resolve(cwd, file)) };
    });
  const configs = configsOf(linted, ({ root, umbrella }) => configTextsIn(files, [umbrella, root]));
  return { files: linted, skipped: [], configs, unread: [] };
}

/** @param textsOf the texts of a Mix project's configuration files, in the order in which Mix reads them */
function configsOf(
  files: readonly InputFile[],
  textsOf: (project: MixProject) => string[],
): ReadonlyMap<string, readonly string[]> {
  const texts = new Map<string, string[]>();
  const seen = new Set<string>();
  for (const { mix } of files) {
    if (seen.has(mix.root)) continue;
    seen.add(mix.root);
    const root = mix.umbrella ?? mix.root;
    texts.set(root, [...(texts.get(root) ?? []), ...textsOf(mix)]);
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
