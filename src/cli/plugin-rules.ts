import { Configurations } from '../config/configurations.js';
import type { Rule } from '../lint/rule.js';
import { configurableIds } from '../lint/session.js';

/** The options that say where plugins come from. */
export interface PluginFlags {
  config?: string;
  /** False where none are to be loaded. */
  plugins?: boolean;
}

/**
 * All rules that hold in the working directory: these, and those of the plugins that its configuration lists.
 *
 * @throws RunError where the configuration or a plugin is not as it should be
 */
export async function rulesHere(
  rules: readonly Rule[],
  { config, plugins }: PluginFlags,
): Promise<readonly Rule[]> {
  const cwd = process.cwd();
  const configurations = new Configurations({
    cwd,
    ruleIds: configurableIds(rules),
    ...(config !== undefined && { use: config }),
    ...(plugins !== undefined && { plugins }),
  });
  return [...rules, ...(await configurations.loadPlugins([configurations.inFolder(cwd)]))];
}
