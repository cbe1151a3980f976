import { resolve } from 'node:path';
import { Configurations } from '../config/configurations.js';
import type { Preset } from '../config/presets.js';
import { resolveConfiguration } from '../config/resolved.js';
import type { RuleLevel } from '../config/schema.js';
import { isFolder } from '../discover/folders.js';
import { configurableIds } from '../lint/configurable-ids.js';
import { OWN_RULES } from '../lint/own-rules.js';
import type { RuleDocumentation } from '../lint/rule-documentation.js';
import { RunError } from '../lint/run-error.js';
import { print, tell } from './output.js';

/** The options that bear on the configuration. */
interface ConfigurationFlags {
  config?: string;
  preset?: Preset;
  plugins?: boolean;
}

/**
 * Prints the configuration that applies to a path, the working directory where none is given.
 *
 * @throws RunError where there are several paths, or the configuration or a plugin is not as it should be
 */
export async function printConfiguration(
  paths: readonly string[],
  flags: ConfigurationFlags,
  rules: readonly RuleDocumentation[],
  levels: ReadonlyMap<string, RuleLevel>,
): Promise<void> {
  if (paths.length > 1) throw new RunError('--print-config takes one path');
  const cwd = process.cwd();
  const configurations = new Configurations({
    cwd,
    ruleIds: configurableIds(rules),
    levels,
    ...(flags.config !== undefined && { use: flags.config }),
    ...(flags.preset !== undefined && { preset: flags.preset }),
    ...(flags.plugins !== undefined && { plugins: flags.plugins }),
  });
  const path = resolve(paths[0] ?? '.');
  const applies = isFolder(path) ? configurations.inFolder(path) : configurations.of(path);
  const known = [...rules, ...(await configurations.loadPlugins([applies])), ...OWN_RULES].sort((a, b) =>
    a.id < b.id ? -1 : 1,
  );
  const { source, content } = resolveConfiguration(path, configurations, known);
  tell(source === undefined ? 'no otp-lint.json applies, these are the defaults' : `configured by ${source}`);
  print(`${JSON.stringify(content, null, 2)}\n`);
}
