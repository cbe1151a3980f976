import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { run } from '../cli/run.js';
import { temporaryTree } from '../temporary-tree.js';
import { badServer, WARNING } from './bad-server.js';

const CONCISE = ['--format', 'concise', '--no-cache'];
const FOUND = expect.stringMatching(new RegExp(`^lib/ok.ex:${WARNING} .*\n$`));

function project(files: Readonly<Record<string, string | Uint8Array>> = {}): string {
  return temporaryTree({ 'lib/ok.ex': badServer('Ok'), ...files });
}

function pipeAt(path: string): void {
  execFileSync('mkfifo', [path]);
}

describe('what is no file', () => {
  test.each([
    ['lib/a.ex', 'skipped lib/a.ex: not a regular file'],
    ['.gitignore', 'skipped .gitignore: not a regular file'],
    ['config/config.exs', 'config/config.exs: its settings are not known: not a regular file'],
  ])('a pipe in the place of %s is told of and not waited for', (name, told) => {
    const cwd = project({ 'mix.exs': '', 'config/': '' });
    pipeAt(join(cwd, name));
    expect(run(cwd, CONCISE)).toEqual({ status: 1, stdout: FOUND, stderr: `otp-lint: ${told}\n` });
  });

  test('one in the place of mix.exs makes a project of which nothing is known', () => {
    const cwd = project();
    pipeAt(join(cwd, 'mix.exs'));
    expect(run(cwd, CONCISE)).toEqual({ status: 1, stdout: FOUND, stderr: '' });
  });

  test.each([
    ['otp-lint.json', 'cannot read the configuration `otp-lint.json`: not a regular file'],
    ['otp-lint-baseline.json', 'cannot read the baseline `otp-lint-baseline.json`: not a regular file'],
  ])('one in the place of %s ends the run', (name, told) => {
    const cwd = project();
    pipeAt(join(cwd, name));
    const { status, stderr } = run(cwd, CONCISE);
    expect({ status, stderr }).toEqual({ status: 2, stderr: expect.stringContaining(told) });
  });

  test('one in the cache makes that cold', () => {
    const cwd = project({ '.otp-lint-cache/': '' });
    for (let at = 0; at < 32; at += 1) pipeAt(join(cwd, `.otp-lint-cache/files-${at}`));
    const { status, stdout, stderr } = run(cwd, ['--format', 'concise']);
    expect({ status, stdout }).toEqual({ status: 1, stdout: FOUND });
    expect(stderr).toMatch(/^otp-lint: cannot read the cache in .*: not a regular file\n$/);
  });

  test('a socket, and a folder with the name of a file', async () => {
    const cwd = project({ 'lib/folder.ex/in.ex': badServer('In') });
    const server = createServer().listen(join(cwd, 'lib/socket.ex'));
    onTestFinished(() => {
      server.close();
    });
    await new Promise((resolve) => server.once('listening', resolve));
    const { status, stdout, stderr } = run(cwd, CONCISE);
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: 'otp-lint: skipped lib/socket.ex: not a regular file\n',
    });
    expect(stdout).toContain(`lib/folder.ex/in.ex:${WARNING}`);
    expect(stdout).toContain(`lib/ok.ex:${WARNING}`);
  });

  test('standard input that is a folder', () => {
    const { status, stderr } = run(project(), [], {}, '');
    expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
    const cwd = project();
    const command = `${process.execPath} "$0" --stdin --stdin-filename lib/x.ex < lib`;
    const told = execFileSync(
      'sh',
      ['-c', `${command} 2>&1; echo $?`, join(process.cwd(), 'dist/src/cli/main.js')],
      { cwd, encoding: 'utf8' },
    );
    expect(told).toBe('otp-lint: cannot read standard input: it is a folder\n2\n');
  });
});

