import { expect, test } from 'vitest';
import { rules } from '../../rules/index.js';
import { lintSources } from '../../src/lint/session.js';

/** Source and where it is said to be broken: `line:column` and why. */
const BROKEN: readonly (readonly [string, string])[] = [
  ['defmodule A do\n  l do end()\nend\n', '2:11 missing line break'],
  ['if x do\n'.repeat(13), '13:6 nothing closes `do`'],
  ['('.repeat(20), '1:20 nothing closes `(`'],
];

test.each(BROKEN)('%j has one syntax error', async (text, expected) => {
  const { findings } = await lintSources([{ file: 'lib/a.ex', text }], { rules });
  const said = findings.map(({ rule, line, column, message }) => `${rule} ${line}:${column} ${message}`);
  expect(said).toHaveLength(1);
  expect(said[0]).toContain('syntax-error');
  const [place = '', ...words] = expected.split(' ');
  expect(said[0]).toContain(`${place} syntax error: ${words.join(' ')}`);
});
