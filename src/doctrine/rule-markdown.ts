import type { RuleDocumentation } from '../lint/rule-documentation.js';
import { describePointer } from './pointer.js';
import { redFlagOf } from './red-flags.js';

/** A rule's page in Markdown, without a title. */
export function ruleMarkdown(rule: RuleDocumentation): string {
  const parts = [
    rule.what,
    `**Why:** ${rule.why}`,
    `**Instead:** ${rule.instead}`,
    ...rule.examples.bad.map((code) => exampleOf('Bad', code)),
    ...rule.examples.good.map((code) => exampleOf('Good', code)),
    listOf('Limits', rule.limits),
    listOf('In the doctrine', pointersOf(rule)),
    exampleOf('Where it is right as it is', `# otp-lint:disable-next-line ${rule.id} -- reason`),
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

/** The heart of a rule's page as plain text. */
export function rulePlainText({ what, why, instead }: RuleDocumentation): string {
  return [what, `Why: ${why}`, `Instead: ${instead}`].join('\n\n');
}

function exampleOf(title: string, code: string): string {
  return `**${title}:**\n\n\`\`\`elixir\n${code.trimEnd()}\n\`\`\``;
}

function listOf(title: string, items: readonly string[]): string {
  return items.length === 0 ? '' : `**${title}:**\n\n${items.map((item) => `- ${item}`).join('\n')}`;
}

function pointersOf({ redFlag, pointsTo }: RuleDocumentation): string[] {
  const flag = redFlag && redFlagOf(redFlag);
  return [...(flag ? [`Red flag ${flag.id}: ${flag.title}`] : []), ...describePointer(pointsTo)];
}
