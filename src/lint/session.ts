import { resolve } from 'node:path';
import { performance } from 'node:perf_hooks';
import { Configurations } from '../config/configurations.js';
import type { Preset } from '../config/presets.js';
import type { ConfigurationFile, RuleLevel } from '../config/schema.js';
import { discover } from '../discover/discover.js';
import { memoryFolders } from '../discover/memory-folders.js';
import { MixProjects } from '../discover/mix-projects.js';
import { reportedName } from '../discover/names.js';
import { type Reading, readSource, type SourceFile } from '../discover/read.js';
import { readMixSettings } from '../discover/settings.js';
import { type Analysis, analyse } from './analyse.js';
import { readAppConfigs } from './app-configs.js';
import type { LintResult } from './finding.js';
import { OWN_RULES } from './own-rules.js';
import type { Rule } from './rule.js';
import { type Candidate, loadSources } from './sources.js';

interface Common {
  rules: readonly Rule[];
  /** Levels by rule that override every configuration. */
  levels?: ReadonlyMap<string, RuleLevel>;
  /** The preset that overrides that of every configuration. */
  preset?: Preset;
}

export interface LintOptions extends Common {
  /** Files, folders and globs; none means the default path. */
  paths: readonly string[];
  /** The working directory, absolute; the process's own by default. */
  cwd?: string;
  /** A configuration file to use instead of those that are found. */
  config?: string;
  /** Texts to take for files instead of what is on disk, by absolute path. */
  texts?: ReadonlyMap<string, string>;
}

export interface LintSourcesOptions extends Common {
  /** What an `otp-lint.json` beside the files would say. */
  configuration?: ConfigurationFile;
}

/**
 * Lints files on disk.
 *
 * @throws RunError where the paths or the configuration are not as they should be
 */
export async function lint(options: LintOptions): Promise<LintResult> {
  return (await survey(options)).result;
}

/**
 * Lints files on disk, and gives the projects they belong to as well.
 *
 * @throws RunError where the paths or the configuration are not as they should be
 */
export async function survey(options: LintOptions): Promise<Analysis> {
  const started = performance.now();
  const cwd = resolve(options.cwd ?? '.');
  const configurations = configurationsOf(options, cwd, options.config);
  const { files, skipped } = await discover(options.paths, {
    cwd,
    isIgnored: (file) => configurations.isIgnored(file),
  });
  const candidates = files.map((path): Candidate => {
    return { file: reportedName(cwd, path), path, read: () => read(path, options.texts) };
  });
  const sources = await loadSources(inOrder(candidates), new MixProjects(cwd));
  sources.skipped.unshift(...skipped);
  const configs = await readAppConfigs(sources, async (mix) =>
    (await readMixSettings(mix, cwd)).config.map(({ text }) => text),
  );
  return analyse(sources, options.rules, configurations, configs, started);
}

/**
 * Lints source texts that need not be on disk, by the very same steps. A file named `mix.exs` makes its folder
 * a Mix project.
 */
export async function lintSources(
  files: readonly SourceFile[],
  options: LintSourcesOptions,
): Promise<LintResult> {
  const started = performance.now();
  const cwd = resolve('/');
  const configurations = configurationsOf(options, cwd, options.configuration ?? {});
  const candidates = files.map(({ file, text }): Candidate => {
    return { file, path: resolve(cwd, file), read: async () => ({ text: text.replace(/^\ufeff/, '') }) };
  });
  const linted = candidates.filter(({ path }) => !configurations.isIgnored(path));
  const projects = new MixProjects(cwd, memoryFolders(files, cwd));
  const sources = await loadSources(inOrder(linted), projects);
  const configs = await readAppConfigs(sources, async ({ root, umbrella }) =>
    configTextsIn(files, [umbrella, root]),
  );
  return analyse(sources, options.rules, configurations, configs, started).result;
}

async function read(path: string, texts: ReadonlyMap<string, string> | undefined): Promise<Reading> {
  const text = texts?.get(path);
  return text === undefined ? readSource(path) : { text };
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

/** The ids that may stand in configurations. */
export function configurableIds(rules: readonly Rule[]): string[] {
  return [...rules, ...OWN_RULES].map(({ id }) => id).sort();
}

function configurationsOf(
  { rules, levels, preset }: Common,
  cwd: string,
  use?: string | ConfigurationFile,
): Configurations {
  return new Configurations({
    cwd,
    ruleIds: configurableIds(rules),
    ...(use !== undefined && { use }),
    ...(levels !== undefined && { levels }),
    ...(preset !== undefined && { preset }),
  });
}

function inOrder(candidates: readonly Candidate[]): Candidate[] {
  return candidates.toSorted((a, b) => (a.file < b.file ? -1 : Number(a.file > b.file)));
}
