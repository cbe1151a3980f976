import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { SourceText } from './project.js';

/** Ways of writing that Elixir itself knows how to turn into each other. */
export const KINDS = ['formatted', 'nested', 'piped', 'keywords', 'blocks', 'renamed'] as const;
export type Kind = (typeof KINDS)[number] | 'plain';

/**
 * Writes files in another way, with the `elixir` on the path. One that Elixir cannot parse stays as it is.
 *
 * @throws Error where Elixir cannot be run
 */
export function rewrittenByElixir(
  files: readonly SourceText[],
  kinds: readonly Kind[],
): Map<Kind, SourceText[]> {
  const folder = mkdtempSync(join(tmpdir(), 'otp-lint-rewrites-'));
  try {
    const from = (at: number) => join(folder, `${at}.ex`);
    const to = (kind: Kind, at: number) => join(folder, `${at}-${kind}.ex`);
    for (const [at, { text }] of files.entries()) writeFileSync(from(at), text);
    const lines = kinds.flatMap((kind) => files.map((_, at) => `${kind}\t${from(at)}\t${to(kind, at)}\n`));
    const { status, stderr, error } = spawnSync('elixir', [resolve('test/metamorphic/rewrites.exs')], {
      input: lines.join(''),
      encoding: 'utf8',
      maxBuffer: 2 ** 28,
    });
    if (error || status !== 0) throw new Error(`elixir: ${error?.message ?? stderr}`);
    return new Map(
      kinds.map((kind) => [
        kind,
        files.map(({ file, text }, at) => {
          const path = to(kind, at);
          return { file, text: existsSync(path) ? readFileSync(path, 'utf8') : text };
        }),
      ]),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
