import { beforeAll, describe, expect, it } from 'vitest';
import { SECTIONS } from '../../src/doctrine/index.js';
import { QUESTIONS } from '../../src/doctrine/iron-law.js';
import { RED_FLAGS } from '../../src/doctrine/red-flags.js';
import { SECTION_IDS } from '../../src/doctrine/section.js';
import { parseElixir } from '../../src/syntax/parser.js';
import { readyParser } from '../../src/syntax/ready.js';

beforeAll(async () => {
  await readyParser();
});

describe('the doctrine', () => {
  it('has the three questions and the seven red flags', () => {
    expect(QUESTIONS.map(({ number }) => number)).toEqual([1, 2, 3]);
    expect(RED_FLAGS.map(({ id }) => id)).toEqual(['RF1', 'RF2', 'RF3', 'RF4', 'RF5', 'RF6', 'RF7']);
  });

  it.each(SECTION_IDS)('%s: is whole', (id) => {
    const section = SECTIONS[id];
    expect(section.id).toBe(id);
    expect(section.summary).toMatch(/[^.]$/);
    for (const block of section.blocks) {
      if (block.kind === 'text') expect(block.text).toMatch(/[.:]$/);
      if (block.kind !== 'heading') expect(block.source.name).not.toBe('');
      if (block.kind === 'table') {
        for (const row of block.table.rows) expect(row).toHaveLength(block.table.head.length);
      }
      if (block.kind === 'code') expect(parseElixir(block.code).faults).toEqual([]);
      const text = JSON.stringify(block);
      expect((text.match(/`/g) ?? []).length % 2, text).toBe(0);
    }
  });
});
