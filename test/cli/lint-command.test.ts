import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { temporaryTree } from '../temporary-tree.js';
import { MAIN, run } from './run.js';

const CLEAN = 'defmodule A do\nend\n';
/** A fault in the source is a finding of level `warning`. */
const BROKEN = 'defmodule A do\n  def ) do\nend\n';
/** An error and a warning. */
const WORSE = `${BROKEN}defmodule B do\n  def b, do: :pg2.join(:a, self())\nend\n`;

function findings(stdout: string): unknown {
  const report: unknown = JSON.parse(stdout);
  return typeof report === 'object' && report !== null && 'findings' in report ? report.findings : undefined;
}

describe('exit codes', () => {
  test.each([
    [CLEAN, [], 0],
    [BROKEN, [], 1],
    [BROKEN, ['--fail-on', 'error'], 0],
    [BROKEN, ['--fail-on', 'never'], 0],
    [BROKEN, ['--fail-on', 'info'], 1],
    [BROKEN, ['--rule', 'syntax-error=off'], 0],
    [BROKEN, ['--rule', 'syntax-error=info'], 0],
    [BROKEN, ['--rule', 'syntax-error=info', '--fail-on', 'info'], 1],
    [BROKEN, ['--rule', 'syntax-error=error', '--rule', 'syntax-error=off'], 0],
    [BROKEN, ['--max-warnings', '0'], 1],
    [BROKEN, ['--max-warnings', '1'], 0],
    [BROKEN, ['--max-warnings', '1', '--fail-on', 'warning'], 1],
    [WORSE, ['--max-warnings', '9'], 1],
    [WORSE, ['--quiet'], 1],
  ])('%j with %j: %i', (text, args, status) => {
    const cwd = temporaryTree({ 'lib/a.ex': text });
    expect(run(cwd, args).status).toBe(status);
  });
});

describe('a run that fails ends with 2 and one line that says why', () => {
  test.each([
    [['nowhere'], 'no such file or folder: `nowhere`'],
    [['empty'], 'no Elixir file (`.ex` or `.exs`) to lint under `empty`'],
    [['--formt', 'json'], "unknown option '--formt' (Did you mean --format?)"],
    [
      ['--format', 'xml'],
      "option '--format <name>' argument 'xml' is invalid. Allowed choices are pretty, concise, agent, json, sarif, github, markdown, html, gitlab, junit, checkstyle.",
    ],
    [['--max-warnings', '-1'], "option '--max-warnings <n>' argument '-1' is invalid. Expected a number."],
    [['--rule', 'pg2'], '--rule `pg2`: expected <rule>=<level>, such as `'],
    [
      ['--rule', 'pg2-remove=off'],
      '--rule `pg2-remove=off`: unknown rule `pg2-remove`, did you mean `pg2-removed`?',
    ],
    [
      ['--rule', 'pg2-removed=warn'],
      '--rule `pg2-removed=warn`: unknown level `warn`, did you mean `warning`?',
    ],
    [['--config', 'no.json'], 'cannot read the configuration `no.json`: there is no such file'],
    [['--config', 'bad.json'], 'bad.json:2:3: unknown key `rulez`, did you mean `rules`?'],
    [['--print-config', 'a', 'b'], '--print-config takes one path'],
    [['explain', 'pg2-remvoed'], 'there is no rule or topic `pg2-remvoed`, did you mean `pg2-removed`?'],
    [['rules', '--format', 'xml'], "option '--format <name>' argument 'xml' is invalid."],
  ])('%j', (args, message) => {
    const cwd = temporaryTree({ 'lib/a.ex': CLEAN, 'empty/': '', 'bad.json': '{\n  "rulez": {}\n}' });
    const { status, stdout, stderr } = run(cwd, args);
    expect(stderr).toContain(`otp-lint: ${message}`);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  });

  test('also where the configuration is found', () => {
    const cwd = temporaryTree({ 'lib/a.ex': CLEAN, 'otp-lint.json': '{ "rules": { "pg2-removd": "off" } }' });
    const { status, stderr } = run(cwd, []);
    expect(stderr).toBe(
      'otp-lint: otp-lint.json:1:14: unknown rule `pg2-removd`, did you mean `pg2-removed`?\n',
    );
    expect(status).toBe(2);
  });
});

