import type { Page } from '../doctrine/blocks.js';

export const levels: Page = {
  id: 'levels',
  title: 'Levels',
  summary: 'how grave a finding is, what is shown, and what fails the run',
  blocks: [
    {
      kind: 'table',
      table: {
        head: ['Level', 'Means', 'By default'],
        rows: [
          ['`error`', 'it misbehaves when it runs', 'shown, fails the run'],
          ['`warning`', 'a red flag: it will hurt, under load or at a restart', 'shown, fails the run'],
          ['`info`', 'advice: mostly fine, worth a thought', 'counted, shown with `--level info`'],
          ['`off`', 'the rule is not asked', 'nothing'],
        ],
      },
    },
    {
      kind: 'text',
      text: 'A single finding may weigh less or more than its rule, where its place says so.',
    },
    { kind: 'heading', text: 'Which level counts' },
    {
      kind: 'list',
      numbered: true,
      items: [
        '`--rule <id>=<level>` on the command line',
        'the last entry under `overrides` in the `otp-lint.json` that matches the file and names the rule',
        '`rules` in the `otp-lint.json`',
        'the preset, of `--preset` or of the `otp-lint.json`',
      ],
    },
    {
      kind: 'table',
      table: {
        head: ['Preset', 'What it does'],
        rows: [
          ['`recommended`', 'every rule at its own level (default)'],
          ['`strict`', 'advice is a warning, and so fails as well'],
          ['`all`', 'also what is off by default, as advice'],
          ['`red-flags`', 'only the rules for the seven red flags'],
        ],
      },
    },
    { kind: 'heading', text: 'Shown, and failing' },
    {
      kind: 'code',
      code: `otp-lint --level info       # shows advice too
otp-lint --quiet            # shows errors only
otp-lint --fail-on error    # warnings are shown, only errors fail
otp-lint --max-warnings 12  # errors fail, and more warnings than that`,
    },
    {
      kind: 'text',
      text: 'The exit code is 0 where nothing fails the run, 1 where findings do, 2 where the run itself failed: a wrong option, a mistake in a configuration, a path that is not there, a rule that crashed.',
    },
  ],
};
