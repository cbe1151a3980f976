import type { Page } from '../doctrine/blocks.js';

export const configuration: Page = {
  id: 'configuration',
  title: 'Configuration',
  summary: 'otp-lint.json, where something should be other than usual',
  blocks: [
    {
      kind: 'text',
      text: 'Nothing needs to be configured. `otp-lint init` writes an `otp-lint.json` that fits the project; comments and trailing commas are fine in it. A file is configured by the nearest one above it, and by that alone. All paths and globs in it are relative to it.',
    },
    {
      kind: 'table',
      table: {
        head: ['Key', 'Says'],
        rows: [
          ['`preset`', '`recommended`, `strict`, `all` or `red-flags`: what to begin with'],
          ['`rules`', 'levels by rule: `off`, `info`, `warning`, `error`'],
          ['`overrides`', 'levels for some files; the last entry that matches decides'],
          ['`ignore`', 'globs of files that are not linted'],
          ['`production`', 'globs of production code, or with `!` in front of what is none'],
          ['`slowWork`', 'functions that take long, besides those it knows'],
          ['`requestPath`', 'modules that serve requests, besides those it recognises'],
          ['`plugins`', 'modules with rules of your own, which are run: see the README'],
          ['`banned`', 'functions that are not to be called: `otp-lint explain banned-function`'],
          ['`baseline`', 'where the baseline is, when not beside this file'],
        ],
      },
    },
    {
      kind: 'code',
      code: `{
  "$schema": "./node_modules/otp-lint/otp-lint.schema.json",
  "preset": "recommended",
  "rules": { "blocking-init": "info" },
  "overrides": [
    { "files": ["lib/my_app/legacy/**"], "rules": { "stateless-genserver": "off" } }
  ],
  "ignore": ["lib/my_app/generated/**"],
  "slowWork": ["MyApp.Ldap.*", "MyApp.Pdf.render/2"]
}`,
    },
    { kind: 'heading', text: 'Production code' },
    {
      kind: 'text',
      text: 'Rules about production leave other code alone: `*.exs`, tests, benchmarks, Mix tasks, and `config`, `priv` and examples beside `lib`. `production` corrects that.',
    },
    { kind: 'heading', text: 'What applies to a file' },
    { kind: 'code', code: 'otp-lint --print-config lib/my_app/rates.ex' },
    {
      kind: 'text',
      text: 'An unknown key, rule or level is an error with the nearest known name, and exit code 2. More about levels: `otp-lint explain levels`',
    },
  ],
};
