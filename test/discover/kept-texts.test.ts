import { type BigIntStats, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { KeptTexts } from '../../src/discover/kept-texts.js';
import { readSource } from '../../src/discover/read.js';
import { temporaryTree } from '../temporary-tree.js';

const HOUR = 3_600_000;

function fileWith(text: string): string {
  return join(temporaryTree({ 'a.ex': text }), 'a.ex');
}

function statsOf(path: string): BigIntStats {
  return statSync(path, { bigint: true });
}

/** Writes a file, as often as it takes for the clock of the file system to go on. */
function writeLater(path: string, text: string): void {
  const before = statsOf(path).ctimeNs;
  do writeFileSync(path, text);
  while (statsOf(path).ctimeNs === before);
}

test('an old file that is the same as before is not read again', async () => {
  const path = fileWith('one');
  const kept = new KeptTexts();
  kept.set(path, 'as it was read', statsOf(path), Date.now() + HOUR);
  expect(await readSource(path, kept)).toEqual({ text: 'as it was read' });
});

test('a file that has just been written is read again', async () => {
  const path = fileWith('one');
  const kept = new KeptTexts();
  kept.set(path, 'as it was read', statsOf(path), Date.now());
  expect(await readSource(path, kept)).toEqual({ text: 'one' });
});

test('a file of the same size and date that was written since is read again', async () => {
  const path = fileWith('one');
  const stats = statsOf(path);
  const kept = new KeptTexts();
  kept.set(path, 'one', stats, Date.now() + HOUR);
  writeLater(path, 'two');
  utimesSync(path, Number(stats.atimeMs) / 1000, Number(stats.mtimeMs) / 1000);
  expect(await readSource(path, kept)).toEqual({ text: 'two' });
});

test('a file that is gone is gone, and one that nobody asks for is forgotten', async () => {
  const path = fileWith('one');
  const stats = statsOf(path);
  const kept = new KeptTexts();
  kept.set(path, 'one', stats, Date.now() + HOUR);
  expect(kept.get(path, stats)).toBe('one');
  kept.keepOnly(new Set());
  expect(kept.get(path, stats)).toBeUndefined();
  kept.set(path, 'one', stats, Date.now() + HOUR);
  rmSync(path);
  expect((await readSource(path, kept)).reason).toMatch(/^gone/);
});
