import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { rules } from '../../rules/index.js';
import { lintSources } from '../../src/lint/session.js';
import { casesOf, expectationsIn, FIXTURES } from './harness.js';

const ids = rules.map(({ id }) => id);

/** Folders of fixtures that belong to no single rule. */
const SHARED = ['apps', 'fixes'];

test('the rules are those that have a module, in order', () => {
  const modules = readdirSync('rules').flatMap((file) => /^(.+)\.ts$/.exec(file)?.[1] ?? []);
  expect(ids).toEqual(modules.filter((name) => name !== 'index').sort());
});

test('each has fixtures, with findings in them, and no fixture is of none', () => {
  expect(readdirSync(FIXTURES).sort()).toEqual([...ids, ...SHARED].sort());
  for (const id of ids) {
    const found = casesOf(id).flatMap(({ files }) => files.flatMap(expectationsIn));
    expect(found.length, id).toBeGreaterThan(0);
  }
});

test('the table in the README lists them', () => {
  const [, table = ''] = readFileSync('README.md', 'utf8').split('<!-- rules -->');
  const listed = [...(table.split('<!-- /rules -->')[0] ?? '').matchAll(/^\| `([a-z0-9-]+)` \|/gm)];
  expect(listed.map(([, id]) => id)).toEqual(ids);
});

test('the schema of the configuration knows them', () => {
  const schema: unknown = JSON.parse(readFileSync('otp-lint.schema.json', 'utf8'));
  expect(schema).toMatchObject({
    properties: { rules: { properties: Object.fromEntries(ids.map((id) => [id, expect.anything()])) } },
  });
});

test('what is off by default is silent until it is turned on', async () => {
  for (const rule of rules.filter(({ level }) => level === 'off')) {
    const files = rule.examples.bad.map((text, index) => ({ file: `lib/example${index}.ex`, text }));
    const found = async (levels?: ReadonlyMap<string, 'warning'>) => {
      const { findings } = await lintSources(files, { rules: [rule], ...(levels && { levels }) });
      return findings.map(({ level }) => level);
    };
    expect(await found(), rule.id).toEqual([]);
    expect(await found(new Map([[rule.id, 'warning']])), rule.id).toEqual(files.map(() => 'warning'));
  }
});
