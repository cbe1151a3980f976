import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { rules } from '../../rules/index.js';
import type { LintOptions } from '../../src/lint/session.js';
import { lint, lintSources, Session } from '../../src/lint/session.js';
import { type Case, casesIn } from '../../src/testing/cases.js';
import { setAsideDifferences } from '../metamorphic/read-in-full.js';
import { temporaryTree } from '../temporary-tree.js';
import { callRule, moduleRule } from './test-rules.js';

const SHOP = {
  'mix.exs': 'defmodule Shop.MixProject do\n  use Mix.Project\nend\n',
  'lib/prices.ex': 'defmodule Shop.Prices do\n  def of(item), do: item.price\nend\n',
  'lib/polling.ex':
    'defmodule Shop.Polling do\n  defmacro __using__(_) do\n    quote do\n      use GenServer\n    end\n  end\nend\n',
  'test/prices_test.exs':
    'defmodule Shop.PricesTest do\n  use ExUnit.Case\n  test "of", do: assert Shop.Prices.of(%{price: 1}) == 1\nend\n',
  'test/poller_test.exs':
    'defmodule Shop.PollerTest do\n  use Shop.Polling\n  def wait, do: Shop.Waiting.long()\nend\n',
  'test/support/waiting.ex': 'defmodule Shop.Waiting do\n  def long, do: Shop.Clock.wait(5)\nend\n',
  'test/support/clock.ex': 'defmodule Shop.Clock do\n  def wait(n), do: Process.sleep(n)\nend\n',
};

/** The modules of which more is known than that their file can be read. */
async function readModules(options: Partial<LintOptions> & Pick<LintOptions, 'rules'>): Promise<string[]> {
  const { projects } = await new Session().survey({ paths: [], ...options });
  return projects.flatMap(({ modules }) => modules.map(({ name }) => name)).sort();
}

const LIB = ['Shop.Polling', 'Shop.Prices'];

describe('a test that names nothing that a rule speaks of is set aside', () => {
  test('but for what those that do mention, to any depth', async () => {
    const cwd = temporaryTree(SHOP);
    const { speaksOf } = rules.find(({ id }) => id === 'self-call-deadlock') ?? {};
    expect(speaksOf).toBeDefined();
    const spoken = moduleRule('spoken', { ...(speaksOf && { speaksOf }) });
    expect(await readModules({ cwd, paths: ['.'], rules: [spoken] })).toEqual(
      [...LIB, 'Shop.Clock', 'Shop.PollerTest', 'Shop.Waiting'].sort(),
    );
  });

  test('by the calls that a rule lists, where it lists calls', async () => {
    const cwd = temporaryTree(SHOP);
    const paths = ['.'];
    const sleeps = callRule('sleeps', ['Process.sleep/1']);
    expect(await readModules({ cwd, paths, rules: [sleeps] })).toEqual(['Shop.Clock', ...LIB]);
    expect(await readModules({ cwd, paths, rules: [callRule('any', [':timer._/_'])] })).toEqual(LIB);
  });

  test('not where a rule may speak of anything, and not where that is off', async () => {
    const cwd = temporaryTree(SHOP);
    const all = Object.values(SHOP).flatMap((text) => /defmodule (\S+)/.exec(text)?.[1] ?? []);
    const options = { cwd, paths: ['.'], rules: [moduleRule('anything')] };
    expect(await readModules(options)).toEqual(all.sort());
    expect(await readModules({ ...options, levels: new Map([['anything', 'off']]) })).toEqual(LIB);
  });

  test('not while somebody has it open', async () => {
    const cwd = temporaryTree(SHOP);
    const texts = new Map([[join(cwd, 'test/prices_test.exs'), SHOP['test/prices_test.exs']]]);
    expect(await readModules({ cwd, paths: ['.'], rules: [], texts })).toEqual(
      ['Shop.PricesTest', ...LIB].sort(),
    );
  });

  test('not where the configuration says that it runs in production, or bans a function in it', async () => {
    const production = temporaryTree({ ...SHOP, 'otp-lint.json': '{ "production": ["test/support/**"] }' });
    expect(await readModules({ cwd: production, paths: ['.'], rules: [] })).toEqual(
      ['Shop.Clock', ...LIB, 'Shop.Waiting'].sort(),
    );
    const banned = '{ "banned": [{ "function": "Shop.Prices.of/1" }] }';
    const cwd = temporaryTree({ ...SHOP, 'otp-lint.json': banned });
    expect(await readModules({ cwd, paths: ['.'], rules: [] })).toHaveLength(7);
  });

  test('and whatever cannot be read in it is told all the same', async () => {
    const deep = `${'['.repeat(900)}${']'.repeat(900)}`;
    const cwd = temporaryTree({
      ...SHOP,
      'test/broken_test.exs': 'defmodule Shop.BrokenTest do\n  def a, do: (1\nend\n',
      'test/deep_test.exs': `defmodule Shop.DeepTest do\n  def a, do: ${deep}\nend\n`,
    });
    const { findings, files } = await lint({ cwd, paths: ['.'], rules: [] });
    expect(files).toBe(9);
    expect(findings.map(({ file, rule }) => `${file} ${rule}`)).toEqual([
      'test/broken_test.exs syntax-error',
      'test/deep_test.exs syntax-error',
    ]);
  });
});

/** The same with all that stands in `lib` among the tests. */
function asTests({ name, files }: Case): Case {
  return {
    name,
    files: files.map(({ file, text }) => ({ file: file.replace(/(^|\/)lib\//, '$1test/support/'), text })),
  };
}

describe('nothing that is found depends on what is set aside', () => {
  test.each(readdirSync('fixtures'))('%s', async (folder) => {
    for (const each of casesIn(join('fixtures', folder)).map(asTests)) {
      expect(await setAsideDifferences(each.files), each.name).toEqual({ gone: [], come: [] });
    }
  });

  test('although it makes a difference to what is read', async () => {
    const files = Object.entries(SHOP).map(([file, text]) => ({ file, text }));
    const everything = moduleRule('everything');
    const { findings } = await lintSources(files, { rules: [...rules, everything], preset: 'all' });
    expect(findings.filter(({ rule }) => rule === 'everything')).toHaveLength(7);
  });
});
