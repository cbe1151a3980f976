import { spawnSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { definePlugin, defineRule } from '../../src/api/index.js';
import { checkFixtures, fixtureDifferences } from '../../src/testing/fixtures.js';
import { temporaryTree } from '../temporary-tree.js';
import { readmeFiles } from './readme-files.js';

const WORDS = { level: 'warning', summary: 's', what: 'w', why: 'y', instead: 'i' } as const;

const sleep = defineRule({
  ...WORDS,
  id: 'sleep',
  calls: ['Process.sleep/1'],
  check: (call, { name }, { project }) => ({
    place: project.placeOfCall(call),
    message: `\`${name}\` sleeps, ${project.modules.length} modules`,
  }),
});
const off = defineRule({
  ...WORDS,
  id: 'off',
  level: 'off',
  module({ name, def, project }) {
    if (name === 'Crash') throw new Error('no luck');
    return { place: project.place(def, { start: def.headStart, end: def.headEnd }), message: name };
  },
});
const plugin = definePlugin({ name: 'team', rules: [sleep, off] });

const A = 'defmodule A do\n  def a, do: Process.sleep(1)\n';
const OFF = { 'off/a.ex': 'defmodule A do\n# <- off\nend\n' };

test('a fixture that has what its comments demand', async () => {
  const folder = temporaryTree({
    ...OFF,
    'sleep/a.ex': `${A}  #          ^^^^^^^^^^^^^^^^ sleep (warning): \`A\` sleeps, 1 modules\nend\n`,
    'sleep/full.ex': `${A}  #          ^ team/sleep\nend\n`,
    'sleep/app/lib/a.ex': `${A}# <- sleep: 2 modules\nend\n`,
    'sleep/app/lib/b.ex': 'defmodule B do\nend\n',
    'sleep/app/mix.exs': '',
  });
  expect(await fixtureDifferences(plugin, folder)).toEqual([]);
  await checkFixtures(plugin, pathToFileURL(`${folder}/`));
});

test('what is unexpected and what is missing', async () => {
  const folder = temporaryTree({
    'sleep/a.ex': `${A}  #          ^^^ sleep\nend\n`,
    'sleep/b.ex': `${A}# <- sleep (error)\nend\n`,
    'off/crash.ex': 'defmodule Crash do\nend\n',
  });
  const unexpected = ['lib/a.ex:2:14-30 team/sleep (warning): `A` sleeps, 1 modules'];
  expect(await fixtureDifferences(plugin, folder)).toEqual([
    { fixture: 'sleep/a.ex', unexpected, missing: ['lib/a.ex:2:14-17 team/sleep (any): '] },
    {
      fixture: 'sleep/b.ex',
      unexpected: unexpected.map((each) => each.replace('lib/a.ex', 'lib/b.ex')),
      missing: ['lib/b.ex:2:?-? team/sleep (error): '],
    },
    { fixture: 'off', unexpected: [], missing: ['a fixture that demands a finding'] },
    {
      fixture: 'off/crash.ex',
      unexpected: [],
      missing: ['the rule `team/off` of the plugin `team` crashed on `Crash`: no luck'],
    },
  ]);
  await expect(checkFixtures(plugin, folder)).rejects.toThrow(
    /^findings are not what the fixtures demand\nsleep\/a\.ex:\n {2}unexpected lib\/a\.ex:2:14-30 .*\n {2}missing lib\/a\.ex:2:14-17 /,
  );
});

test('what is no plugin is said to be none', async () => {
  const wrong = definePlugin({ name: 'Team', rules: [sleep] });
  await expect(checkFixtures(wrong, '.')).rejects.toThrow(
    'its `name` is `Team`: expected a name in kebab-case',
  );
});

test('the test of the README passes as it stands there, and fails where a fixture is wrong', () => {
  const files = readmeFiles();
  const tested = (more: Record<string, string>) => {
    // A project of its own, whatever lies above it.
    const cwd = temporaryTree({ 'package.json': '{}', ...files, ...more, 'node_modules/': '' });
    symlinkSync(resolve('.'), join(cwd, 'node_modules/otp-lint'));
    return spawnSync(process.execPath, ['--test', 'otp-lint/my-team.test.mjs'], { cwd, encoding: 'utf8' });
  };
  expect(Object.keys(files)).toContain('otp-lint/my-team.test.mjs');
  expect(tested({})).toMatchObject({ status: 0, stdout: expect.stringMatching(/ pass 1\n/) });
  const { status, stdout } = tested({
    'otp-lint/fixtures/silent-info/more.ex': 'defmodule A do\n# <- silent-info\nend\n',
  });
  expect(status).toBe(1);
  expect(stdout).toContain('silent-info/more.ex:');
});
