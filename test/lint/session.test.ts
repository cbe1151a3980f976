import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { MAX_FILE_BYTES } from '../../src/discover/read.js';
import type { Rule } from '../../src/lint/rule.js';
import { lint } from '../../src/lint/session.js';
import { temporaryTree } from '../temporary-tree.js';
import { callRule, found, lintText, moduleRule } from './test-rules.js';

const MODULE = 'defmodule A do\n  def run, do: Process.sleep(1)\nend\n';

/** Finds each project and names its modules. */
function projectRule(id: string): Rule {
  const { module: _, ...page } = moduleRule(id);
  return {
    ...page,
    project: ({ modules, settings }) => {
      const [first] = modules;
      if (first === undefined) return undefined;
      const names = modules.map(({ name }) => (settings.isRequestPath(name) ? `${name}!` : name));
      return {
        place: { file: first.file, line: 1, column: 1, endLine: 1, endColumn: 1 },
        message: [...names, ...settings.slowWork].join(' '),
      };
    },
  };
}

describe('a run over files on disk', () => {
  test('accounts for every file as linted or skipped', async () => {
    const cwd = temporaryTree({
      'lib/a.ex': MODULE,
      'lib/empty.ex': '',
      'lib/huge.ex': '#'.repeat(MAX_FILE_BYTES + 1),
      'lib/latin1.ex': Uint8Array.from([0x23, 0xe9]),
    });
    const result = await lint({ paths: [], cwd, rules: [callRule('sleepy', ['Process.sleep/1'])] });
    expect(result.files).toBe(2);
    expect(result.skipped).toEqual([
      { file: 'lib/huge.ex', reason: 'larger than 1 MiB (1 MiB)' },
      { file: 'lib/latin1.ex', reason: 'not valid UTF-8' },
    ]);
    expect(result.findings).toMatchObject([
      { rule: 'sleepy', level: 'warning', file: 'lib/a.ex', line: 2, column: 16, endLine: 2, endColumn: 32 },
    ]);
    expect(result.sourceOf('lib/a.ex')).toBe(MODULE);
    expect(result.diagnostics).toEqual([]);
  });

  test('skips a template that is named like what is written from it, and no file that only holds one', async () => {
    const cwd = temporaryTree({
      'lib/page.ex': 'defmodule <%= @web %>.Page do\n  def run, do: Process.sleep(1)\nend\n',
      'lib/broken.ex': 'defmodule Gen do\n  def page, do: "<%= @web %>"\n  def run( do\nend\n',
    });
    const result = await lint({ paths: [], cwd, rules: [] });
    expect(result.skipped).toEqual([{ file: 'lib/page.ex', reason: 'an EEx template, not Elixir source' }]);
    expect(result.findings).toMatchObject([{ rule: 'syntax-error', file: 'lib/broken.ex' }]);
  });

  test('finds the configuration above the linted path', async () => {
    const cwd = temporaryTree({
      'otp-lint.json': '{ "rules": { "sleepy": "error" }, "ignore": ["lib/gen"] }',
      'lib/a.ex': MODULE,
      'lib/gen/b.ex': MODULE,
    });
    const { findings, files } = await lint({
      paths: ['.'],
      cwd: join(cwd, 'lib'),
      rules: [callRule('sleepy', ['Process.sleep/1'])],
    });
    expect(files).toBe(1);
    expect(findings).toMatchObject([{ level: 'error', file: 'a.ex' }]);
  });
});

describe('projects', () => {
  const module = (name: string) => `defmodule ${name} do\nend\n`;

  test('each mix.exs makes one, an umbrella is one with its apps', async () => {
    const files = {
      'shop/mix.exs': 'apps_path: "apps"',
      'shop/apps/web/mix.exs': '',
      'shop/apps/web/lib/web.ex': module('Web'),
      'shop/apps/store/mix.exs': '',
      'shop/apps/store/lib/store.ex': module('Store'),
      'tool/mix.exs': '',
      'tool/lib/tool.ex': module('Tool'),
      'lib/loose.ex': module('Loose'),
    };
    const expected = [
      'lib/loose.ex:1 joined Loose',
      'shop/apps/store/lib/store.ex:1 joined Store Web',
      'tool/lib/tool.ex:1 joined Tool',
    ];
    const cwd = temporaryTree(files);
    const { findings } = await lint({ paths: ['**/lib'], cwd, rules: [projectRule('joined')] });
    expect(findings.map(({ file, line, rule, message }) => `${file}:${line} ${rule} ${message}`)).toEqual(
      expected,
    );
    const inMemory = await found(files, [projectRule('joined')], { configuration: { ignore: ['mix.exs'] } });
    expect(inMemory).toEqual(expected);
  });

  test('know what the configuration says of slow work and the request path', async () => {
    const texts = { 'lib/a.ex': module('My.Api.Users'), 'lib/b.ex': module('My.ApiX') };
    const configuration = { slowWork: ['My.Http.*'], requestPath: ['My.Api.*'] };
    expect(await found(texts, [projectRule('joined')], { configuration })).toEqual([
      'lib/a.ex:1 joined My.Api.Users! My.ApiX My.Http.*',
    ]);
  });
});

describe('source that is not Elixir', () => {
  test('is one finding a file, at its first fault, and the rest is linted', async () => {
    const text = `${MODULE}defmodule B do\n  def b, do: 1 + * 2\nend\ndefmodule C do\n  def c(], do: 1\nend\n`;
    const { findings } = await lintText(text, [callRule('sleepy', ['Process.sleep/1'])]);
    expect(findings.map(({ rule, level, line }) => [rule, level, line])).toEqual([
      ['sleepy', 'warning', 2],
      ['syntax-error', 'warning', 5],
    ]);
    expect(findings[1]?.evidence).toMatchObject([{ file: 'lib/a.ex', line: 8 }]);
  });

  test('is configured like a rule', async () => {
    const levels = new Map([['syntax-error', 'off' as const]]);
    expect(await found('defmodule A do', [], { levels })).toEqual([]);
  });
});

test('the order of files makes no difference', async () => {
  const texts = Object.fromEntries(
    ['b', 'a', 'C', 'é', 'a/z'].map((name) => [`lib/${name}.ex`, `${MODULE}\ndefmodule X do\nend\n`]),
  );
  const rules = [moduleRule('each'), callRule('sleepy', ['Process.sleep/1']), projectRule('joined')];
  const forwards = await lintText(texts, rules);
  const backwards = await lintText(Object.fromEntries(Object.entries(texts).reverse()), rules.toReversed());
  expect(backwards.findings).toEqual(forwards.findings);
  expect(forwards.findings).toHaveLength(16);
  const files = forwards.findings.map(({ file }) => file);
  expect(files).toEqual(files.toSorted());
});
