import { Configurations } from '../config/configurations.js';
import { configurableIds } from '../lint/configurable-ids.js';
import type { RuleDocumentation } from '../lint/rule-documentation.js';

/** The options that say where plugins come from. */
export interface PluginFlags {
  config?: string;
  /** False where none are to be loaded. */
  plugins?: boolean;
}

/**
 * What all rules that hold in the working directory say of themselves: these, and those of the plugins that its configuration lists.
 *
 * @throws RunError where the configuration or a plugin is not as it should be
 */
export async function rulesHere(
  rules: readonly RuleDocumentation[],
  { config, plugins }: PluginFlags,
): Promise<readonly RuleDocumentation[]> {
  const cwd = process.cwd();
  const configurations = new Configurations({
    cwd,
    ruleIds: configurableIds(rules),
    ...(config !== undefined && { use: config }),
    ...(plugins !== undefined && { plugins }),
  });
  return [...rules, ...(await configurations.loadPlugins([configurations.inFolder(cwd)]))];
}
