import { explain, explainContents } from '../doctrine/explain.js';
import type { RuleDocumentation } from '../lint/rule-documentation.js';
import { RunError } from '../lint/run-error.js';
import { print, wantsColor } from './output.js';
import { type PluginFlags, rulesHere } from './plugin-rules.js';

export interface ExplainFlags extends PluginFlags {
  color?: boolean;
}

/**
 * Prints the page about a rule or a topic, or the list of the pages where none is named. Plugins are asked where
 * nothing else has that name.
 *
 * @throws RunError for an unknown name, and where a plugin or the configuration that lists it is not as it should be
 */
export async function explainCommand(
  topic: string | undefined,
  flags: ExplainFlags,
  rules: readonly RuleDocumentation[],
): Promise<void> {
  const width = process.stdout.columns;
  const options = { color: wantsColor(flags.color), ...(width !== undefined && { width }) };
  if (topic === undefined) {
    print(explainContents(rules, options));
    return;
  }
  const known = explain(topic, rules, options);
  const answer = 'text' in known ? known : explain(topic, await rulesHere(rules, flags), options);
  if ('suggestions' in answer) throw unknownTopic(topic, answer.suggestions);
  print(answer.text);
}

function unknownTopic(topic: string, suggestions: readonly string[]): RunError {
  const near = suggestions.map((name) => `\`${name}\``).join(' or ');
  const hint =
    near === '' ? '`otp-lint explain` lists the topics, `otp-lint rules` the rules' : `did you mean ${near}?`;
  return new RunError(`there is no rule or topic \`${topic}\`, ${hint}`);
}
