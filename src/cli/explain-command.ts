import { explain } from '../doctrine/explain.js';
import type { Rule } from '../lint/rule.js';
import { RunError } from '../lint/run-error.js';
import { print, wantsColor } from './output.js';

export interface ExplainFlags {
  color?: boolean;
}

/**
 * Prints the page about a rule or a topic of the doctrine.
 *
 * @throws RunError for an unknown name
 */
export function explainCommand(topic: string, flags: ExplainFlags, rules: readonly Rule[]): void {
  const width = process.stdout.columns;
  const answer = explain(topic, rules, {
    color: wantsColor(flags.color),
    ...(width !== undefined && { width }),
  });
  if ('suggestions' in answer) throw unknownTopic(topic, answer.suggestions);
  print(answer.text);
}

function unknownTopic(topic: string, suggestions: readonly string[]): RunError {
  const near = suggestions.map((name) => `\`${name}\``).join(' or ');
  const hint = near === '' ? '`otp-lint rules` lists the rules' : `did you mean ${near}?`;
  return new RunError(`there is no rule or topic \`${topic}\`, ${hint}`);
}
