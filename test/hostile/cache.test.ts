import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Packr } from 'msgpackr';
import { describe, expect, test } from 'vitest';
import { pack } from '../../src/packing/pack.js';
import { run } from '../cli/run.js';
import { temporaryTree } from '../temporary-tree.js';
import { badServer, WARNING } from './bad-server.js';

const packr = new Packr({ moreTypes: true });
const DAMAGED = /^otp-lint: the cache in .* is damaged; it is made anew\n$/;

/** A project with a warm cache, some of whose files have other content in a frame as this program makes it. */
function poisoned(prefix: 'files-' | 'run-', change: (content: Buffer) => Uint8Array): string {
  const cwd = temporaryTree({ 'lib/ok.ex': badServer('Ok') });
  run(cwd, []);
  const folder = join(cwd, '.otp-lint-cache');
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (prefix === 'files-' && name.startsWith('run-')) rmSync(path);
    if (!name.startsWith(prefix)) continue;
    const bytes = readFileSync(path);
    const end = bytes.indexOf('\n');
    const [, edition] = bytes.toString('latin1', 0, end).split('\t');
    const content = change(bytes.subarray(end + 1));
    const sum = createHash('sha1').update(content).digest('hex');
    writeFileSync(path, Buffer.concat([Buffer.from(`otp-lint cache\t${edition}\t${sum}\n`), content]));
  }
  return cwd;
}

function expectMadeAnew(cwd: string): void {
  const { status, stdout, stderr } = run(cwd, ['--format', 'concise']);
  expect({ status, stdout, stderr }).toEqual({
    status: 1,
    stdout: expect.stringContaining(`lib/ok.ex:${WARNING}`),
    stderr: expect.stringMatching(DAMAGED),
  });
  expect(run(cwd, ['--format', 'concise'])).toEqual({ status: 1, stdout, stderr: '' });
}

/** Changes each piece in a file of pieces. */
function eachPiece(change: (piece: { file: string; bytes: Uint8Array; day: number }) => unknown) {
  return (content: Buffer): Uint8Array => {
    const pieces: Map<string, { file: string; bytes: Uint8Array; day: number }> = packr.unpack(content);
    return packr.pack(new Map([...pieces].map(([key, piece]) => [key, change(piece)])));
  };
}

describe('a result', () => {
  test.each([
    'no JSON',
    '['.repeat(1_000_000),
    '[]',
    'null',
    '{ "findings": [null], "skipped": [], "diagnostics": [], "files": 1 }',
    '{ "findings": [{ "rule": "__proto__", "message": 5 }], "skipped": [], "diagnostics": [], "files": 1 }',
    '{ "findings": [], "skipped": [7], "diagnostics": [], "files": 1 }',
    '{ "findings": [], "skipped": [], "diagnostics": [], "files": "many" }',
  ])('that is none: %#', (text) => {
    expectMadeAnew(poisoned('run-', () => Buffer.from(text)));
  });
});

describe('facts', () => {
  const bombs: [string, Uint8Array][] = [
    ['a list of 4 billion', Buffer.from([0xdd, 0xff, 0xff, 0xff, 0xff])],
    ['a map of 4 billion', Buffer.from([0xdf, 0xff, 0xff, 0xff, 0xff])],
    ['a text of 4 GB', Buffer.from([0xdb, 0xff, 0xff, 0xff, 0xf0])],
    [
      'a list in a list, five million deep',
      Buffer.concat([Buffer.alloc(5_000_000, 0x91), Buffer.from([0xc0])]),
    ],
    ['noise', Buffer.from(Array.from({ length: 500 }, (_, at) => (at * 7919) % 256))],
    ['nothing', Buffer.alloc(0)],
  ];

  test.each(bombs)('in the place of all: %s', (_, bytes) => {
    expectMadeAnew(poisoned('files-', () => bytes));
  });

  test.each(bombs)('in the place of those of one file: %s', (_, bytes) => {
    expectMadeAnew(
      poisoned(
        'files-',
        eachPiece((piece) => ({ ...piece, bytes })),
      ),
    );
  });

  test.each([null, 7, { file: 'lib/ok.ex', bytes: 7, day: 1 }, { file: 'lib/ok.ex' }])(
    'a piece that is none: %j',
    (piece) => {
      expectMadeAnew(
        poisoned(
          'files-',
          eachPiece(() => piece),
        ),
      );
    },
  );

  test.each([
    { comments: 1, faults: 2, modules: 3 },
    { comments: [], faults: [], modules: [{ name: {} }] },
  ])('that have the right names and nothing else: %j', (facts) => {
    const bytes = pack(facts);
    expectMadeAnew(
      poisoned(
        'files-',
        eachPiece((piece) => ({ ...piece, bytes })),
      ),
    );
  });

  test('in which single bytes are others', () => {
    const garble = (bytes: Uint8Array) =>
      bytes.map((byte, at) => (at > 50 && at % 37 === 0 ? byte ^ 3 : byte));
    expectMadeAnew(
      poisoned(
        'files-',
        eachPiece((piece) => ({ ...piece, bytes: garble(piece.bytes) })),
      ),
    );
  });
});
