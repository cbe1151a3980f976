import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { MAIN } from '../cli/run.js';
import { Repository } from '../git/repository.js';

interface Hook {
  id: string;
  language: string;
  entry: string;
  files: string;
  require_serial: boolean;
}

const [hook, ...others]: Hook[] = parse(readFileSync('.pre-commit-hooks.yaml', 'utf8'));
const { bin, files }: { bin: Record<string, string>; files: string[] } = JSON.parse(
  readFileSync('package.json', 'utf8'),
);

const CLEAN = 'defmodule Rates do\nend\n';
const RED_FLAG =
  'defmodule Rates do\n  use GenServer\n  def start_link(id), do: GenServer.start_link(__MODULE__, [], name: String.to_atom("rates_#{id}"))\n  @impl true\n  def init(state), do: {:ok, state}\nend\n';

/** A repository whose commits go through a hook that calls ours as pre-commit does. */
function repositoryWithHook(): Repository {
  const repository = new Repository({ 'mix.exs': '', 'lib/rates.ex': CLEAN, 'test/rates_test.exs': CLEAN });
  const script = [
    '#!/usr/bin/env bash',
    `PATTERN='${hook?.files}'`,
    `otp-lint() { "${process.execPath}" "${MAIN}" "$@"; }`,
    'mapfile -t names < <(git diff --cached --name-only --diff-filter=d)',
    'chosen=()',
    `for name in "\${names[@]}"; do [[ $name =~ $PATTERN ]] && chosen+=("$name"); done`,
    `[ "\${#chosen[@]}" -eq 0 ] || ${hook?.entry} "\${chosen[@]}"`,
  ];
  mkdirSync(join(repository.root, '.git/hooks'), { recursive: true });
  writeFileSync(join(repository.root, '.git/hooks/pre-commit'), `${script.join('\n')}\n`, { mode: 0o755 });
  return repository;
}

describe('the hook for pre-commit', () => {
  test('is one, runs what the package installs, and once', () => {
    expect(others).toEqual([]);
    expect(hook).toMatchObject({ id: 'otp-lint', language: 'node', require_serial: true });
    expect(Object.keys(bin)).toContain(hook?.entry);
    expect(files).toContain(bin[hook?.entry ?? '']);
  });

  test('takes what a run without paths looks at', () => {
    const pattern = new RegExp(hook?.files ?? '');
    const taken = ['lib/a.ex', 'lib/a/b.exs', 'apps/a/lib/b.ex', 'backend/lib/a.ex'];
    const left = [
      'mix.exs',
      'test/a_test.exs',
      'config/config.exs',
      'glib/a.ex',
      'lib/a.eex',
      'lib/a.ex.bak',
    ];
    expect([...taken, ...left].filter((name) => pattern.test(name))).toEqual(taken);
  });

  test('stops a commit with a red flag, and lets a clean one through', () => {
    const repository = repositoryWithHook();
    const commit = () => repository.add().git('commit', '--quiet', '--message', 'change');
    repository.write({ 'lib/rates.ex': RED_FLAG });
    expect(commit).toThrow(/lib\/rates\.ex:3:70/);
    expect(repository.git('log', '--format=%s')).toBe('change\n');
    repository.write({ 'lib/rates.ex': `${CLEAN}\n` });
    commit();
    repository.write({ 'test/rates_test.exs': `${RED_FLAG}\n`, 'README.md': 'Rates' });
    commit();
    expect(repository.git('log', '--format=%s')).toBe('change\nchange\nchange\n');
    expect(repository.git('status', '--porcelain')).toBe('');
  });
});
