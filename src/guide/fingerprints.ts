import type { Page } from '../doctrine/blocks.js';

export const fingerprints: Page = {
  id: 'fingerprints',
  title: 'Fingerprints',
  summary: 'what makes a finding of today the same as that of yesterday',
  blocks: [
    {
      kind: 'text',
      text: 'Each finding has a fingerprint, 16 hexadecimal digits, made of its rule, its file, the text of its line without white space that does not matter, and the how-many-eth of that kind it is in the file. Line numbers and the message have no part in it.',
    },
    {
      kind: 'table',
      table: {
        head: ['What happens', 'The fingerprint'],
        rows: [
          ['lines are added above, code is indented anew', 'stays'],
          ['otp-lint words its message otherwise', 'stays'],
          ['the line itself is changed', 'is another'],
          ['the file is renamed', 'is another'],
        ],
      },
    },
    { kind: 'heading', text: 'Who uses it' },
    {
      kind: 'list',
      items: [
        '`--format json` gives it as `fingerprint`, for your own scripts',
        '`--format sarif` and `--format gitlab` give it to the services that follow findings from run to run',
      ],
    },
    {
      kind: 'text',
      text: 'The baseline keeps a fingerprint of rule and line alone, counted for each file, so that it knows a finding again in a file that was renamed: `otp-lint explain baseline`',
    },
  ],
};
