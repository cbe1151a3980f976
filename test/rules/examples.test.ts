import { describe, expect, test } from 'vitest';
import { rules } from '../../rules/index.js';
import { lintWith } from './harness.js';

/** An example is one file, or several with their names in comment lines: `# lib/my_app/server.ex`. */
function filesOf(example: string): { file: string; text: string }[] {
  const parts = example.split(/^# (lib\/\S+\.ex)\n/m);
  if (parts.length === 1) return [{ file: 'lib/example.ex', text: example }];
  const files: { file: string; text: string }[] = [];
  for (let at = 1; at + 1 < parts.length; at += 2)
    files.push({ file: parts[at] ?? '', text: parts[at + 1] ?? '' });
  return files;
}

describe.each(rules.map((rule) => [rule.id, rule] as const))('%s', (id, rule) => {
  test('each bad example gives exactly one finding', async () => {
    expect(rule.examples.bad.length).toBeGreaterThan(0);
    for (const example of rule.examples.bad)
      expect(await lintWith(id, filesOf(example)), example).toHaveLength(1);
  });

  test('no good example gives one', async () => {
    expect(rule.examples.good.length).toBeGreaterThan(0);
    for (const example of rule.examples.good)
      expect(await lintWith(id, filesOf(example)), example).toEqual([]);
  });

  test('its messages are one sentence, without a capital or a full stop', async () => {
    for (const example of rule.examples.bad) {
      for (const { message, evidence } of await lintWith(id, filesOf(example))) {
        for (const text of [message, ...evidence.map((step) => step.message)]) {
          expect(text).toMatch(/^(?![A-Z])[^\n]*[^.\n]$/);
        }
      }
    }
  });
});
