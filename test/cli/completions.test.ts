import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { rules } from '../../rules/index.js';
import { FORMATS } from '../../src/report/index.js';
import { temporaryTree } from '../temporary-tree.js';
import { run } from './run.js';

const COMMANDS = ['explain', 'init', 'rules', 'tree', 'baseline', 'completions', 'lsp'];

function scriptFor(shell: string): string {
  const { status, stdout } = run('.', ['completions', shell]);
  expect(status).toBe(0);
  return stdout;
}

describe('bash', () => {
  let script = '';
  beforeAll(() => {
    script = scriptFor('bash');
  });

  /** What bash offers for the last of some words, broken as readline breaks them. */
  function offered(...words: string[]): string[] {
    const cwd = temporaryTree({ 'otp.sh': script, 'lib/a b.ex': '', 'list.txt': '' });
    const ask = 'source "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _otp_lint';
    const { stdout, stderr } = spawnSync(
      'bash',
      ['-uc', `${ask}; printf '%s\\n' "\${COMPREPLY[@]}"`, 'bash', join(cwd, 'otp.sh'), 'otp-lint', ...words],
      { cwd, encoding: 'utf8' },
    );
    expect(stderr.replace(/^.*compopt: not currently executing completion function\n/gm, '')).toBe('');
    return stdout.split('\n').filter((word) => word !== '');
  }

  test('commands and paths', () => {
    expect(offered('').toSorted()).toEqual([...COMMANDS, 'lib', 'list.txt', 'otp.sh'].toSorted());
    expect(offered('li').toSorted()).toEqual(['lib', 'list.txt']);
    expect(offered('--quiet', 'lib/a')).toEqual(['lib/a b.ex']);
    expect(offered('tree', 'lis')).toEqual(['list.txt']);
  });

  test('options, of a command its own', () => {
    expect(offered('--fix')).toEqual(['--fix', '--fix-dry-run']);
    expect(offered('lib', '--no-b')).toEqual(['--no-baseline']);
    expect(offered('tree', '--e')).toEqual(['--edges']);
    expect(offered('rules', '--fix')).toEqual([]);
  });

  test('values', () => {
    expect(offered('--format', '')).toEqual([...FORMATS]);
    expect(offered('--format', '=', 'js')).toEqual(['json']);
    expect(offered('tree', '--format', 'd')).toEqual(['dot']);
    expect(offered('--config', 'tree', '--level', '')).toEqual(['info', 'warning', 'error']);
    expect(offered('--baseline', 'list')).toEqual(['list.txt']);
    expect(offered('--max-warnings', '')).toEqual([]);
    expect(offered('completions', '')).toEqual(['bash', 'zsh', 'fish']);
  });

  test('rules with their levels', () => {
    expect(offered('--rule', 'pg2')).toEqual(['pg2-removed=']);
    expect(offered('--rule', 'pg2-removed', '=')).toEqual(['off', 'info', 'warning', 'error']);
    expect(offered('baseline', '--rule', 'pg2-removed', '=', 'e')).toEqual(['error']);
    expect(offered('explain', 'pg2')).toEqual(['pg2-removed']);
    expect(offered('explain', 'iron')).toEqual(['iron-law']);
  });
});

test.each(['zsh', 'fish'])('%s gets every command, rule and option', (shell) => {
  const script = scriptFor(shell);
  for (const word of [...COMMANDS, ...rules.map(({ id }) => `${id}=off`), 'decision-tree', 'mermaid'])
    expect(script).toMatch(new RegExp(`(?<![\\w-])${word}(?![\\w-])`));
  for (const option of ['fail-on', 'since', 'stdin-filename', 'no-cache'])
    expect(script).toContain(shell === 'zsh' ? `--${option}` : `-l ${option}`);
});

test('another shell is refused', () => {
  const { status, stderr } = run('.', ['completions', 'ksh']);
  expect(stderr).toContain("'ksh' is invalid");
  expect(status).toBe(2);
});
