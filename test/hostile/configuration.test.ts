import { describe, expect, test } from 'vitest';
import { run } from '../cli/run.js';
import { temporaryTree } from '../temporary-tree.js';
import { badServer, WARNING } from './bad-server.js';

const LONG = 'a'.repeat(120);

/** A project whose paths a pattern can go astray in. */
function project(files: Readonly<Record<string, string>>): string {
  const deep = 'a/'.repeat(100);
  return temporaryTree({
    'lib/ok.ex': badServer('Ok'),
    [`lib/${LONG}/${LONG}.ex`]: badServer('Long'),
    [`lib/${deep}x.ex`]: badServer('Deep'),
    ...files,
  });
}

function runWith(configuration: string) {
  return run(project({ 'otp-lint.json': configuration }), ['--format', 'concise', '--no-cache']);
}

function refused(configuration: string): string {
  const { status, stdout, stderr } = runWith(configuration);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  return stderr.replace(/^otp-lint: |\n$/g, '');
}

describe('a configuration', () => {
  test.each(['['.repeat(200_000), '{"rules":'.repeat(100_000)])('that is deep: %#', (text) => {
    expect(refused(text)).toBe('otp-lint.json: it is nested too deeply');
  });

  test('that is huge', () => {
    expect(refused(`{ "ignore": [${'"x",'.repeat(500_000)}"y"] }`)).toMatch(
      /^cannot read the configuration `otp-lint.json`: larger than 1 MiB/,
    );
  });

  test.each([
    ['{ "__proto__": { "ignore": ["**"] } }', '1:3: unknown key `__proto__`'],
    ['{ "rules": { "__proto__": "off" } }', '1:14: unknown rule `__proto__`'],
    [
      '{ "overrides": [{ "files": ["**"], "rules": { "constructor": "off" } }] }',
      '1:47: unknown rule `constructor`',
    ],
    ['{ "preset": "__proto__" }', '1:13: unknown preset `__proto__`'],
    ['{ "extends": "./otp-lint.json" }', '1:3: unknown key `extends`'],
  ])('%s', (text, told) => {
    expect(refused(text)).toContain(`otp-lint.json:${told}`);
  });

  test.each(['', '!', '/', './', 'x'.repeat(1001), '{a,b}'.repeat(25), '{1..100000}'])(
    'whose glob says nothing or too much: %s',
    (glob) => {
      expect(refused(JSON.stringify({ ignore: [glob] }))).toMatch(
        /^otp-lint.json:1:12: `.*` is not a glob: /,
      );
    },
  );

  test.each([
    `${'*a'.repeat(60)}b`,
    `${'**/a/'.repeat(60)}b`,
    '**/(a+)+b',
    '**/*(*(*(a)))b',
    '[a-',
    '\\',
    '{{{{{{{{a',
  ])('whose glob %s matches nothing takes no longer for it', (glob) => {
    const { status, stdout, stderr } = runWith(
      JSON.stringify({ ignore: [glob], production: [glob], overrides: [{ files: [glob], rules: {} }] }),
    );
    expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
    expect(stdout.match(new RegExp(WARNING, 'g'))).toHaveLength(3);
  });
});

test.each([`${'*a'.repeat(60)}b`, `${'**/a/'.repeat(60)}b`, '(a+)+b', '[a-', '\\', '[[:alpha:]'])(
  'a .gitignore with the line %s takes no longer for it',
  (line) => {
    const cwd = project({ '.gitignore': `${line}\n` });
    const { status, stdout } = run(cwd, ['--format', 'concise', '--no-cache']);
    expect(status).toBe(1);
    expect(stdout.match(new RegExp(WARNING, 'g'))).toHaveLength(3);
  },
);

test('a baseline with keys of objects', () => {
  const baseline =
    '{ "version": 1, "level": "info", "files": { "lib/gone.ex": { "__proto__": { "constructor": 1 } } } }';
  const { status, stderr } = run(project({ 'otp-lint-baseline.json': baseline }), ['--no-cache']);
  expect({ status, stderr }).toEqual({
    status: 1,
    stderr: expect.stringContaining('1 entry of the baseline is no longer needed'),
  });
});
