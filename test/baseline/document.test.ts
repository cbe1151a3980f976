import { describe, expect, test } from 'vitest';
import { type Entry, parseBaseline, printBaseline } from '../../src/baseline/document.js';

const ENTRIES: Entry[] = [
  { file: 'lib/b.ex', rule: 'pg2-removed', fingerprint: 'f1', count: 2 },
  { file: 'lib/a.ex', rule: 'pg2-removed', fingerprint: 'f2', count: 1 },
  { file: 'lib/a.ex', rule: 'blocking-init', fingerprint: 'f1', count: 1 },
  { file: 'lib/a.ex', rule: 'pg2-removed', fingerprint: 'f2', count: 1 },
];

test('a baseline is sorted, with the same kind once, and reads back', () => {
  const text = printBaseline({ level: 'info', entries: ENTRIES });
  expect(text).toBe(`{
  "version": 1,
  "level": "info",
  "files": {
    "lib/a.ex": {
      "blocking-init": {
        "f1": 1
      },
      "pg2-removed": {
        "f2": 2
      }
    },
    "lib/b.ex": {
      "pg2-removed": {
        "f1": 2
      }
    }
  }
}
`);
  const read = parseBaseline(text, 'b.json');
  expect(read.entries.map(({ count }) => count)).toEqual([1, 2, 2]);
  expect(printBaseline(read)).toBe(text);
  expect(printBaseline({ level: 'info', entries: ENTRIES.toReversed() })).toBe(text);
});

describe('what is not as it should be is told with its place', () => {
  test.each([
    ['{ "version": 1', 'b.json:1:15: close brace expected'],
    ['[]', 'b.json:1:1: expected an object'],
    ['{ "version": 1, "files": {} }', 'b.json:1:1: the key `level` is missing'],
    ['{ "version": "1", "level": "info", "files": {} }', 'b.json:1:14: expected a whole number from 1 on'],
    [
      '{ "version": 1, "level": "warning", "files": { "a": { "r": { "f": 0 } } } }',
      'b.json:1:67: expected a whole number from 1 on',
    ],
    [
      '{ "version": 2, "level": "info", "files": {} }',
      'b.json: this is version 2 of the format, and only 1 is known',
    ],
  ])('%s', (text, message) => {
    expect(() => parseBaseline(text, 'b.json')).toThrow(message);
  });
});
