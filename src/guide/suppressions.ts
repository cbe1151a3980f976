import type { Block, Page } from '../doctrine/blocks.js';
import { SUPPRESSION_FORMS } from '../doctrine/own-rule-page.js';

export const suppressions: Page = {
  id: 'suppressions',
  title: 'Suppressions',
  summary: 'a comment that says why a finding is right as it is',
  blocks: [
    {
      kind: 'text',
      text: 'The rule and, behind `--`, the reason are required: the next reader has to know why the code is right as it is. Several rules are separated by commas.',
    },
    ...SUPPRESSION_FORMS.flatMap(([text, code]): Block[] => [
      { kind: 'text', text },
      { kind: 'code', code },
    ]),
    {
      kind: 'text',
      text: 'A comment covers the findings that start on its lines. `disable-next-line` looks past blank lines and other comments to the next line of code.',
    },
    { kind: 'heading', text: 'Wrong ones are reported' },
    {
      kind: 'text',
      text: 'A comment that names an unknown rule, gives no reason or suppresses nothing is a finding of the rule `suppression`, so that they do not outlive what they were written for. What a rule that is off would have found is not held against them.',
    },
    { kind: 'heading', text: 'To have them written' },
    {
      kind: 'code',
      code: 'otp-lint --suppress --reason "one device, one caller" lib/my_app/serial',
    },
    {
      kind: 'text',
      text: 'It writes a comment for each finding that it would report, so paths, `--rule`, `--level` and `--since` choose. Editors offer the same for one finding (`otp-lint lsp`).',
    },
    { kind: 'heading', text: 'For many files' },
    {
      kind: 'text',
      text: 'Levels for whole folders stand in `otp-lint.json` under `overrides` (`otp-lint explain configuration`). Findings of yesterday are a matter for `otp-lint explain baseline`.',
    },
  ],
};
