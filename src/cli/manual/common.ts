import type { Entry } from './manual.js';

/** What every command does that fails. */
export const FAILED: Entry = [
  '2',
  'the run itself failed: a wrong option, a mistake in a configuration, a path that is not there, a rule that crashed',
];

export const COLOR: readonly Entry[] = [
  ['NO_COLOR', 'set to anything but nothing: no colours, unless --color asks for them'],
  ['FORCE_COLOR', 'set: colours also where stdout is no terminal; 0 or false: none'],
];

export const PARSER: Entry = [
  'OTP_LINT_PARSER',
  'native or wasm: which parser to use (default: native where it can be loaded); both find the same',
];

export const CONFIGURATION: Entry = [
  'otp-lint.json',
  'configures the files below it, up to the next one (otp-lint explain configuration)',
];

export const BASELINE: Entry = [
  'otp-lint-baseline.json',
  'the findings that a run lets pass (otp-lint explain baseline)',
];

export const CACHE: Entry = [
  '.otp-lint-cache/',
  'what earlier runs found out, at the root of the git work tree; it can be deleted at any time',
];

export const MIX: Entry = [
  'mix.exs, config/*.exs',
  'are read to tell projects, umbrellas and literal settings; nothing in them is run',
];
