import { expect, test } from 'vitest';
import { Session } from '../../src/lint/session.js';
import { temporaryTree } from '../temporary-tree.js';
import { moduleRule } from './test-rules.js';

test('a run tells how many files it knows, then how many modules were looked at', async () => {
  const files = ['a', 'b', 'c'].map((name) => [
    `lib/${name}.ex`,
    `defmodule M.${name.toUpperCase()} do\nend\n`,
  ]);
  const cwd = temporaryTree(Object.fromEntries(files));
  const session = new Session();
  const told: string[] = [];
  const progress = (done: number, total: number, what: string) => told.push(`${done} of ${total} ${what}`);
  const options = { paths: [], cwd, rules: [moduleRule('each')], progress };
  await session.lint(options);
  const modules = ['0 of 3 modules', '1 of 3 modules', '2 of 3 modules'];
  expect(told).toEqual(['1 of 3 files', '2 of 3 files', '3 of 3 files', ...modules]);
  told.length = 0;
  await session.lint(options);
  expect(told).toEqual(modules);
});
