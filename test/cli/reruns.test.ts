import { expect, test } from 'vitest';
import { Reruns } from '../../src/cli/reruns.js';

/** Runs that end when they are told to. */
function heldRuns() {
  const begun: ((end: () => void) => void)[] = [];
  const seen: { isCurrent: boolean }[] = [];
  let running = 0;
  let most = 0;
  const next = () => new Promise<() => void>((resolve) => begun.push(resolve));
  const reruns = new Reruns(async (isCurrent) => {
    running += 1;
    most = Math.max(most, running);
    await new Promise<void>((end) => begun.shift()?.(end));
    seen.push({ isCurrent: isCurrent() });
    running -= 1;
  });
  return { reruns, next, seen, most: () => most };
}

test('many changes at a time are one run', async () => {
  const { reruns, next, seen } = heldRuns();
  const run = next();
  for (let at = 0; at < 10; at += 1) reruns.request();
  (await run)();
  await Promise.resolve();
  expect(seen).toEqual([{ isCurrent: true }]);
});

test('a change during a run makes one more, which is the last', async () => {
  const { reruns, next, seen, most } = heldRuns();
  const first = next();
  reruns.request();
  const endFirst = await first;
  const second = next();
  reruns.request();
  reruns.request();
  endFirst();
  (await second)();
  await Promise.resolve();
  expect(seen).toEqual([{ isCurrent: false }, { isCurrent: true }]);
  expect(most()).toBe(1);
});

test('a change during the first run is looked at after it', async () => {
  const { reruns, next, seen } = heldRuns();
  const second = next();
  const done = reruns.first(async () => reruns.request());
  (await second)();
  await done;
  expect(seen).toEqual([{ isCurrent: true }]);
});
