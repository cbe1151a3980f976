import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { MAX_FILE_BYTES, readSource } from '../../src/discover/read.js';
import { temporaryTree } from '../temporary-tree.js';

async function read(content: string | Uint8Array) {
  return readSource(join(temporaryTree({ 'a.ex': content }), 'a.ex'));
}

test('a byte order mark goes, line ends stay', async () => {
  expect(await read('\ufeffdefmodule A do\r\nend\r\n')).toEqual({ text: 'defmodule A do\r\nend\r\n' });
});

test('bytes that are no text are skipped', async () => {
  expect(await read(Uint8Array.from([0x61, 0xff, 0x62]))).toEqual({ reason: 'not valid UTF-8' });
  expect(await read('a\0b')).toEqual({ reason: 'binary: it holds NUL bytes' });
});

test('a file is read up to the limit and skipped above it', async () => {
  expect(await read('#'.repeat(MAX_FILE_BYTES))).toHaveProperty('text');
  expect(await read('#'.repeat(MAX_FILE_BYTES * 2))).toEqual({ reason: 'larger than 1 MiB (2 MiB)' });
});

test('a file that has gone, and what is no file', async () => {
  const folder = temporaryTree({ 'folder.ex/': '' });
  execFileSync('mkfifo', [join(folder, 'pipe.ex')]);
  expect(await readSource(join(folder, 'gone.ex'))).toEqual({
    reason: 'gone: it vanished while it was to be read',
  });
  expect(await readSource(join(folder, 'folder.ex'))).toEqual({ reason: 'not a regular file' });
  expect(await readSource(join(folder, 'pipe.ex'))).toEqual({ reason: 'not a regular file' });
});
