import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { pluginText, project, ruleText } from '../plugins/plugin-files.js';
import { temporaryTree } from '../temporary-tree.js';
import { MAIN, run } from './run.js';

const WAITS = 'otp-lint: waiting for changes, Ctrl-C ends this\n';

/** A module with one finding, on line 2. */
const LOOSE = 'defmodule Loose do\n  def start(url), do: Task.async(fn -> fetch(url) end)\nend\n';
const QUIET = 'defmodule Loose do\nend\n';
/** What `LOOSE` gives, by rule and place. */
const FOUND = /unsupervised-task-async/;

/** A program that watches, and what it says until it waits again. */
class Watched {
  readonly #program: ChildProcess;
  #unread = '';

  constructor(
    readonly cwd: string,
    args: readonly string[] = [],
  ) {
    // One pipe for both streams keeps what they say in order.
    const command = 'exec "$0" "$@" 2>&1';
    const words = ['-c', command, process.execPath, MAIN, '--watch', '--format', 'concise', ...args];
    this.#program = spawn('sh', words, { cwd, env: { PATH: process.env.PATH } });
    this.#program.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.#unread += text;
    });
    onTestFinished(() => {
      this.#program.kill('SIGKILL');
    });
  }

  /** What is said up to the next time it waits. */
  async next(): Promise<string> {
    while (!this.#unread.includes(WAITS)) await this.#more();
    const end = this.#unread.indexOf(WAITS) + WAITS.length;
    const said = this.#unread.slice(0, end);
    this.#unread = this.#unread.slice(end);
    return said;
  }

  /** What is said the next time that a run comes to something; a slow machine may see one change as several. */
  async until(pattern: RegExp): Promise<string> {
    for (;;) {
      const said = await this.next();
      if (pattern.test(said)) return said;
    }
  }

  write(path: string, text: string): void {
    writeFileSync(join(this.cwd, path), text);
  }

  /** @returns the exit code */
  async interrupt(): Promise<number | null> {
    const ended = once(this.#program, 'close');
    this.#program.kill('SIGINT');
    const [code] = await ended;
    return typeof code === 'number' ? code : null;
  }

  async #more(): Promise<void> {
    if (this.#program.exitCode !== null) throw new Error(`it has ended: ${this.#unread}`);
    await Promise.race([once(this.#program.stdout ?? this.#program, 'data'), once(this.#program, 'close')]);
  }
}

function nothing(said: string): boolean {
  return said === WAITS;
}

test('files that change, come, move and go are linted again, until it is interrupted', async () => {
  const watched = new Watched(temporaryTree({ 'mix.exs': '', 'lib/loose.ex': LOOSE }));
  expect(await watched.next()).toMatch(FOUND);
  watched.write('lib/loose.ex', QUIET);
  expect(nothing(await watched.until(/^otp-lint: waiting/))).toBe(true);
  mkdirSync(join(watched.cwd, 'lib/deep/down'), { recursive: true });
  watched.write('lib/deep/down/new.ex', LOOSE);
  expect(await watched.until(FOUND)).toContain('lib/deep/down/new.ex:2');
  renameSync(join(watched.cwd, 'lib/deep/down'), join(watched.cwd, 'lib/deep/moved'));
  expect(await watched.until(/moved/)).toContain('lib/deep/moved/new.ex:2');
  rmSync(join(watched.cwd, 'lib/deep'), { recursive: true });
  await watched.until(/^otp-lint: waiting/);
  expect(await watched.interrupt()).toBe(0);
  const left = readdirSync(join(watched.cwd, '.otp-lint-cache'));
  expect(left.filter((name) => !/^(files-\d+|run-[0-9a-f]+|\.gitignore|CACHEDIR\.TAG)$/.test(name))).toEqual(
    [],
  );
});

test('so are configurations that come, change and go', async () => {
  const watched = new Watched(temporaryTree({ 'mix.exs': '', 'lib/loose.ex': LOOSE }), ['--no-cache']);
  await watched.until(FOUND);
  watched.write('otp-lint.json', '{ "rules": { "unsupervised-task-async": "off" } }');
  await watched.until(/^(?!.*unsupervised-task-async)/s);
  watched.write('otp-lint.json', '{ "rules": { "unsupervised-task-async": "of" } }');
  expect(await watched.until(/otp-lint\.json/)).toMatch(/^otp-lint: otp-lint\.json:1:\d+: .*\n/);
  rmSync(join(watched.cwd, 'otp-lint.json'));
  await watched.until(FOUND);
  expect(await watched.interrupt()).toBe(0);
});

test('neither half a file nor a folder that is gone ends it', async () => {
  const watched = new Watched(temporaryTree({ 'mix.exs': '', 'lib/loose.ex': LOOSE }), ['--no-cache']);
  await watched.until(FOUND);
  watched.write('lib/loose.ex', LOOSE.slice(0, 40));
  expect(await watched.until(/syntax-error/)).not.toMatch(FOUND);
  rmSync(join(watched.cwd, 'lib'), { recursive: true });
  await watched.until(/otp-lint: there is no `lib` folder here/);
  mkdirSync(join(watched.cwd, 'lib'));
  watched.write('lib/loose.ex', LOOSE);
  await watched.until(FOUND);
  expect(await watched.interrupt()).toBe(0);
});

test('a part of a project is linted again when the rest of it changes', async () => {
  const watched = new Watched(
    temporaryTree({
      'mix.exs': '',
      'lib/loose.ex': QUIET,
      'lib/other.ex': 'defmodule Other do\nend\n',
    }),
    ['lib/loose.ex'],
  );
  await watched.next();
  watched.write('lib/other.ex', 'defmodule Other do\n  def run, do: :ok\nend\n');
  expect(nothing(await watched.next())).toBe(true);
  expect(await watched.interrupt()).toBe(0);
});

test.each([
  [['--fix'], '--watch cannot be combined with --fix'],
  [['--fix-dry-run'], '--watch cannot be combined with --fix-dry-run'],
  [['--print-config'], '--watch cannot be combined with --print-config'],
  [['--output', 'report.txt'], '--watch cannot be combined with --output'],
  [['--format', 'json'], '--watch cannot be combined with --format json, which is one document'],
  [['no-such-folder'], 'no such file or folder: `no-such-folder`'],
])('--watch %j is refused', (args, message) => {
  const { status, stdout, stderr } = run(temporaryTree({ 'lib/loose.ex': QUIET }), ['--watch', ...args]);
  expect([status, stdout, stderr]).toEqual([2, '', `otp-lint: ${message}\n`]);
});

test('a plugin that is changed is loaded anew', async () => {
  const watched = new Watched(
    temporaryTree(project({ 'rules/team.mjs': pluginText() }, { plugins: ['./rules/team.mjs'] })),
  );
  await watched.until(/team\/no-sleep it sleeps/);
  watched.write('rules/team.mjs', pluginText(ruleText('', 'then')));
  await watched.until(/team\/no-sleep then/);
  expect(await watched.interrupt()).toBe(0);
});
