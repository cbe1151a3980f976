import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { rules } from '../../rules/index.js';
import { fillReadme, SAMPLE } from '../../src/doctrine/readme.js';
import { lint } from '../../src/lint/session.js';

test('README.md holds what `node dist/src/doctrine/write-readme.js` writes', async () => {
  const written = readFileSync('README.md', 'utf8');
  const sample = await lint({ paths: [SAMPLE], rules });
  expect(written).toBe(fillReadme(written, rules, sample));
});

test('a README without the markers is an error', async () => {
  const sample = await lint({ paths: [SAMPLE], rules });
  expect(() => fillReadme('# otp-lint\n', rules, sample)).toThrow('no <!-- sample -->');
});
