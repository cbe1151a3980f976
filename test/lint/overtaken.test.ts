import { expect, test } from 'vitest';
import { Overtaken, pauseWhile } from '../../src/lint/overtaken.js';
import { Session } from '../../src/lint/session.js';
import { temporaryTree } from '../temporary-tree.js';
import { moduleRule } from './test-rules.js';

const NAMES = ['a', 'b', 'c', 'd'];

/** A rule that takes its time, and tells of the first module that it is asked about. */
function slowRule(asked: string[], first: () => void) {
  return moduleRule('slow', {
    module: ({ name }) => {
      if (asked.length === 0) first();
      asked.push(name);
      for (const begun = performance.now(); performance.now() - begun < 30; );
      return undefined;
    },
  });
}

test('what happens while the rules are asked is heard, and the run given up where it is overtaken', async () => {
  const cwd = temporaryTree(
    Object.fromEntries(
      NAMES.map((name) => [`lib/${name}.ex`, `defmodule M.${name.toUpperCase()} do\nend\n`]),
    ),
  );
  const asked: string[] = [];
  let isCurrent = true;
  const rule = slowRule(asked, () => {
    setImmediate(() => {
      isCurrent = false;
    });
  });
  const session = new Session();
  const options = { paths: [], cwd, rules: [rule] };
  const run = session.lint({ ...options, pause: pauseWhile(() => isCurrent) });
  await expect(run).rejects.toThrow(Overtaken);
  expect(asked).toEqual(['M.A']);
  isCurrent = true;
  await session.lint({ ...options, pause: pauseWhile(() => isCurrent) });
  expect(asked).toEqual(['M.A', 'M.A', 'M.B', 'M.C', 'M.D']);
});
