import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { pluginText, project, ruleText, SLEEPY } from '../plugins/plugin-files.js';
import { temporaryTree } from '../temporary-tree.js';
import { Editor } from './client.js';

const FILE = 'lib/sleepy.ex';

test('rules of plugins are asked, explained, and loaded anew with the configuration and their files', async () => {
  const files = project({ 'team.mjs': pluginText() });
  const code = new Editor(temporaryTree({ ...files, 'otp-lint.json': '{}' }));
  await code.start();
  await code.open(FILE, SLEEPY);
  await code.until(FILE, (rules) => rules.length === 0);

  writeFileSync(join(code.root, 'otp-lint.json'), files['otp-lint.json'] ?? '');
  await code.touch('otp-lint.json');
  const [found] = await code.until(FILE, (rules) => rules.includes('team/no-sleep'));
  expect(found?.message).toBe('it sleeps');
  expect(readFileSync(fileURLToPath(found?.codeDescription?.href ?? ''), 'utf8')).toContain(
    'They hide races.',
  );
  expect(await code.command('otp-lint.explain', 'team/no-sleep')).toContain('Wait for a message.');

  writeFileSync(join(code.root, 'team.mjs'), pluginText(ruleText("why: 'They are long.',", 'then')));
  await code.touch('team.mjs');
  const [changed] = await code.until(FILE, (_, { diagnostics }) => diagnostics[0]?.message === 'then');
  expect(readFileSync(fileURLToPath(changed?.codeDescription?.href ?? ''), 'utf8')).toContain(
    'They are long.',
  );

  writeFileSync(join(code.root, 'team.mjs'), 'export default {');
  await code.touch('team.mjs');
  while (!code.said.some((words) => words.includes('cannot load the plugin `./team.mjs`'))) await code.more();
  let seen = code.answers(FILE).length;
  writeFileSync(join(code.root, 'team.mjs'), pluginText());
  await code.touch('team.mjs');
  await code.until(FILE, (rules) => rules.includes('team/no-sleep'), seen);

  seen = code.answers(FILE).length;
  writeFileSync(join(code.root, 'otp-lint.json'), '{}');
  await code.touch('otp-lint.json');
  await code.until(FILE, (rules) => rules.length === 0, seen);
  expect(await code.end()).toBe(0);
  expect(code.stderr).toBe('');
});
