import type { Page } from '../doctrine/blocks.js';

export const baseline: Page = {
  id: 'baseline',
  title: 'The baseline',
  summary: 'what is found today passes, what is new is reported',
  blocks: [
    {
      kind: 'text',
      text: 'An application that has lived for years has findings on the first day. `otp-lint baseline` writes them down in `otp-lint-baseline.json`; commit that file. From then on every run holds back what it knows of, on the terminal, in CI and in a git hook, and the closing line says how many findings that were.',
    },
    {
      kind: 'code',
      code: `otp-lint baseline                  # writes it, or brings it up to date
otp-lint                           # reports what it does not know of
otp-lint --no-baseline             # reports everything all the same
otp-lint baseline --level info     # takes advice in as well
otp-lint baseline lib/my_app/old   # leaves what it says of other files`,
    },
    { kind: 'heading', text: 'What it knows a finding by' },
    {
      kind: 'text',
      text: 'By its file, its rule and the text of its line, with a count. So lines may move and files may be renamed. A line that is changed is looked at anew, and one more finding of the same kind is new. More: `otp-lint explain fingerprints`',
    },
    { kind: 'heading', text: 'It gets shorter' },
    {
      kind: 'text',
      text: 'What has been mended is told of at the end of a run, and the next `otp-lint baseline` drops it. What a run did not look for stays: other paths, rules that are off, files that could not be read.',
    },
    { kind: 'heading', text: 'Where it is' },
    {
      kind: 'list',
      items: [
        'what `--baseline <file>` names, where it is given',
        'else what the key `baseline` of the `otp-lint.json` names, relative to that file',
        'else the nearest `otp-lint-baseline.json` at or above each file, up to the root of the git work tree',
        'a new one is written beside the `otp-lint.json`, or into the working directory',
      ],
    },
    { kind: 'heading', text: 'Baseline or suppression?' },
    {
      kind: 'text',
      text: 'A baseline is for what nobody has looked at yet. Where the code is right as it is, say so in the code, with the reason: `otp-lint explain suppressions`',
    },
  ],
};
