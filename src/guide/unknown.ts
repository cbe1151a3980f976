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
    { kind: 'heading', text: 'How much that is' },
    {
      kind: 'text',
      text: '`otp-lint --verbose` counts it below the summary and in `--format json` under `unknown`, `otp-lint tree` below the trees. Tests and scripts do not count. About what is counted, rules are silent.',
    },
    {
      kind: 'table',
      table: {
        head: ['Counted', 'Not known', 'So nobody can tell'],
        rows: [
          [
            'calls to a module known only at run time',
            'the module: `adapter.send(x)`, with the adapter in a variable',
            'whether it is slow, waits or fails',
          ],
          [
            'calls of a function known only at run time',
            '`fun.(x)`, with a function from elsewhere',
            'the same',
          ],
          ['calls through `apply`', 'the module, the function or the arguments', 'the same'],
          [
            'calls of what is imported or used',
            'a function or macro from outside of the source: `assign/3`, `field/2`',
            'what it does; the usual ones of Phoenix, Ecto and the like are known by name',
          ],
          [
            'requests to servers',
            'which server a pid or name stands for',
            'whether it takes the message, and who waits for whom',
          ],
          [
            'children',
            'what a list made at run time holds, how many there are, and what a library starts',
            'the order of their start, and what falls with them',
          ],
          ['applications', 'which supervisor `start/2` starts', 'anything about the tree'],
          ['modules from outside of the source', 'all but their names', 'what they do inside'],
          ['skipped files', 'all of it', 'what they define, and whom they call'],
        ],
      },
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
