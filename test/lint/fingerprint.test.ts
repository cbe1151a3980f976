import { expect, test } from 'vitest';
import { callRule, lintText } from './test-rules.js';

const RULES = [callRule('no-sleep', ['Process.sleep/1']), callRule('no-sleeping', ['Process.sleep/1'])];

async function fingerprints(text: string, file = 'lib/a.ex'): Promise<string[]> {
  const { findings } = await lintText({ [file]: text }, RULES);
  return findings.map(({ fingerprint }) => fingerprint);
}

function moduleWith(...lines: string[]): string {
  return ['defmodule A do', 'def run do', ...lines, 'end', 'end'].join('\n');
}

test('a fingerprint is the same when lines move or are indented anew', async () => {
  const before = await fingerprints(moduleWith('Process.sleep(1)'));
  expect(await fingerprints(moduleWith('', '# moved', '    Process.sleep(1)\r'))).toEqual(before);
});

test('it differs by rule, file, text and occurrence', async () => {
  const all = [
    ...(await fingerprints(moduleWith('Process.sleep(1)', 'Process.sleep(1)', 'Process.sleep(2)'))),
    ...(await fingerprints(moduleWith('Process.sleep(1)'), 'lib/b.ex')),
  ];
  expect(all).toHaveLength(8);
  expect(new Set(all).size).toBe(8);
  expect(all[0]).toMatch(/^[0-9a-f]{16}$/);
});

test('suppressing one finding leaves the fingerprints of the others', async () => {
  const [, , second] = await fingerprints(moduleWith('Process.sleep(1)', 'Process.sleep(1)'));
  const suppressed = moduleWith(
    '# otp-lint:disable-next-line no-sleep, no-sleeping -- a pause',
    'Process.sleep(1)',
    'Process.sleep(1)',
  );
  expect((await fingerprints(suppressed))[0]).toBe(second);
});
