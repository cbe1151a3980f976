import { explain, explainContents } from '../doctrine/explain.js';
import type { Rule } from '../lint/rule.js';
import { RunError } from '../lint/run-error.js';
import { print, wantsColor } from './output.js';

export interface ExplainFlags {
  color?: boolean;
}

/**
 * Prints the page about a rule or a topic, or the list of the pages where none is named.
 *
 * @throws RunError for an unknown name
 */
export function explainCommand(topic: string | undefined, flags: ExplainFlags, rules: readonly Rule[]): void {
  const width = process.stdout.columns;
  const options = { color: wantsColor(flags.color), ...(width !== undefined && { width }) };
  if (topic === undefined) {
    print(explainContents(rules, options));
    return;
  }
  const answer = explain(topic, rules, options);
  if ('suggestions' in answer) throw unknownTopic(topic, answer.suggestions);
  print(answer.text);
}

function unknownTopic(topic: string, suggestions: readonly string[]): RunError {
  const near = suggestions.map((name) => `\`${name}\``).join(' or ');
  const hint =
    near === '' ? '`otp-lint explain` lists the topics, `otp-lint rules` the rules' : `did you mean ${near}?`;
  return new RunError(`there is no rule or topic \`${topic}\`, ${hint}`);
}
