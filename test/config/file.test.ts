import { describe, expect, test } from 'vitest';
import { parseConfiguration } from '../../src/config/file.js';

const RULES = ['blocking-callback', 'blocking-init', 'unsupervised-task'];

function parse(text: string) {
  return parseConfiguration(text, 'otp-lint.json', RULES);
}

test('a whole configuration, with comments and trailing commas', () => {
  const text = `{
    // why
    "$schema": "./node_modules/otp-lint/otp-lint.schema.json",
    "rules": { "blocking-init": "off", /* here */ "blocking-callback": "error", },
    "overrides": [{ "files": ["lib/legacy/**"], "rules": { "blocking-init": "info" } }],
    "production": ["scripts/*.exs", "!lib/dev"],
    "ignore": ["lib/generated"],
    "slowWork": ["MyApp.Http.get/2", "MyApp.Http.post!", ":brod.*", "MyApp.Store.*"],
    "requestPath": ["MyApp.Api", "MyApp.Api.*"],
  }`;
  const read = parse(text);
  expect(read.rules).toEqual(
    new Map([
      ['blocking-init', 'off'],
      ['blocking-callback', 'error'],
    ]),
  );
  expect(read.overrides).toEqual([{ files: ['lib/legacy/**'], rules: new Map([['blocking-init', 'info']]) }]);
  expect(read.slowWork).toHaveLength(4);
});

describe('what is not as it should be is told with its place', () => {
  test.each([
    ['{ "rules": {} ', 'otp-lint.json:1:15: close brace expected'],
    ['{\n  "rules" {}\n}', 'otp-lint.json:2:11: colon expected'],
    ['', 'otp-lint.json:1:1: value expected'],
    ['[]', 'otp-lint.json:1:1: expected an object'],
    ['{ "rulez": {} }', 'otp-lint.json:1:3: unknown key `rulez`, did you mean `rules`?'],
    [
      '{ "rules": {\n "blocking-cal": "off" } }',
      'otp-lint.json:2:2: unknown rule `blocking-cal`, did you mean `blocking-callback` or `blocking-init`?',
    ],
    [
      '{ "rules": { "blocking-init": "warn" } }',
      'otp-lint.json:1:31: unknown level `warn`, did you mean `warning`?',
    ],
    [
      '{ "rules": { "blocking-init": "x" } }',
      'otp-lint.json:1:31: unknown level `x`, expected `off` or `info` or `warning` or `error`',
    ],
    ['{ "rules": { "blocking-init": 2 } }', 'otp-lint.json:1:31: expected a string'],
    ['{ "ignore": "lib" }', 'otp-lint.json:1:13: expected an array'],
    ['{ "ignore": [], "ignore": [] }', 'otp-lint.json:1:17: `ignore` stands here twice'],
    ['{ "overrides": [{ "rules": {} }] }', 'otp-lint.json:1:17: the key `files` is missing'],
    [
      '{ "slowWork": ["get"] }',
      'otp-lint.json:1:16: `get` is not a function: write `Module.function/arity`, `Module.function` or `Module.*`',
    ],
    ...[
      ['Process.sleep(100)', 'Process.sleep'],
      ['&Process.sleep/1', 'Process.sleep/1'],
      ['Elixir.Process.sleep/1', 'Process.sleep/1'],
      ['timer.sleep/1', ':timer.sleep/1'],
      ['timer:sleep/1', ':timer.sleep/1'],
      ['Process.sleep/_', 'Process.sleep'],
      ['MyApp.Legacy', 'MyApp.Legacy.*'],
    ].map(([written, meant]) => [
      `{ "banned": [{ "function": "${written}" }] }`,
      `\`Module.*\`; did you mean \`${meant}\`?`,
    ]),
    ['{ "__proto__": [] }', 'otp-lint.json:1:3: unknown key `__proto__`'],
  ])('%s', (text, message) => {
    expect(() => parse(text)).toThrow(message);
  });
});
