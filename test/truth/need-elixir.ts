import { spawnSync } from 'node:child_process';
import type { TestContext } from 'vitest';

const hasElixir = spawnSync('elixir', ['--version']).error === undefined;

/**
 * Ends a test that cannot be held against a real Elixir: not passed, but said to be not run, and failed where
 * `CI` is set.
 */
export function needElixir(ctx: TestContext): void {
  if (hasElixir) return;
  const note = 'NOT RUN: there is no `elixir` on the path';
  if (process.env.CI === 'true') throw new Error(note);
  console.warn(`${ctx.task.name}: ${note}`);
  ctx.skip(note);
}
