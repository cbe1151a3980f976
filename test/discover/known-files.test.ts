import { rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { KnownFiles, type Stamp } from '../../src/discover/known-files.js';
import { digestOf, digestSource, readSource } from '../../src/discover/read.js';
import { temporaryTree } from '../temporary-tree.js';

const HOUR = 3_600_000;

function fileWith(text: string): string {
  return join(temporaryTree({ 'a.ex': text }), 'a.ex');
}

/** Writes a file, as often as it takes for the clock of the file system to go on. */
function writeLater(path: string, text: string): void {
  const before = statSync(path).ctimeMs;
  do writeFileSync(path, text);
  while (statSync(path).ctimeMs === before);
}

/** Knows a file as if it had been read long after it was written. */
function knowing(path: string, text: string, stamp: Stamp = statSync(path)): KnownFiles {
  const known = new KnownFiles(true);
  known.set(path, { text }, stamp, Date.now() + HOUR);
  return known;
}

test('an old file that is the same as before is not read again', () => {
  const path = fileWith('one');
  expect(readSource(path, knowing(path, 'as it was read')).text).toBe('as it was read');
});

test('a file that has just been written is read again', () => {
  const path = fileWith('one');
  const known = new KnownFiles();
  known.set(path, { text: 'as it was read' }, statSync(path), Date.now());
  expect(readSource(path, known).text).toBe('one');
});

test('a file of the same size and date that was written since is read again', () => {
  const path = fileWith('one');
  const stats = statSync(path);
  const known = knowing(path, 'one');
  writeLater(path, 'two');
  utimesSync(path, stats.atimeMs / 1000, stats.mtimeMs / 1000);
  expect(readSource(path, known).text).toBe('two');
});

test('another file that took its place is read', () => {
  const path = fileWith('one');
  const stamp = statSync(path);
  const known = knowing(path, 'one', { ...stamp, mtimeMs: stamp.mtimeMs, ino: stamp.ino + 1 });
  writeFileSync(path, 'two');
  expect(readSource(path, known).text).toBe('two');
});

test('a file that is gone is gone, and the text of one that nobody asks for is forgotten', () => {
  const path = fileWith('one');
  const stamp = statSync(path);
  const known = knowing(path, 'one');
  expect(known.get(path, stamp)?.text).toBe('one');
  known.keepTexts(new Set());
  expect(known.get(path, stamp)).toBeUndefined();
  rmSync(path);
  expect(readSource(path, knowing(path, 'one', stamp)).reason).toMatch(/^gone/);
});

test('a file is not read where it is known what it adds up to, and read once it has changed', () => {
  const path = fileWith('one');
  const first = new KnownFiles(true);
  expect(digestSource(path, first)).toEqual({ text: 'one', digest: digestOf('one') });
  first.set(path, { digest: 'what was found out' }, statSync(path), Date.now() + HOUR);
  const next = new KnownFiles(true);
  next.add(first.digests);
  expect(digestSource(path, next)).toEqual({ digest: 'what was found out' });
  expect(readSource(path, next)).toEqual({ text: 'one', digest: digestOf('one') });
  writeLater(path, 'two');
  expect(digestSource(path, next)).toEqual({ text: 'two', digest: digestOf('two') });
});

test('what a file adds up to is handed on only where that is asked for, and not of files that are gone', () => {
  const path = fileWith('one');
  expect(readSource(path, new KnownFiles())).toEqual({ text: 'one', digest: undefined });
  const known = new KnownFiles(true);
  known.set(path, { digest: digestOf('one') }, statSync(path), Date.now() + HOUR);
  expect(known.digests.map((each) => each.path)).toEqual([path]);
  known.forget((each) => each === path);
  expect(known.digests).toEqual([]);
});
