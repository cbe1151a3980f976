import { expect, test } from 'vitest';
import { type ProgressLine, progressLine } from '../../src/cli/progress.js';

const ERASE = '\r\u001b[K';

/** A terminal, or what is none, and a clock that stands until it is set. */
function lineOn(isTTY: boolean, isWanted = true) {
  const written: string[] = [];
  const clock = { now: 0 };
  const terminal = { isTTY, write: (text: string) => written.push(text) };
  const line: ProgressLine = progressLine(terminal, isWanted, () => clock.now);
  return { line, clock, written };
}

test('a short run shows nothing', () => {
  const { line, clock, written } = lineOn(true);
  clock.now = 999;
  line.show?.(1, 2, 'files');
  line.clear();
  expect(written).toEqual([]);
});

test('a long one shows how far it is, now and then, and takes it away', () => {
  const { line, clock, written } = lineOn(true);
  for (const now of [1000, 1001, 1099, 1100]) {
    clock.now = now;
    line.show?.(now, 2462, 'files');
  }
  line.clear();
  line.clear();
  expect(written).toEqual([
    `${ERASE}otp-lint: 1000 of 2462 files`,
    `${ERASE}otp-lint: 1100 of 2462 files`,
    ERASE,
  ]);
});

test.each([
  ['what is no terminal', false, true],
  ['who does not want it', true, false],
])('%s gets none', (_, isTTY, isWanted) => {
  const { line } = lineOn(isTTY, isWanted);
  expect(line.show).toBeUndefined();
});
