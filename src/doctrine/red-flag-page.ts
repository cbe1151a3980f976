import type { RuleDocumentation } from '../lint/rule-documentation.js';
import type { Block, Page } from './blocks.js';
import type { RedFlagEntry } from './red-flags.js';

/** The page about a red flag, with the rules that look for it. */
export function redFlagPage(flag: RedFlagEntry, rules: readonly RuleDocumentation[]): Page {
  const items = rules
    .filter((rule) => rule.redFlag === flag.id)
    .map((rule) => `\`${rule.id}\`: ${rule.summary}`);
  const looking: Block[] =
    items.length === 0
      ? []
      : [
          { kind: 'heading', text: 'Rules' },
          { kind: 'list', items },
        ];
  return {
    id: flag.id,
    title: `Red flag ${flag.id}`,
    summary: flag.title,
    blocks: [
      { kind: 'text', text: `${flag.why} Instead: ${flag.instead}` },
      ...looking,
      { kind: 'text', text: `More: \`otp-lint explain ${flag.section}\`` },
    ],
  };
}
