import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { needElixir } from './need-elixir.js';

const FIXES = resolve('fixtures/fixes');

test('Elixir formats and compiles what every fix leaves, without a warning', (ctx) => {
  needElixir(ctx);
  const folders = readdirSync(FIXES).map((rule) => join(FIXES, rule, 'after'));
  expect(folders.length).toBeGreaterThan(0);
  const { status, stdout, stderr } = spawnSync(
    'elixir',
    [resolve('test/truth/check_fixes.exs'), ...folders],
    {
      encoding: 'utf8',
    },
  );
  expect(status, stderr).toBe(0);
  expect(stdout).toBe('');
});
