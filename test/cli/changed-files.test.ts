import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Repository } from '../git/repository.js';
import { temporaryTree } from '../temporary-tree.js';
import { MAIN, run } from './run.js';

/** Each call is one finding. */
const BAD = 'defmodule A do\n  def a, do: :pg2.join(:a, self())\nend\n';
const CLEAN = 'defmodule A do\nend\n';
const CALLER = 'defmodule Caller do\n  def go, do: GenServer.call(Server, :nope)\nend\n';
const server = (message: string) =>
  `defmodule Server do\n  use GenServer\n  def start_link(_), do: GenServer.start_link(__MODULE__, 1, name: __MODULE__)\n  @impl true\n  def init(_), do: {:ok, 1}\n  @impl true\n  def handle_call(${message}, _, s), do: {:reply, s, s}\nend\n`;

const QUIET = ['--no-cache', '--rule', 'syntax-error=off'];

/** The files with findings, in order; with the exit code where it is none of 0 and 1. */
function reported(cwd: string, ...args: string[]): string[] {
  const { stdout, stderr, status } = run(cwd, [...QUIET, '--format', 'json', ...args]);
  if (status === 2) return [stderr];
  const { findings }: { findings: { file: string }[] } = JSON.parse(stdout);
  return [...new Set(findings.map(({ file }) => file))];
}

function project(files: Readonly<Record<string, string>>): Repository {
  return new Repository({ 'mix.exs': '', ...files });
}

describe('--since', () => {
  test('committed, staged, unstaged and untracked files; renamed ones by their new name, deleted ones not', () => {
    const repository = project({
      'lib/old.ex': BAD,
      'lib/committed.ex': CLEAN,
      'lib/staged.ex': CLEAN,
      'lib/unstaged.ex': CLEAN,
      'lib/before.ex': BAD,
      'lib/deleted.ex': BAD,
    });
    repository.git('checkout', '--quiet', '-b', 'topic');
    repository.write({ 'lib/committed.ex': BAD }).commit();
    repository.write({ 'lib/staged.ex': BAD }).add();
    repository.git('mv', 'lib/before.ex', 'lib/after.ex');
    rmSync(join(repository.root, 'lib/deleted.ex'));
    repository.write({ 'lib/unstaged.ex': BAD, 'lib/untracked.ex': BAD });
    expect(reported(repository.root, '--since', 'main')).toEqual([
      'lib/after.ex',
      'lib/committed.ex',
      'lib/staged.ex',
      'lib/unstaged.ex',
      'lib/untracked.ex',
    ]);
    expect(reported(repository.root, '--since', 'HEAD')).not.toContain('lib/committed.ex');
  });

  test('what the other branch has changed meanwhile is not this one’s', () => {
    const repository = project({ 'lib/a.ex': BAD, 'lib/b.ex': CLEAN });
    repository.git('checkout', '--quiet', '-b', 'topic');
    repository.write({ 'lib/b.ex': BAD }).commit();
    repository.git('checkout', '--quiet', 'main');
    repository.write({ 'lib/a.ex': CLEAN }).commit();
    repository.git('checkout', '--quiet', 'topic');
    expect(reported(repository.root, '--since', 'main')).toEqual(['lib/b.ex']);
  });

  test('only below the paths, and only what the configuration does not ignore', () => {
    const repository = project({ 'otp-lint.json': '{ "ignore": ["lib/gen"] }', 'lib/a.ex': BAD });
    repository.write({ 'lib/b.ex': BAD, 'lib/x/c.ex': BAD, 'lib/gen/d.ex': BAD, 'test/e.exs': BAD });
    expect(reported(repository.root, '--since', 'HEAD')).toEqual(['lib/b.ex', 'lib/x/c.ex']);
    expect(reported(repository.root, '--since', 'HEAD', 'lib/x', 'lib/a.ex')).toEqual(['lib/x/c.ex']);
    expect(reported(repository.root, '--since', 'HEAD', 'test')).toEqual(['test/e.exs']);
  });

  test('in a folder of the repository, with names of all kinds', () => {
    const names = ['a b.ex', "it's.ex", '"quoted".ex', 'new\nline.ex', 'größe.ex', '-dash.ex', '$(x).ex'];
    const repository = new Repository({ 'apps/my app/mix.exs': '', 'other/lib/o.ex': CLEAN });
    for (const name of names) repository.write({ [`apps/my app/lib/${name}`]: BAD });
    repository.write({ 'other/lib/o.ex': BAD });
    const cwd = join(repository.root, 'apps/my app');
    const expected = names.map((name) => `lib/${name}`).sort();
    expect(reported(cwd, '--since', 'HEAD')).toEqual(expected);
    repository.add();
    expect(reported(cwd, '--staged')).toEqual(expected);
    expect(reported(join(cwd, 'lib'), '--since', 'HEAD', '.')).toEqual([...names].sort());
  });

  test('with the whole project in the model', () => {
    const repository = project({ 'lib/server.ex': server(':yes') });
    repository.write({ 'lib/caller.ex': CALLER });
    const since = () => run(repository.root, ['--since', 'HEAD', '--format', 'concise', ...QUIET]).stdout;
    expect(since()).toMatch(/^lib\/caller\.ex:2:\d+ error unhandled-call/);
    repository.write({ 'lib/server.ex': server(':nope') }).commit();
    repository.write({ 'lib/caller.ex': `${CALLER}\n` });
    expect(since()).not.toContain('unhandled-call');
  });

  test('nothing behind symbolic links, and nothing of submodules', () => {
    const outside = new Repository({ 'lib/b.ex': CLEAN });
    const repository = project({ 'lib/a.ex': CLEAN });
    const from = ['-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', outside.root, 'lib/sub'];
    repository.git(...from);
    repository.write({ 'lib/sub/lib/b.ex': BAD, 'real/c.ex': BAD });
    symlinkSync('../real/c.ex', join(repository.root, 'lib/c.ex'));
    symlinkSync('../real', join(repository.root, 'lib/real'));
    repository.add();
    for (const option of [['--since', 'HEAD'], ['--staged']]) {
      expect(reported(repository.root, ...option)).toEqual([]);
      expect(reported(repository.root, ...option, 'lib/c.ex', 'lib/sub')).toEqual([]);
    }
  });

  test('--fix mends only what is reported', () => {
    const rooms = (name: string) =>
      `defmodule ${name} do\n  use DynamicSupervisor\n\n  @impl true\n  def init(_), do: DynamicSupervisor.init(strategy: :one_for_all)\nend\n`;
    const repository = project({ 'lib/old.ex': rooms('Old') });
    repository.write({ 'lib/new.ex': rooms('New') });
    expect(run(repository.root, ['--since', 'HEAD', '--fix']).stderr).toContain('fixed 1 problem in 1 file');
    expect(readFileSync(join(repository.root, 'lib/old.ex'), 'utf8')).toBe(rooms('Old'));
  });

  test('without a change all is well', () => {
    const repository = project({ 'lib/a.ex': BAD, 'README.md': '' });
    repository.write({ 'README.md': 'changed' });
    expect(run(repository.root, ['--since', 'HEAD', '--no-cache'])).toEqual({
      status: 0,
      stdout: '',
      stderr: 'otp-lint: no Elixir file to lint has changed since `HEAD`\n',
    });
    const json = run(repository.root, ['--staged', '--format', 'json', 'README.md', '--no-cache']);
    expect(JSON.parse(json.stdout)).toMatchObject({ findings: [], summary: { files: 0 } });
    expect(json.stderr).toBe('otp-lint: no Elixir file to lint is staged\n');
  });
});

