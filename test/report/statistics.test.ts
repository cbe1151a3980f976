import { describe, expect, it } from 'vitest';
import { lintFile, realOptions, SERVER } from './real.js';
import { reporters } from './reporters.js';
import { finding, HOSTILE, optionsOf, resultOf } from './result.js';

const TWICE = `${SERVER}:pg2.create(:rates)\n`;

describe('statistics', () => {
  it.each(['pretty', 'concise', 'agent', 'github'] as const)(
    'stand behind the findings in %s',
    async (format) => {
      const result = await lintFile('lib/a.ex', TWICE);
      const plain = reporters[format](result, realOptions());
      expect(reporters[format](result, realOptions({ statistics: true }))).toBe(`${plain}
errors  warnings  advice  rule
     2         0       0  pg2-removed
     0         1       0  blocking-callback
     0         0       1  missing-impl
     0         1       0  stateless-genserver

errors  warnings  advice  module
     1         2       1  MyApp.Rates
     1         0       0  (in no module)
`);
    },
  );

  it('are one more key in json', async () => {
    const result = await lintFile('lib/a.ex', TWICE);
    const plain: unknown = JSON.parse(reporters.json(result, realOptions()));
    expect(plain).not.toHaveProperty('statistics');
    const { statistics, ...others } = JSON.parse(reporters.json(result, realOptions({ statistics: true })));
    expect(others).toEqual(plain);
    expect(statistics).toEqual({
      rules: [
        { rule: 'pg2-removed', errors: 2, warnings: 0, infos: 0 },
        { rule: 'blocking-callback', errors: 0, warnings: 1, infos: 0 },
        { rule: 'missing-impl', errors: 0, warnings: 0, infos: 1 },
        { rule: 'stateless-genserver', errors: 0, warnings: 1, infos: 0 },
      ],
      modules: [
        { module: 'MyApp.Rates', errors: 1, warnings: 2, infos: 1 },
        { module: null, errors: 1, warnings: 0, infos: 0 },
      ],
    });
  });

  it('stay out of formats that have no place for them, and of reports that found nothing', () => {
    const result = resultOf([finding()]);
    for (const format of ['sarif', 'gitlab', 'junit', 'checkstyle'] as const)
      expect(reporters[format](result, optionsOf({ statistics: true }))).toBe(
        reporters[format](result, optionsOf()),
      );
    expect(reporters.concise(resultOf([]), optionsOf({ statistics: true }))).toBe('');
  });

  it('keep each name on its line', () => {
    const text = reporters.concise(
      resultOf([finding({ module: HOSTILE, level: 'info' })]),
      optionsOf({ statistics: true }),
    );
    expect(text.split('\n')).toHaveLength(6);
    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u);
  });
});
