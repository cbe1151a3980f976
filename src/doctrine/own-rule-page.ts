import { type OwnRule, SUPPRESSION } from '../lint/own-rules.js';
import type { Block, Page } from './blocks.js';

const WHY = 'Rule and reason are required: the next reader has to know why the code is right as it is.';

/** Each way to suppress a rule, and what it covers. */
export const SUPPRESSION_FORMS: readonly (readonly [covers: string, comment: string])[] = [
  ['The next line:', '# otp-lint:disable-next-line <rule> -- reason'],
  ['The same line:', '# otp-lint:disable-line <rule> -- reason'],
  [
    'From here to `enable`; at the top and without `enable`, the whole file:',
    '# otp-lint:disable <rule> -- reason\n# otp-lint:enable <rule>',
  ],
];

/** The page about findings that the engine makes itself. */
export function ownRulePage({ id, summary, level }: OwnRule): Page {
  const blocks = id === SUPPRESSION.id ? formBlocks() : SYNTAX_BLOCKS;
  return { id, title: id, summary, note: `level: ${level}`, blocks };
}

const SYNTAX_BLOCKS: readonly Block[] = [
  {
    kind: 'text',
    text: 'What was not read was not linted, so this fails the run as a warning does. It is no error: only the parser of Elixir itself can know that the code fails, and code newer than the grammar of otp-lint may be right.',
  },
  { kind: 'text', text: 'More: `otp-lint explain unknown`' },
];

function formBlocks(): Block[] {
  return [
    { kind: 'heading', text: 'How to suppress' },
    { kind: 'text', text: WHY },
    ...SUPPRESSION_FORMS.flatMap(([text, code]): Block[] => [
      { kind: 'text', text },
      { kind: 'code', code },
    ]),
    { kind: 'text', text: 'More: `otp-lint explain suppressions`' },
  ];
}
