import { Chalk } from 'chalk';
import type { RuleDocumentation } from '../lint/rule-documentation.js';
import { print, wantsColor } from './output.js';
import { type PluginFlags, rulesHere } from './plugin-rules.js';
import { packageVersion } from './version.js';

export interface RulesFlags extends PluginFlags {
  format: 'table' | 'json';
  color?: boolean;
}

/**
 * Lists all rules with their level, red flag and summary, those of the plugins of the working directory among them.
 *
 * @throws RunError where its configuration or a plugin is not as it should be
 */
export async function rulesCommand(flags: RulesFlags, builtIn: readonly RuleDocumentation[]): Promise<void> {
  const rules = await rulesHere(builtIn, flags);
  print(flags.format === 'json' ? rulesJson(rules) : rulesTable(rules, wantsColor(flags.color)));
}

function rulesJson(rules: readonly RuleDocumentation[]): string {
  const listed = rules.map(({ id, level, redFlag, summary, pointsTo, productionOnly = false }) => {
    return { id, level, ...(redFlag !== undefined && { redFlag }), summary, pointsTo, productionOnly };
  });
  return `${JSON.stringify({ version: packageVersion(), rules: listed }, null, 2)}\n`;
}

function rulesTable(rules: readonly RuleDocumentation[], color: boolean): string {
  const chalk = new Chalk({ level: color ? 1 : 0 });
  const paint = { off: chalk.dim, info: chalk.blue, warning: chalk.yellow, error: chalk.red };
  const width = Math.max(0, ...rules.map(({ id }) => id.length));
  const lines = rules.map(({ id, level, redFlag = '', summary }) => {
    return `${chalk.bold(id.padEnd(width))}  ${paint[level](level.padEnd(7))}  ${redFlag.padEnd(3)}  ${summary}\n`;
  });
  return lines.join('');
}
