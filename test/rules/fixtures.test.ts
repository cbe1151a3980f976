import { describe, expect, test } from 'vitest';
import { rules } from '../../rules/index.js';
import { casesOf, compare, expectationsIn, lintWith } from './harness.js';

describe.each(rules.map(({ id }) => id))('%s', (rule) => {
  test('has fixtures', () => {
    const wanted = casesOf(rule).flatMap(({ files }) => files.flatMap(expectationsIn));
    expect(wanted.length).toBeGreaterThan(0);
  });

  test.each(casesOf(rule).map((fixture) => [fixture.name, fixture.files] as const))(
    '%s',
    async (_name, files) => {
      const { unexpected, missing } = compare(await lintWith(rule, files), files.flatMap(expectationsIn));
      expect({ unexpected, missing }).toEqual({ unexpected: [], missing: [] });
    },
  );
});
