import { expect, test } from 'vitest';
import { builtInRules as rules } from '../../src/lint/built-in-rules.js';
import { temporaryTree } from '../temporary-tree.js';
import { run } from './run.js';

test('`rules` lists every rule with level and red flag', () => {
  const { status, stdout } = run(temporaryTree({}), ['rules']);
  const lines = stdout.trimEnd().split('\n');
  expect(lines.map((line) => line.split(/\s+/, 1)[0])).toEqual(rules.map(({ id }) => id));
  expect(lines.find((line) => line.startsWith('pg2-removed '))).toMatch(/^pg2-removed +error +\S/);
  expect(status).toBe(0);
});

test('`rules --format json` holds the same as data', () => {
  const { stdout } = run(temporaryTree({}), ['rules', '--format', 'json']);
  const listed: unknown = JSON.parse(stdout);
  expect(listed).toMatchObject({
    version: '0.1.0',
    rules: rules.map(({ id, level, summary }) => ({ id, level, summary })),
  });
});

test('`explain` alone lists the pages', () => {
  const { status, stdout } = run(temporaryTree({}), ['explain']);
  expect(stdout).toMatch(/^Using otp-lint\n {2}- `configuration`: /m);
  expect(stdout).toContain(`Each of the ${rules.length} rules has a page`);
  expect(status).toBe(0);
});

test('`explain` prints a page', () => {
  const { status, stdout } = run(temporaryTree({}), ['explain', 'pg2-removed']);
  expect(stdout).toContain('pg2-removed');
  expect(status).toBe(0);
});
