import type { Page } from '../doctrine/blocks.js';

export const unknown: Page = {
  id: 'unknown',
  title: 'What it does not know',
  summary: 'it reads source alone, and stays silent where the source does not say',
  blocks: [
    {
      kind: 'text',
      text: 'A rule that cannot tell reports nothing: what you see was read in your code, with the way there as evidence. So no finding does not mean that all is well. Each rule lists its own limits on its page.',
    },
    {
      kind: 'list',
      items: [
        'what is decided at run time: a module in a variable, a child list built from data, a process name from the environment (`config/*.exs` is read where it is literal)',
        'what macros of libraries put into modules, beyond those of OTP, Phoenix, Ecto, Oban, Broadway and the like; `use` of your own macros is followed',
        'what dependencies do inside; `slowWork` adds functions that take long',
        'how often code runs, how long it takes and how many processes there are',
        'callers outside of the linted code, such as another node or a release console',
        'Erlang sources, `.eex` and `.heex` templates',
      ],
    },
    { kind: 'heading', text: 'In the supervision tree' },
    {
      kind: 'table',
      table: {
        head: ['Mark', 'Means'],
        rows: [
          ['`?`', 'started under a condition'],
          ['`…`', 'started at run time, any number of them'],
          ['`(…)`', 'why the source does not say more: which module, which children'],
          ['`unknown`', 'the same in `--format json`; absent where all is known'],
        ],
      },
    },
    { kind: 'heading', text: 'Files that were not read' },
    {
      kind: 'text',
      text: 'Source that cannot be read as Elixir is a finding of the rule `syntax-error`. A file that was skipped is told of on stderr and in the reports, with the reason. A file beside those that you name is read to understand them, and not reported on.',
    },
    { kind: 'heading', text: 'Tell it more' },
    {
      kind: 'text',
      text: 'With `slowWork`, `requestPath` and `production` in `otp-lint.json`: `otp-lint explain configuration`',
    },
  ],
};
