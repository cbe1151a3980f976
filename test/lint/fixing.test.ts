import { expect, test } from 'vitest';
import { lintAndFix } from '../../src/lint/fixing.js';
import { temporaryTree } from '../temporary-tree.js';
import { callRule } from './test-rules.js';

/** Puts something in the place of each call of `:a.b/0`. */
function replacingRule(text: string) {
  return callRule('replaced', [':a.b/0'], {
    check: (call, { def }, { project }) => ({
      place: project.placeOfCall(call),
      message: 'is called',
      fix: {
        safety: 'safe',
        title: 'replace it',
        edits: [{ file: def.file, start: call.start, end: call.end, text }],
      },
    }),
  });
}

const SOURCE = 'defmodule A do\n  def a, do: :a.b()\n  def c, do: :a.b()\nend\n';

test('a fix that would leave a file that cannot be read is left out', async () => {
  const cwd = temporaryTree({ 'lib/a.ex': SOURCE });
  const fixing = await lintAndFix({ paths: [], cwd, rules: [replacingRule('end )')], unsafe: false });
  expect(fixing).toMatchObject({ applied: 0, files: [], converged: true });
  expect(fixing.refused).toMatchObject([{ line: 2 }, { line: 3 }]);
});

test('fixes that bring themselves back come to an end', async () => {
  const cwd = temporaryTree({ 'lib/a.ex': SOURCE });
  const fixing = await lintAndFix({ paths: [], cwd, rules: [replacingRule(':a.b() |> x()')], unsafe: false });
  expect(fixing.converged).toBe(false);
});

test('a file that was broken before is mended all the same', async () => {
  const cwd = temporaryTree({ 'lib/a.ex': `${SOURCE}defmodule B do\n  def ) do\nend\n` });
  const { files } = await lintAndFix({ paths: [], cwd, rules: [replacingRule(':x.y()')], unsafe: false });
  expect(files[0]?.after).toContain('def a, do: :x.y()\n  def c, do: :x.y()');
});
