import { LEVELS } from '../lint/finding.js';
import { PRESETS } from './presets.js';
import { choice, described, dictionary, fields, type JsonSchema, list, type Read, text } from './shape.js';

/** A rule's level, or `off` where it is not to run. */
export const RULE_LEVELS = ['off', ...LEVELS] as const;

export type RuleLevel = (typeof RULE_LEVELS)[number];

const FUNCTION = {
  pattern: /^(:[a-z]\w*|[A-Z]\w*(\.[A-Z]\w*)*)\.(\*|[a-z_]\w*[?!]?(\/\d+)?)$/,
  expected: 'a function: write `Module.function/arity`, `Module.function` or `Module.*`',
};

const MODULE = {
  pattern: /^[A-Z*][\w*]*(\.[A-Z*][\w*]*)*$/,
  expected: 'a module: write `MyApp.Api` or, with wildcards, `MyApp.Api.*`',
};

/**
 * What an `otp-lint.json` may say: the one source of what is accepted, of its type and of the JSON schema.
 *
 * @param ruleIds the ids that may be given a level
 */
export function configurationShape(ruleIds: readonly string[]) {
  const globs = list(text());
  const rules = described(
    'Levels of rules by their id; rules that are not named keep that of the preset.',
    dictionary('rule', ruleIds, choice('level', RULE_LEVELS)),
  );
  return fields({
    $schema: described('Where the JSON schema of this file is.', text()),
    preset: described(
      'What to begin with: recommended, strict (advice fails as well), all rules, or only the red-flags.',
      choice('preset', PRESETS),
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
