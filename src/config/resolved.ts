import { dirname } from 'node:path';
import { isFolder } from '../discover/folders.js';
import type { Configurations } from './configurations.js';
import type { Levelled } from './presets.js';
import type { RuleLevel } from './schema.js';

/** The configuration of a path, with nothing left to be looked up. */
export interface ResolvedConfiguration {
  /** The file it comes from, as reported; absent for the defaults. */
  source?: string;
  /** What could stand as `otp-lint.json`: every rule's level, and all other keys. */
  content: Record<string, unknown>;
}

/**
 * The configuration that applies to a folder, or with overrides taken in to a file.
 *
 * @param path absolute; need not exist
 */
export function resolveConfiguration(
  path: string,
  configurations: Configurations,
  rules: readonly Levelled[],
): ResolvedConfiguration {
  const folder = isFolder(path) ? path : undefined;
  const { file, source } = folder === undefined ? configurations.of(path) : configurations.inFolder(path);
  const levelOf = (rule: Levelled): RuleLevel =>
    folder === undefined ? configurations.levelOf(rule, path) : configurations.levelInFolder(rule, folder);
  return {
    ...(source !== undefined && { source }),
    content: {
      preset: configurations.presetIn(folder ?? dirname(path)),
      ...(file.plugins !== undefined && { plugins: file.plugins }),
      rules: Object.fromEntries(rules.map((rule) => [rule.id, levelOf(rule)])),
      overrides: folder === undefined ? [] : (file.overrides ?? []).map(plainOverride),
      production: file.production ?? [],
      ignore: file.ignore ?? [],
      ...(file.baseline !== undefined && { baseline: file.baseline }),
      slowWork: file.slowWork ?? [],
      requestPath: file.requestPath ?? [],
      banned: file.banned ?? [],
    },
  };
}

function plainOverride({ files, rules }: { files: string[]; rules: ReadonlyMap<string, RuleLevel> }) {
  return { files, rules: Object.fromEntries(rules) };
}
