import { chmodSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { temporaryTree } from '../temporary-tree.js';
import { run } from './run.js';

const MIX = 'defmodule My.MixProject do\n  use Mix.Project\nend\n';
const JOIN = 'defmodule A do\n  def join, do: :pg2.join(:x, self())\nend\n';
const COMMENT = '  # otp-lint:disable-next-line pg2-removed -- until we are on OTP 24\n';
const REASON = ['--suppress', '--reason', 'until we are on OTP 24'];

test('what is reported is suppressed where it stands, and the file keeps its form', () => {
  const windows = (text: string) => `\ufeff${text.replaceAll('\n', '\r\n')}`;
  const cwd = temporaryTree({ 'mix.exs': MIX, 'lib/a.ex': windows(JOIN) });
  chmodSync(join(cwd, 'lib/a.ex'), 0o640);
  const { status, stdout, stderr } = run(cwd, [...REASON, '--format', 'concise']);
  expect({ status, stdout, stderr }).toEqual({
    status: 0,
    stdout: '',
    stderr: 'otp-lint: suppressed 1 finding in 1 file\n',
  });
  expect(readFileSync(join(cwd, 'lib/a.ex'), 'utf8')).toBe(windows(JOIN.replace('  def', `${COMMENT}  def`)));
  expect(statSync(join(cwd, 'lib/a.ex')).mode & 0o777).toBe(0o640);
  expect(run(cwd, REASON)).toMatchObject({ status: 0, stderr: '' });
});

test('only what is reported: paths, levels and the baseline narrow it', () => {
  const advice = 'defmodule C do\n  def c(x), do: String.to_atom(x)\nend\n';
  const cwd = temporaryTree({ 'mix.exs': MIX, 'lib/a.ex': JOIN, 'lib/c.ex': advice });
  const text = (file: string) => readFileSync(join(cwd, file), 'utf8');
  run(cwd, [...REASON, 'lib/c.ex']);
  expect(text('lib/c.ex')).toBe(advice);
  run(cwd, [...REASON, '--level', 'info', 'lib/c.ex']);
  expect(text('lib/c.ex')).toContain('disable-next-line dynamic-atom -- until');
  expect(text('lib/a.ex')).toBe(JOIN);
  run(cwd, ['baseline']);
  run(cwd, REASON);
  expect(text('lib/a.ex')).toBe(JOIN);
  run(cwd, [...REASON, '--no-baseline', '--rule', 'pg2-removed=off']);
  expect(text('lib/a.ex')).toBe(JOIN);
});

test('what is left out is told, and fails the run', () => {
  const text = 'defmodule A do\n  def a, do: """\n  #{:pg2.create(:x)}\n  """\nend\n';
  const cwd = temporaryTree({ 'mix.exs': MIX, 'lib/a.ex': text });
  const { status, stderr } = run(cwd, REASON);
  expect(stderr).toBe(
    'otp-lint: lib/a.ex:3: `pg2-removed` was not suppressed, since no comment can stand there\n',
  );
  expect(status).toBe(1);
  expect(readFileSync(join(cwd, 'lib/a.ex'), 'utf8')).toBe(text);
});

describe('options that do not fit are refused, and nothing is written', () => {
  test.each([
    [['--suppress'], '--suppress needs --reason "<why it is right as it is>"'],
    [['--suppress', '--reason', ' '], '--suppress needs --reason "<why it is right as it is>"'],
    [['--suppress', '--reason', 'a\nb'], '--reason has to be one line of text'],
    [['--reason', 'so'], '--reason needs --suppress'],
    [[...REASON, '--fix'], '--suppress and --fix cannot be combined, fix first'],
  ])('%j', (args, message) => {
    const cwd = temporaryTree({ 'mix.exs': MIX, 'lib/a.ex': JOIN });
    const { status, stderr } = run(cwd, args);
    expect({ status, stderr }).toEqual({ status: 2, stderr: `otp-lint: ${message}\n` });
    expect(readFileSync(join(cwd, 'lib/a.ex'), 'utf8')).toBe(JOIN);
  });
});