describe('symbolic links', () => {
  test('in a circle, and out of the project, are not followed', () => {
    const outside = temporaryTree({ 'secret.ex': badServer('Secret') });
    const cwd = project();
    symlinkSync('.', join(cwd, 'lib/self'));
    symlinkSync('..', join(cwd, 'lib/up'));
    symlinkSync('loop.ex', join(cwd, 'lib/loop.ex'));
    symlinkSync(outside, join(cwd, 'lib/out'));
    symlinkSync(join(outside, 'secret.ex'), join(cwd, 'lib/secret.ex'));
    symlinkSync('/dev/zero', join(cwd, 'lib/zero.ex'));
    expect(run(cwd, CONCISE)).toEqual({ status: 1, stdout: FOUND, stderr: '' });
    const { status, stderr } = run(cwd, [...CONCISE, 'lib/loop.ex']);
    expect(status).toBe(2);
    expect(stderr).toMatch(/^otp-lint: cannot read `lib\/loop.ex`: ELOOP.*\n$/);
  });

  test('`lib` and the apps of an umbrella are not looked for outside', () => {
    const outside = temporaryTree({ 'lib/secret.ex': badServer('Secret'), 'mix.exs': '' });
    const cwd = temporaryTree({ 'mix.exs': '' });
    symlinkSync(join(outside, 'lib'), join(cwd, 'lib'));
    const { status, stderr } = run(cwd, CONCISE);
    expect(status).toBe(2);
    expect(stderr).toMatch(
      /^otp-lint: `lib` is not linted: a symbolic link leads out of the project, to .*lib; name/,
    );
    const umbrella = temporaryTree({
      'apps/ok/lib/ok.ex': badServer('Ok'),
      'apps/ok/mix.exs': '',
      'mix.exs': '',
    });
    symlinkSync(outside, join(umbrella, 'apps/other'));
    expect(run(umbrella, CONCISE).stdout).not.toContain('secret.ex');
    const away = project({ 'mix.exs': `def project, do: [apps_path: "../${outside.split('/').at(-1)}"]` });
    expect(run(away, CONCISE)).toEqual({ status: 1, stdout: FOUND, stderr: '' });
  });

  test.each(['otp-lint.json', 'otp-lint-baseline.json'])('%s from outside is refused', (name) => {
    const outside = temporaryTree({ 'settings.json': '{}' });
    const cwd = project();
    symlinkSync(join(outside, 'settings.json'), join(cwd, name));
    const { status, stdout, stderr } = run(cwd, CONCISE);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain(`\`${name}\`: a symbolic link leads out of the project, to ${outside}`);
  });

  test('a .gitignore that is a link does not count, as with git, and neither does config from outside', () => {
    const outside = temporaryTree({ ignore: 'lib/\n', 'config.exs': 'import Config' });
    const cwd = project({ 'mix.exs': '', 'config/': '' });
    symlinkSync(join(outside, 'ignore'), join(cwd, '.gitignore'));
    symlinkSync(join(outside, 'config.exs'), join(cwd, 'config/config.exs'));
    const { status, stdout, stderr } = run(cwd, CONCISE);
    expect({ status, stdout }).toEqual({ status: 1, stdout: FOUND });
    expect(stderr.split('\n')).toEqual([
      'otp-lint: skipped .gitignore: a symbolic link',
      `otp-lint: config/config.exs: its settings are not known: a symbolic link leads out of the project, to ${outside}/config.exs`,
      '',
    ]);
  });
});

describe('nothing is written outside of the project', () => {
  test('by --fix, --suppress, --output, baseline and init', () => {
    const text = 'defmodule A do\n  use GenServer\n  def init(s), do: {:ok, s}\nend\n';
    const outside = temporaryTree({ 'a.ex': text, 'r.json': 'mine', 'b.json': '', 'github/': '' });
    const cwd = project({
      'mix.exs': 'defmodule A.MixProject do\nend\n',
      'sub/otp-lint.json': '{ "baseline": "../../b.json" }',
      'sub/lib/a.ex': text,
    });
    symlinkSync(join(outside, 'a.ex'), join(cwd, 'lib/a.ex'));
    symlinkSync(join(outside, 'r.json'), join(cwd, 'r.json'));
    symlinkSync(join(outside, 'github'), join(cwd, '.github'));
    const out = 'a symbolic link leads out of the project, to';
    expect(run(cwd, ['--fix', 'lib/a.ex']).stderr).toContain(`cannot fix lib/a.ex: ${out} ${outside}/a.ex`);
    expect(run(cwd, ['--suppress', '--reason', 'x', '--level', 'info', 'lib/a.ex']).stderr).toContain(
      `cannot suppress in lib/a.ex: ${out}`,
    );
    expect(run(cwd, ['--format', 'json', '--output', 'r.json'])).toEqual({
      status: 2,
      stdout: '',
      stderr: `otp-lint: cannot write the report \`r.json\`: ${out} ${outside}/r.json\n`,
    });
    expect(run(cwd, ['init', '--github']).stderr).toContain(
      `cannot write .github/workflows/otp-lint.yml: ${out}`,
    );
    expect(run(join(cwd, 'sub'), ['baseline']).stderr).toMatch(
      /^otp-lint: otp-lint.json: the baseline `.*b.json` does not lie in the project/,
    );
    expect(readFileSync(join(outside, 'a.ex'), 'utf8')).toBe(text);
    expect(readFileSync(join(outside, 'r.json'), 'utf8')).toBe('mine');
  });

  test('by the cache', () => {
    const outside = temporaryTree({ 'mine/': '', file: 'mine' });
    const cwd = project();
    symlinkSync(join(outside, 'mine'), join(cwd, '.otp-lint-cache'));
    const { status, stderr } = run(cwd, ['--format', 'concise']);
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: `otp-lint: .otp-lint-cache is not used: a symbolic link leads out of the project, to ${outside}/mine\n`,
    });
    const other = project({ '.otp-lint-cache/': '' });
    for (let at = 0; at < 32; at += 1)
      symlinkSync(join(outside, 'file'), join(other, `.otp-lint-cache/files-${at}`));
    symlinkSync(join(outside, 'file'), join(other, '.otp-lint-cache/CACHEDIR.TAG'));
    expect(run(other, ['--format', 'concise']).stderr).toMatch(
      /cannot read the cache in .*: a symbolic link\n$/,
    );
    expect(readFileSync(join(outside, 'file'), 'utf8')).toBe('mine');
    expect(run(other, ['--format', 'concise'])).toEqual({ status: 1, stdout: FOUND, stderr: '' });
  });
});

