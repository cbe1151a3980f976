import { expect, it } from 'vitest';
import { parseJson } from '../../src/config/file.js';
import { PRESETS } from '../../src/config/presets.js';
import { configurationShape, RULE_LEVELS } from '../../src/config/schema.js';
import { chaptersOf, topics } from '../../src/doctrine/pages.js';
import { configuration } from '../../src/guide/configuration.js';
import { GUIDES } from '../../src/guide/index.js';
import { levels } from '../../src/guide/levels.js';
import { builtInRules as rules } from '../../src/lint/built-in-rules.js';
import { configurableIds } from '../../src/lint/configurable-ids.js';

const pages = chaptersOf(rules).flatMap((chapter) => chapter.pages);

it('has a page under each name once', () => {
  expect(new Set(topics(rules)).size).toBe(pages.length);
});

it.each(GUIDES.map((guide) => [guide.id, guide] as const))('%s: is whole', (_, { summary, blocks }) => {
  expect(summary).toMatch(/[^.]$/);
  for (const block of blocks) {
    if (block.kind === 'text') expect(block.text).toMatch(/[.:`]$/);
    if (block.kind === 'table')
      for (const row of block.table.rows) expect(row).toHaveLength(block.table.head.length);
    expect((JSON.stringify(block).match(/`/g) ?? []).length % 2).toBe(0);
  }
});

it('leads from page to page, and nowhere else', () => {
  const named = pages.flatMap(({ blocks }) =>
    [...JSON.stringify(blocks).matchAll(/`otp-lint explain ([^`<]+)`/g)].map(([, topic = '']) => topic),
  );
  expect(named.length).toBeGreaterThan(20);
  expect(named.filter((topic) => !topics(rules).includes(topic))).toEqual([]);
});

it('explains every key of the configuration with an example that is right', () => {
  const shape = configurationShape(configurableIds(rules));
  const keys = Object.keys(shape.schema.properties ?? {}).filter((key) => key !== '$schema');
  expect(firstCells(configuration).sort()).toEqual(keys.sort());
  const example = configuration.blocks.find((block) => block.kind === 'code');
  const code = example?.kind === 'code' ? example.code : '';
  expect(parseJson(code, 'otp-lint.json', shape).preset).toBe('recommended');
});

it('explains every level and every preset', () => {
  expect(firstCells(levels).sort()).toEqual([...RULE_LEVELS, ...PRESETS].sort());
});

/** What stands in the first column of the tables of a page. */
function firstCells({ blocks }: (typeof GUIDES)[number]): string[] {
  const rows = blocks.flatMap((block) => (block.kind === 'table' ? block.table.rows : []));
  return rows.map(([cell = '']) => cell.replaceAll('`', ''));
}