describe('--staged', () => {
  test('what is staged, and not what stands in the files', () => {
    const repository = project({ 'lib/a.ex': CLEAN, 'lib/b.ex': CLEAN, 'lib/c.ex': CLEAN, 'lib/d.ex': BAD });
    repository.write({ 'lib/a.ex': `\n\n${BAD}`, 'lib/c.ex': `${CLEAN}\n`, 'lib/gone.ex': BAD }).add();
    repository.write({ 'lib/a.ex': CLEAN, 'lib/b.ex': BAD, 'lib/c.ex': BAD, 'lib/untracked.ex': BAD });
    rmSync(join(repository.root, 'lib/gone.ex'));
    const { stdout } = run(repository.root, ['--staged', '--format', 'concise', '--no-cache']);
    expect(stdout).toMatch(/^lib\/a\.ex:4:14 .*\nlib\/gone\.ex:2:14 .*\n$/);
    expect(reported(repository.root, '--staged', 'lib/gone.ex')).toEqual(['lib/gone.ex']);
  });

  test('the model has the staged content of other files, and not what is staged for removal', () => {
    const repository = project({ 'lib/server.ex': server(':nope') });
    repository.write({ 'lib/caller.ex': CALLER, 'lib/server.ex': server(':yes') }).add();
    repository.write({ 'lib/server.ex': server(':nope') });
    const rules = (...args: string[]) =>
      run(repository.root, ['--no-cache', '--format', 'concise', ...args]).stdout;
    expect(rules('--staged', 'lib/caller.ex')).toContain('unhandled-call');
    expect(rules('lib/caller.ex')).not.toContain('unhandled-call');
    repository.git('rm', '--cached', '--quiet', '--force', 'lib/server.ex');
    expect(rules('--staged', 'lib/caller.ex')).not.toContain('unhandled-call');
  });

  test('in a repository without a commit', () => {
    const repository = new Repository().write({ 'mix.exs': '', 'lib/a.ex': BAD }).add();
    expect(reported(repository.root, '--staged')).toEqual(['lib/a.ex']);
  });

  test('what cannot be read is told', () => {
    const repository = project({ 'lib/a.ex': CLEAN });
    writeFileSync(join(repository.root, 'lib/latin1.ex'), Uint8Array.from([0x23, 0xe9]));
    repository.write({ 'lib/huge.ex': '#'.repeat(1024 * 1024 + 1), 'lib/b.ex': BAD }).add();
    const { stderr, stdout } = run(repository.root, ['--staged', '--format', 'concise', '--no-cache']);
    expect(stderr).toContain('skipped lib/huge.ex: larger than 1 MiB');
    expect(stderr).toContain('skipped lib/latin1.ex: not valid UTF-8');
    expect(stdout).toMatch(/^lib\/b\.ex:2:14 .*\n$/);
  });

  test('as a hook: of a commit of all files, and of one of some files only', () => {
    const repository = project({ 'lib/a.ex': CLEAN, 'lib/b.ex': CLEAN });
    const hook = `#!/bin/sh\nexec "${process.execPath}" "${MAIN}" --staged --no-cache --format concise\n`;
    mkdirSync(join(repository.root, '.git/hooks'), { recursive: true });
    writeFileSync(join(repository.root, '.git/hooks/pre-commit'), hook, { mode: 0o755 });
    repository.write({ 'lib/a.ex': BAD, 'lib/b.ex': `${CLEAN}\n` });
    expect(() => repository.git('commit', '--quiet', '--all', '--message', 'all')).toThrow(/lib\/a\.ex:2:14/);
    expect(() => repository.git('commit', '--quiet', '--message', 'a', '--', 'lib/a.ex')).toThrow('pg2');
    expect(() => repository.git('commit', '--quiet', '--message', 'b', '--', 'lib/b.ex')).not.toThrow();
    expect(repository.git('show', '--format=', '--name-only', 'HEAD')).toBe('lib/b.ex\n');
  });
});

