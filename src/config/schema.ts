import { LEVELS } from '../lint/finding.js';
import { isBounded } from './globs.js';
import { FUNCTION, MODULE } from './names.js';
import { PRESETS } from './presets.js';
import {
  choice,
  described,
  dictionary,
  entries,
  fields,
  type JsonSchema,
  list,
  type Read,
  text,
} from './shape.js';

/** A rule's level, or `off` where it is not to run. */
export const RULE_LEVELS = ['off', ...LEVELS] as const;

export type RuleLevel = (typeof RULE_LEVELS)[number];

/** Findings are one line. */
const WORDS = { pattern: /^\s*\S.*$/, expected: 'one line of text' };

const GLOB = {
  pattern: /^(?!!?$)(?!!?\.?\/+$)[\s\S]{1,1000}$/,
  expected: 'a glob: write `lib/my_app/legacy/**`, with no more than 1000 characters or alternatives',
  accepts: isBounded,
};

/**
 * What an `otp-lint.json` may say: the one source of what is accepted, of its type and of the JSON schema.
 *
 * @param ruleIds the ids that may be given a level; any while it is not known which there are
 */
export function configurationShape(ruleIds?: readonly string[]) {
  const globs = list(text(GLOB));
  const level = choice('level', RULE_LEVELS);
  const rules = described(
    'Levels of rules by their id; rules that are not named keep that of the preset.',
    ruleIds ? dictionary('rule', ruleIds, level, /^[a-z][a-z0-9-]*\/[a-z][a-z0-9-]*$/) : entries(level),
  );
  const ban = fields(
    {
      function: described(
        'What is banned, as `Module.function/arity`, `Module.function` or `Module.*`; Erlang modules as `:timer`.',
        text(FUNCTION),
      ),
      message: described('Why, as it is to be reported: `it hides a race`.', text(WORDS)),
      instead: described('What to call in its place, or words about what to do.', text(WORDS)),
      level: described('How bad it is; `warning` where nothing is said.', choice('level', LEVELS)),
      except: described(
        'Where it may be called: globs of files, and modules such as `MyApp.Retry` or `MyApp.Dev.*`.',
        globs,
      ),
    },
    ['function'],
  );
  return fields({
    $schema: described('Where the JSON schema of this file is.', text()),
    preset: described(
      'What to begin with: recommended, strict (advice fails as well), all rules, or only the red-flags.',
      choice('preset', PRESETS),
    ),
    plugins: described(
      'Modules with rules of your own, as paths relative to this file (`./otp-lint/my-team.mjs`) or names of packages. They are run.',
      list(text()),
    ),
    rules,
    overrides: described(
      'Levels for some files; the last entry that matches a file and names a rule decides.',
      list(
        fields({ files: described('Globs of the files this is about.', globs), rules }, ['files', 'rules']),
      ),
    ),
    production: described(
      'Globs of files to take for production code, or with `!` in front not to; the last that matches decides.',
      globs,
    ),
    ignore: described('Globs of files that are not linted.', globs),
    baseline: described(
      'The baseline of known findings, when it is not `otp-lint-baseline.json` beside this file.',
      text(),
    ),
    slowWork: described(
      'More functions that take long, as `Module.function/arity`, `Module.function` or `Module.*`.',
      list(text(FUNCTION)),
    ),
    requestPath: described(
      'More modules that run in the processes of requests, such as `MyApp.Api` or `MyApp.Api.*`.',
      list(text(MODULE)),
    ),
    banned: described('Functions that are not to be called, which `banned-function` reports.', list(ban)),
  });
}

/** One `otp-lint.json` as it stands. */
export type ConfigurationFile = Read<ReturnType<typeof configurationShape>>;

/** The JSON schema of `otp-lint.json`. */
export function configurationSchema(ruleIds: readonly string[]): JsonSchema {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'otp-lint configuration',
    allowComments: true,
    allowTrailingCommas: true,
    ...configurationShape(ruleIds).schema,
  };
}