test('findings go to stdout, skipped files to stderr with dangerous characters written out', () => {
  const cwd = temporaryTree({ 'lib/a.ex': BROKEN, 'lib/b\u001b[2J.ex': Uint8Array.from([0xff]) });
  const { stdout, stderr } = run(cwd, ['--format', 'json']);
  expect(findings(stdout)).toMatchObject([{ rule: 'syntax-error', file: 'lib/a.ex', line: 2 }]);
  expect(JSON.parse(stdout)).toMatchObject({
    skipped: [{ file: 'lib/b\u001b[2J.ex', reason: 'not valid UTF-8' }],
    summary: { files: 1, errors: 0, warnings: 1, infos: 0 },
  });
  expect(stderr).toBe('otp-lint: skipped lib/b\\u{1b}[2J.ex: not valid UTF-8\n');
});

test('--quiet shows errors only, and json holds everything all the same', () => {
  const cwd = temporaryTree({ 'lib/a.ex': WORSE });
  const quiet = run(cwd, ['--quiet', '--format', 'concise']).stdout;
  expect(quiet).toContain('pg2-removed');
  expect(quiet).not.toContain('syntax-error');
  expect(findings(run(cwd, ['--quiet', '--format', 'json']).stdout)).toHaveLength(2);
});

test('too many warnings are told', () => {
  const cwd = temporaryTree({ 'lib/a.ex': BROKEN });
  expect(run(cwd, ['--max-warnings', '0']).stderr).toBe(
    'otp-lint: more warnings than --max-warnings 0 accepts: 1\n',
  );
});

test('the format is pretty, inside GitHub Actions github', () => {
  const cwd = temporaryTree({ 'lib/a.ex': BROKEN });
  const annotated = run(cwd, [], { GITHUB_ACTIONS: 'true' }).stdout;
  expect(annotated).toMatch(/^::warning /);
  expect(run(cwd, []).stdout).not.toMatch(/^::warning /);
  expect(run(cwd, ['--format', 'concise'], { GITHUB_ACTIONS: 'true' }).stdout).toMatch(/^lib\/a.ex:2:/);
});

test('colours only where they are wanted', () => {
  const cwd = temporaryTree({ 'lib/a.ex': BROKEN });
  const isColored = (args: string[], env: Record<string, string> = {}) =>
    run(cwd, args, env).stdout.includes('\u001b[');
  expect(isColored([])).toBe(false);
  expect(isColored(['--color'])).toBe(true);
  expect(isColored([], { FORCE_COLOR: '1' })).toBe(true);
  expect(isColored([], { FORCE_COLOR: '1', NO_COLOR: '1' })).toBe(false);
  expect(isColored(['--no-color'], { FORCE_COLOR: '1' })).toBe(false);
});

test('--print-config prints what applies, as JSON', () => {
  const cwd = temporaryTree({
    'otp-lint.json': '{ "rules": { "pg2-removed": "info" }, "slowWork": ["My.Http.*"] } // why',
    'lib/a.ex': CLEAN,
  });
  const { status, stdout, stderr } = run(cwd, ['--print-config', '--rule', 'suppression=off', 'lib']);
  expect(JSON.parse(stdout)).toMatchObject({
    rules: { 'pg2-removed': 'info', suppression: 'off', 'syntax-error': 'warning' },
    slowWork: ['My.Http.*'],
    ignore: [],
  });
  expect(stderr).toBe('otp-lint: configured by otp-lint.json\n');
  expect(status).toBe(0);
});

test('a reader that goes away ends the program quietly', () => {
  const modules = Array.from(
    { length: 3000 },
    (_, at) => `defmodule M${at} do\n  def a, do: :pg2.create(:a)\nend\n`,
  );
  const cwd = temporaryTree({ 'lib/a.ex': modules.join('') });
  const { stdout, stderr } = spawnSync(
    'sh',
    ['-c', `"${process.execPath}" "${MAIN}" --format json | head -n 1`],
    {
      cwd,
      encoding: 'utf8',
    },
  );
  expect({ stdout, stderr }).toEqual({ stdout: '{\n', stderr: '' });
});

test('--version and --help answer with 0', () => {
  const cwd = temporaryTree({});
  expect(run(cwd, ['--version'])).toEqual({ status: 0, stdout: '0.1.0\n', stderr: '' });
  const { status, stdout } = run(cwd, ['--help']);
  expect(stdout).toContain('explain [options] [topic]');
  expect(stdout).toContain('--fail-on <level>');
  expect(status).toBe(0);
});
