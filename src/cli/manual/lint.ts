import { BASELINE, CACHE, COLOR, CONFIGURATION, FAILED, MIX, PARSER } from './common.js';
import type { Manual } from './manual.js';

export const LINT: Manual = {
  usage: ['[options] [paths...]', '<command> [options]'],
  summary: 'find where the process design of an Elixir application will hurt',
  about: [
    'Reads Elixir source and reports where the design of its processes will hurt when it runs. Nothing is compiled or started, and no Elixir is needed.',
    'What is part of a Mix project is judged with the whole project around it; only what is under the paths is reported. Findings go to stdout, words about the run to stderr. `otp-lint explain` tells more about rules, levels, suppressions and the baseline.',
  ],
  exitCodes: [
    ['0', 'nothing at or above --fail-on, and no more warnings than --max-warnings'],
    ['1', 'findings that fail the run'],
    FAILED,
  ],
  environment: [
    ...COLOR,
    PARSER,
    ['GITHUB_ACTIONS', 'true: --format github where no format is given'],
    ['CI', 'set: no line about how far the run is, not even on a terminal'],
  ],
  files: [
    CONFIGURATION,
    BASELINE,
    CACHE,
    MIX,
    ['.gitignore', 'what git ignores is not linted, unless it is named'],
  ],
  examples: [
    ['otp-lint', 'lint the whole project'],
    ['otp-lint lib/my_app/rates.ex', 'report on one file, judged with its whole project'],
    ['otp-lint --level info --fail-on error', 'show advice too, and fail on errors only'],
    ['otp-lint --since origin/main', 'report on what this branch has changed'],
    ['otp-lint --staged', 'report on what the next commit will change'],
    ['otp-lint --fix-dry-run --unsafe | git apply --check', 'see whether all fixes would apply'],
    [
      'otp-lint --format sarif --output otp-lint.sarif --format pretty',
      'a report for a service, and one to read',
    ],
    ['otp-lint --level info --format html > report.html', 'one page with findings, trees and doctrine'],
    [
      'otp-lint --stdin --stdin-filename lib/my_app/rates.ex < lib/my_app/rates.ex',
      'lint a text that is not written yet, under its name',
    ],
    ['otp-lint --rule blocking-init=off --rule dets-limits=error', 'other levels for one run'],
    ['otp-lint --print-config lib/my_app/rates.ex', 'what is configured for a file'],
    ['otp-lint --version --verbose', 'what to say in a report of a problem'],
  ],
};
