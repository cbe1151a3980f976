import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Configurations } from '../../src/config/configurations.js';
import { resolveConfiguration } from '../../src/config/resolved.js';
import { temporaryTree } from '../temporary-tree.js';

const RULE = { id: 'blocking-init', level: 'warning' } as const;

function configurations(cwd: string, more: Partial<ConstructorParameters<typeof Configurations>[0]> = {}) {
  return new Configurations({ cwd, ruleIds: [RULE.id], ...more });
}

function saying(level: string): string {
  return JSON.stringify({ rules: { [RULE.id]: level } });
}

describe('which configuration applies', () => {
  test('the nearest at or above the file, without merging', () => {
    const cwd = temporaryTree({
      'otp-lint.json': '{ "rules": { "blocking-init": "off" }, "ignore": ["x.ex"] }',
      'apps/a/otp-lint.json': saying('error'),
      'apps/a/lib/x.ex': '',
    });
    const each = configurations(cwd);
    expect(each.levelOf(RULE, 'lib/x.ex')).toBe('off');
    expect(each.levelOf(RULE, 'apps/a/lib/x.ex')).toBe('error');
    expect(each.isIgnored('apps/a/lib/x.ex')).toBe(false);
    expect(each.isIgnored('apps/b/lib/x.ex')).toBe(true);
    expect(each.of('apps/a/lib/x.ex').source).toBe('apps/a/otp-lint.json');
  });

  test('also from above the working directory, but not from above the git root', () => {
    const root = temporaryTree({
      'otp-lint.json': saying('error'),
      'repo/.git/HEAD': '',
      'repo/otp-lint.json': saying('info'),
      'other/.git/HEAD': '',
      'other/lib/a.ex': '',
    });
    expect(configurations(join(root, 'repo/lib')).levelOf(RULE, 'a.ex')).toBe('info');
    expect(configurations(join(root, 'other/lib')).levelOf(RULE, 'a.ex')).toBe('warning');
  });

  test('one that is named replaces all; its globs are relative to the working directory', () => {
    const cwd = temporaryTree({
      'otp-lint.json': saying('off'),
      'ci/strict.json': '{ "rules": { "blocking-init": "error" }, "ignore": ["lib/a.ex"] }',
    });
    const named = configurations(cwd, { use: 'ci/strict.json' });
    expect(named.levelOf(RULE, 'lib/b.ex')).toBe('error');
    expect(named.isIgnored('lib/a.ex')).toBe(true);
  });

  test('a named one that is not there is an error', () => {
    const cwd = temporaryTree({});
    expect(() => configurations(cwd, { use: 'no.json' })).toThrow(
      'cannot read the configuration `no.json`: there is no such file',
    );
  });
});

describe('levels', () => {
  const file = {
    rules: new Map([[RULE.id, 'error' as const]]),
    overrides: [
      { files: ['lib/legacy'], rules: new Map([[RULE.id, 'info' as const]]) },
      { files: ['lib/legacy/*_test.ex'], rules: new Map([[RULE.id, 'off' as const]]) },
      { files: ['lib/**'], rules: new Map() },
    ],
  };

  test('the last override that matches and names the rule decides', () => {
    const each = configurations('/app', { use: file });
    expect(each.levelOf(RULE, 'lib/a.ex')).toBe('error');
    expect(each.levelOf(RULE, 'lib/legacy/a.ex')).toBe('info');
    expect(each.levelOf(RULE, 'lib/legacy/a_test.ex')).toBe('off');
  });

  test('the command line overrides all', () => {
    const each = configurations('/app', { use: file, levels: new Map([[RULE.id, 'warning']]) });
    expect(each.levelOf(RULE, 'lib/legacy/a_test.ex')).toBe('warning');
  });
});

describe('globs', () => {
  test.each([
    [['lib/legacy'], 'lib/legacy/a.ex', true],
    [['./lib/legacy/'], 'lib/legacy/x/a.ex', true],
    [['lib/{a,b}/*.ex'], 'lib/b/c.ex', true],
    [['*_gen.ex'], 'lib/deep/a_gen.ex', true],
    [['generated'], 'lib/generated/a.ex', true],
    [['lib/*.ex'], 'lib/x/a.ex', false],
    [['lib/**', '!lib/keep.ex'], 'lib/keep.ex', false],
    [['.hidden/**'], '.hidden/a.ex', true],
  ])('%j and %s: %s', (ignore, file, ignored) => {
    expect(configurations('/app', { use: { ignore } }).isIgnored(file)).toBe(ignored);
  });
});

describe('production code', () => {
  test.each([
    ['lib/my_app/server.ex', true],
    ['lib/my_app/config/loader.ex', true],
    ['apps/web/lib/web/priv/file.ex', true],
    ['lib/my_app/latest/server.ex', true],
    ['config/config.exs', false],
    ['lib/script.exs', false],
    ['test/support/server.ex', false],
    ['apps/web/test/support/server.ex', false],
    ['lib/my_app/test/server.ex', false],
    ['lib/mix/tasks/gen.ex', false],
    ['lib/my_app/bench.ex', false],
    ['lib/my_app/benchmarks/run.ex', false],
    ['bench/run.ex', false],
    ['examples/shop/lib/shop.ex', false],
    ['priv/repo/seeds.ex', false],
    ['test_apps/shop/lib/shop.ex', false],
    ['integration_tests/shop/lib/shop.ex', false],
    ['apps/contest/lib/contest.ex', true],
  ])('%s: %s', (file, production) => {
    expect(configurations('/app', { use: {} }).isProduction(file)).toBe(production);
  });

  test('as the configuration says', () => {
    const each = configurations('/app', { use: { production: ['scripts/*.exs', '!lib/dev'] } });
    expect(each.isProduction('scripts/run.exs')).toBe(true);
    expect(each.isProduction('lib/dev/server.ex')).toBe(false);
    expect(each.isProduction('lib/a.ex')).toBe(true);
  });

  test('beyond the working directory it goes by the place in the project', () => {
    const each = configurations('/home/me/app', { use: {} });
    expect(each.isProduction('/test/examples/shop/lib/shop.ex', '/test/examples/shop')).toBe(true);
    expect(each.isProduction('/test/examples/shop/test/shop.ex', '/test/examples/shop')).toBe(false);
  });
});

test('a resolved configuration names every rule, for a file with its overrides', () => {
  const cwd = temporaryTree({
    'otp-lint.json': JSON.stringify({
      overrides: [{ files: ['lib/a.ex'], rules: { 'blocking-init': 'off' } }],
      ignore: ['gen'],
    }),
    'lib/a.ex': '',
  });
  const each = configurations(cwd);
  const rest = {
    preset: 'recommended',
    production: [],
    ignore: ['gen'],
    slowWork: [],
    requestPath: [],
    banned: [],
  };
  expect(resolveConfiguration(join(cwd, 'lib'), each, [RULE])).toEqual({
    source: 'otp-lint.json',
    content: {
      rules: { 'blocking-init': 'warning' },
      overrides: [{ files: ['lib/a.ex'], rules: { 'blocking-init': 'off' } }],
      ...rest,
    },
  });
  expect(resolveConfiguration(join(cwd, 'lib/a.ex'), each, [RULE])).toEqual({
    source: 'otp-lint.json',
    content: { rules: { 'blocking-init': 'off' }, overrides: [], ...rest },
  });
});
