import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';

const hasElixir = spawnSync('elixir', ['--version']).error === undefined;

test('Elixir itself sees the same modules, functions and remote calls in every fixture', (ctx) => {
  if (!hasElixir) {
    expect(process.env.CI, 'there is no elixir on this machine, which CI must have').toBeUndefined();
    ctx.skip('NOT RUN: there is no elixir on this machine to compare with');
  }
  const { status, stdout } = spawnSync(
    process.execPath,
    ['test/truth/compare.mjs', 'fixtures', '--list', '20', '--min', '100'],
    {
      encoding: 'utf8',
    },
  );
  expect(status, stdout).toBe(0);
  expect(stdout).toMatch(/^calls +\d{4,}/m);
});