describe('names', () => {
  const NAMES = [
    'new\nline.ex',
    '\r\n::set-output name=x::y.ex',
    '\u001b[31mred\u001b]0;title\u0007.ex',
    `quo'te".ex`,
    '-rf.ex',
    '--output=x.ex',
    'a\\b.ex',
    '$(touch pwned).ex',
    '<script>alert(1)<!--.ex',
    '\u202ertl.ex',
    '*.ex',
    '!x.ex',
    '{a,b}.ex',
    '.ex',
    'new\nfolder/x.ex',
  ];

  test('whatever is in them, each file is linted, and no name gives an order to a terminal', () => {
    const files = Object.fromEntries(NAMES.map((name, at) => [`lib/${name}`, badServer(`M${at}`)]));
    const cwd = temporaryTree(files);
    const { status, stdout, stderr } = run(cwd, CONCISE);
    expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
    expect(stdout.split('\n').filter((line) => line.includes(WARNING))).toHaveLength(NAMES.length);
    expect(stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
    const json = JSON.parse(run(cwd, ['--format', 'json', '--no-cache']).stdout);
    const named = json.findings.map(({ file }: { file: string }) => file);
    expect(new Set(named)).toEqual(new Set(Object.keys(files)));
    const github = run(cwd, ['--format', 'github', '--no-cache']).stdout;
    expect(github.split('\n').filter((line) => line !== '' && !/^::warning file=/.test(line))).toEqual([]);
    expect(run(join(cwd, 'lib'), [...CONCISE, '--', '--output=x.ex']).stdout).toMatch(/^--output=x.ex:3:3 /);
  });

  test('what is no UTF-8 is told of', () => {
    const cwd = project();
    const invalid = (name: string) => Buffer.concat([Buffer.from(`${cwd}/lib/${name}`), Buffer.from([0xff])]);
    writeFileSync(Buffer.concat([invalid('file'), Buffer.from('.ex')]), badServer('Invalid'));
    mkdirSync(invalid('folder'));
    const { status, stdout, stderr } = run(cwd, CONCISE);
    expect({ status, stdout }).toEqual({ status: 1, stdout: FOUND });
    expect(stderr).toBe(
      'otp-lint: skipped lib/folder\ufffd: unreadable: its name is not valid UTF-8\notp-lint: skipped lib/file\ufffd.ex: unreadable: its name is not valid UTF-8\n',
    );
  });

  test('folders deeper than a path can be long are told of', () => {
    const cwd = project();
    const deep = `for i in $(seq 60); do mkdir ${'d'.repeat(100)}; cd ${'d'.repeat(100)}; done 2>/dev/null; touch x.ex`;
    execFileSync('sh', ['-c', deep], { cwd: join(cwd, 'lib') });
    const { status, stdout, stderr } = run(cwd, CONCISE);
    execFileSync('rm', ['-r', join(cwd, 'lib')]);
    expect({ status, stdout }).toEqual({ status: 1, stdout: FOUND });
    expect(stderr).toMatch(/^otp-lint: skipped lib\/d+\/[d/]+: unreadable: its path is too long\n$/);
  });
});

describe('much of it', () => {
  test('ten thousand empty files', () => {
    const empty = Array.from({ length: 10_000 }, (_, at) => [`lib/${at % 100}/e${at}.ex`, '']);
    const cwd = project(Object.fromEntries(empty));
    const { status, stdout } = run(cwd, ['--format', 'json', '--no-cache']);
    const { summary } = JSON.parse(stdout);
    expect({ status, files: summary.files, warnings: summary.warnings }).toEqual({
      status: 1,
      files: 10_001,
      warnings: 1,
    });
  });

  test('a file with NUL bytes, and one that is too large', () => {
    const cwd = project({
      'lib/zeros.ex': new Uint8Array(1000),
      'lib/large.ex': ' '.repeat(1024 * 1024 + 1),
    });
    const { status, stdout, stderr } = run(cwd, CONCISE);
    expect({ status, stdout }).toEqual({ status: 1, stdout: FOUND });
    expect(stderr).toBe(
      'otp-lint: skipped lib/large.ex: larger than 1 MiB (1 MiB)\notp-lint: skipped lib/zeros.ex: binary: it holds NUL bytes\n',
    );
  });
});

test('a working directory that is gone', () => {
  const cwd = project({ 'gone/': '' });
  const main = join(process.cwd(), 'dist/src/cli/main.js');
  const script = `cd gone && rmdir ../gone && ${process.execPath} "$0" 2>&1; echo $?`;
  const told = execFileSync('sh', ['-c', script, main], { cwd, encoding: 'utf8' });
  expect(told).toMatch(/^otp-lint: the working directory cannot be read: ENOENT.*\n2\n$/);
});