describe('what cannot be done is one line and exit code 2', () => {
  test.each([
    [['--since', 'nope'], '--since `nope`: git knows no such commit, branch or tag'],
    [['--since', '--all'], '--since `--all`: git knows no such commit, branch or tag'],
    [['--since', 'HEAD:lib'], '--since `HEAD:lib`: git knows no such commit, branch or tag'],
    [['--since', 'orphan'], '--since `orphan`: it has no common ancestor with HEAD'],
    [['--since', 'HEAD', '--staged'], '--since and --staged cannot be combined'],
    [
      ['--staged', '--fix'],
      '--fix mends files, and --staged looks at what is staged: use `--since HEAD --fix`',
    ],
  ])('%j', (args, message) => {
    const repository = project({ 'lib/a.ex': CLEAN });
    repository.git('checkout', '--quiet', '--orphan', 'orphan');
    repository.write({ 'lib/a.ex': BAD }).commit().git('checkout', '--quiet', 'main');
    expect(run(repository.root, args)).toEqual({ status: 2, stdout: '', stderr: `otp-lint: ${message}\n` });
  });

  test('a ref that begins with a dash is a ref', () => {
    const repository = project({ 'lib/a.ex': CLEAN });
    repository.git('update-ref', 'refs/heads/-x', 'HEAD');
    repository.write({ 'lib/a.ex': BAD });
    expect(reported(repository.root, '--since', '-x')).toEqual(['lib/a.ex']);
  });

  test('a shallow clone says so', () => {
    const origin = project({ 'lib/a.ex': CLEAN }).write({ 'lib/a.ex': BAD }).commit();
    const root = join(temporaryTree({}), 'clone');
    origin.git('clone', '--quiet', '--depth=1', `file://${origin.root}`, root);
    expect(run(root, ['--since', 'HEAD~1']).stderr).toBe(
      'otp-lint: --since `HEAD~1`: git knows no such commit, branch or tag in this shallow clone; fetch the whole history (`fetch-depth: 0`)\n',
    );
  });

  test('outside of a repository, and without git', () => {
    const cwd = temporaryTree({ 'lib/a.ex': CLEAN });
    for (const option of [['--since', 'main'], ['--staged']]) {
      const { status, stderr } = run(cwd, option, { GIT_CEILING_DIRECTORIES: join(cwd, '..') });
      expect(status).toBe(2);
      expect(stderr).toMatch(
        /^otp-lint: --s\S+( `main`)? needs the work tree of a git repository: not a git repository.*\n$/,
      );
    }
    expect(run(cwd, ['--staged'], { PATH: '' })).toEqual({
      status: 2,
      stdout: '',
      stderr: 'otp-lint: git is not installed, or not in the PATH: --since and --staged need it\n',
    });
  });
});
