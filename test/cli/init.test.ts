import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { Repository } from '../git/repository.js';
import { temporaryTree } from '../temporary-tree.js';
import { run } from './run.js';

const mix = (name: string, project = '', application = '', deps = '') =>
  `defmodule ${name}.MixProject do\n  use Mix.Project\n  def project, do: [app: :it, ${project}]\n  # mod: {Not.Me, []}\n  def application, do: [${application}]\n  defp deps, do: [${deps}]\nend\n`;
const BAD = 'defmodule A do\n  def a, do: :pg2.join(:a, self())\nend\n';
const LIBRARY = { 'mix.exs': mix('Rates'), 'lib/rates.ex': BAD };
const PHOENIX = {
  'mix.exs': mix('Shop', '', 'mod: {Shop.Application, []}', '{:phoenix, "~> 1.7"}'),
  'lib/shop.ex': BAD,
};

const configurationIn = (root: string) => readFileSync(join(root, 'otp-lint.json'), 'utf8');
const init = (root: string, ...flags: string[]) => run(root, ['init', ...flags]);

describe('the configuration', () => {
  test.each([
    ['a library', LIBRARY, '"Rates.Api.*"'],
    ['a Phoenix application', PHOENIX, 'besides controllers, LiveViews'],
    ['an OTP application', { 'mix.exs': mix('Bot', '', 'mod: {Bot, []}'), 'lib/a.ex': BAD }, '"Bot.Ldap.*"'],
    [
      'an umbrella',
      {
        'mix.exs': mix('All.Umbrella', 'apps_path: "apps"'),
        'apps/shop/mix.exs': mix('Shop'),
        'apps/shop/lib/shop.ex': BAD,
        'apps/bot/mix.exs': mix('Bot'),
        'apps/docs/README.md': '',
      },
      '  "overrides": [\n    // { "files": ["apps/bot/**"], "rules": {} },\n    // { "files": ["apps/shop/**"], "rules": {} },\n  ],',
    ],
  ])('fits %s, and changes nothing yet', (kind, files, text) => {
    const root = temporaryTree(files);
    const before = run(root, ['--format', 'concise', '--no-cache']);
    expect(before).toMatchObject({ status: 1, stdout: expect.stringContaining('pg2-removed') });
    expect(init(root)).toMatchObject({ status: 0, stderr: `otp-lint: wrote otp-lint.json for ${kind}\n` });
    expect(configurationIn(root)).toContain(text);
    expect(run(root, ['--format', 'concise', '--no-cache'])).toEqual(before);
  });

  test('is right as well with everything that it has behind comments', () => {
    const apps = { 'apps/a/mix.exs': mix('A'), 'apps/a/lib/a.ex': BAD, 'apps/b/mix.exs': mix('B') };
    const root = temporaryTree({ 'mix.exs': mix('All', 'apps_path: "apps"'), ...apps });
    init(root);
    const uncommented = configurationIn(root).replace(/^( *)\/\/ (?=["{])/gm, '$1');
    expect(uncommented).not.toBe(configurationIn(root));
    const other = temporaryTree({ 'mix.exs': '', ...apps, 'otp-lint.json': uncommented });
    expect(run(other, ['--print-config', 'apps/a/lib/a.ex'])).toMatchObject({
      status: 0,
      stderr: 'otp-lint: configured by otp-lint.json\n',
    });
  });

  test('leaves out what protoc has written, and knows where npm has put the schema', () => {
    const files = { 'lib/a.pb.ex': BAD, 'lib/b.ex': BAD, 'assets/node_modules/otp-lint/package.json': '{}' };
    const root = temporaryTree({ ...LIBRARY, ...files });
    init(root);
    expect(configurationIn(root)).toContain(
      '"$schema": "./assets/node_modules/otp-lint/otp-lint.schema.json"',
    );
    const { stdout } = run(root, ['--format', 'concise', '--no-cache']);
    expect(stdout).toContain('lib/b.ex');
    expect(stdout).not.toContain('lib/a.pb.ex');
  });

  test('takes the place of another only by force', () => {
    const root = temporaryTree({ ...LIBRARY, 'otp-lint.json': '{}' });
    expect(init(root)).toEqual({
      status: 2,
      stdout: '',
      stderr: 'otp-lint: otp-lint.json is there already: --force writes it anew\n',
    });
    expect(configurationIn(root)).toBe('{}');
    expect(init(root, '--force').status).toBe(0);
    expect(configurationIn(root)).toContain('$schema');
  });

  test('is written for a Mix project only', () => {
    const root = temporaryTree({ 'lib/a.ex': BAD });
    expect(init(root)).toMatchObject({ status: 2, stderr: expect.stringContaining('no `mix.exs`') });
    expect(existsSync(join(root, 'otp-lint.json'))).toBe(false);
  });
});

describe('what else there is to do', () => {
  test('is said on stdout', () => {
    const { stdout } = init(temporaryTree(LIBRARY));
    for (const command of ['baseline', 'init --pre-commit', 'init --github'])
      expect(stdout).toMatch(new RegExp(`^  otp-lint ${command} `, 'm'));
  });

  test('--dry-run prints the files and writes none', () => {
    const root = temporaryTree({ ...LIBRARY, 'otp-lint.json': '{}' });
    const { status, stdout } = init(root, '--dry-run', '--pre-commit', '--github');
    expect(status).toBe(0);
    expect(stdout.match(/^# \S+$/gm)).toEqual([
      '# otp-lint.json',
      '# .pre-commit-config.yaml',
      '# .github/workflows/otp-lint.yml',
    ]);
    expect(configurationIn(root)).toBe('{}');
    expect(existsSync(join(root, '.github'))).toBe(false);
  });

  test('--pre-commit writes the hook that this repository offers', () => {
    const root = temporaryTree(LIBRARY);
    expect(init(root, '--pre-commit').status).toBe(0);
    const { repos } = parse(readFileSync(join(root, '.pre-commit-config.yaml'), 'utf8'));
    const [{ language: _, description: __, ...offered }] = parse(
      readFileSync('.pre-commit-hooks.yaml', 'utf8'),
    );
    expect(repos).toEqual([{ repo: 'local', hooks: [{ ...offered, language: 'system' }] }]);
  });

  test('files that are there stay as they are, and what to add is said', () => {
    const there = { 'otp-lint.json': '{}', '.pre-commit-config.yaml': 'repos: []\n' };
    const root = temporaryTree({ ...LIBRARY, ...there });
    const { status, stdout, stderr } = init(root, '--pre-commit', '--github');
    expect(status).toBe(0);
    expect(stderr).toBe(
      'otp-lint: otp-lint.json is there already and stays as it is\notp-lint: .pre-commit-config.yaml is there already and stays as it is\notp-lint: wrote .github/workflows/otp-lint.yml\n',
    );
    expect(stdout).toContain('To add to .pre-commit-config.yaml:\n\n  - repo: local\n');
    for (const [name, text] of Object.entries(there))
      expect(readFileSync(join(root, name), 'utf8')).toBe(text);
  });

  test('--github writes a workflow into the root of the repository that lints this project', () => {
    const repository = new Repository({ 'back end/mix.exs': mix('Rates'), 'back end/lib/rates.ex': BAD });
    init(join(repository.root, 'back end'), '--github');
    const workflow = parse(readFileSync(join(repository.root, '.github/workflows/otp-lint.yml'), 'utf8'));
    const commands: string[] = workflow.jobs['otp-lint'].steps.flatMap(({ run: it = [] }) => it);
    expect(commands).toEqual([
      expect.stringMatching(/^npm install --global otp-lint@\d/),
      "otp-lint 'back end/lib' --format github --format sarif --output otp-lint.sarif\n",
    ]);
    const { status, stdout } = run(repository.root, ['back end/lib', '--format', 'github', '--no-cache']);
    expect(status).toBe(1);
    expect(stdout).toContain('file=back end/lib/rates.ex');
  });
});
