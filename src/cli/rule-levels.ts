import { RULE_LEVELS, type RuleLevel } from '../config/schema.js';
import { RunError } from '../lint/run-error.js';
import { unknownWord } from '../lint/unknown-word.js';
import { isPluginRule } from '../plugins/plugin.js';

/**
 * Reads `--rule id=level` options; the last one about a rule counts.
 *
 * @throws RunError for an unknown rule or level
 */
export function readRuleLevels(
  options: readonly string[],
  ruleIds: readonly string[],
): Map<string, RuleLevel> {
  return new Map(options.map((option) => readRuleLevel(option, ruleIds)));
}

function readRuleLevel(option: string, ruleIds: readonly string[]): [string, RuleLevel] {
  const [id = '', word, ...rest] = option.split('=');
  if (word === undefined || rest.length > 0) {
    throw new RunError(`--rule \`${option}\`: expected <rule>=<level>, such as \`${ruleIds[0]}=off\``);
  }
  // Those of plugins are known only when the plugins are loaded.
  if (!ruleIds.includes(id) && !isPluginRule(id))
    throw new RunError(`--rule \`${option}\`: ${unknownWord('rule', id, ruleIds)}`);
  const level = RULE_LEVELS.find((known) => known === word);
  if (level === undefined)
    throw new RunError(`--rule \`${option}\`: ${unknownWord('level', word, RULE_LEVELS)}`);
  return [id, level];
}
