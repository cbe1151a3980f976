import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { excerptOf } from '../../src/report/excerpt.js';

/** The columns of the excerpt that the underline stands under. */
function underlined(line: string, part: string, width = 100): string {
  const start = line.indexOf(part);
  const excerpt = excerptOf(line, { start, end: start + part.length }, width);
  let column = 0;
  let found = '';
  for (const { segment } of new Intl.Segmenter().segment(excerpt.text)) {
    if (column >= excerpt.indent && column < excerpt.indent + excerpt.underline) found += segment;
    column += stringWidth(segment);
  }
  return found;
}

describe('excerptOf', () => {
  it.each([
    ['  def price(parcel), do: 1', 'price'],
    ['\t\tdef price(parcel)', 'price'],
    ['  x\tprice', 'price'],
    ['"日本語", price', 'price'],
    ['"👩‍👩‍👧 é", price', 'price'],
    ['# "日本語"', '日本'],
    ['\u202e\u001b[0m price', 'price'],
    ['\ufeffprice', 'price'],
  ])('underlines what is meant in %j', (line, part) => {
    expect(underlined(line, part)).toBe(part);
  });

  it('cuts a long line around the mark', () => {
    const line = `${'x'.repeat(500_000)}TARGET${'y'.repeat(500_000)}`;
    expect(underlined(line, 'TARGET')).toBe('TARGET');
    const { text } = excerptOf(line, { start: 500_000, end: 500_006 }, 60);
    expect(stringWidth(text)).toBeLessThanOrEqual(60);
    expect(text).toMatch(/^…x+TARGETy+…$/);
  });

  it('cuts a long line only behind a mark near its beginning', () => {
    const { text, indent } = excerptOf(`mark ${'y'.repeat(300)}`, { start: 0, end: 4 }, 60);
    expect(text).toMatch(/^mark y+…$/);
    expect(indent).toBe(0);
  });

  it('never splits a character of two units', () => {
    const line = '😀'.repeat(1000);
    for (const start of [400, 801, 1000]) {
      expect(excerptOf(line, { start, end: start + 2 }, 60).text).toMatch(/^…?(?:😀)+…?$/u);
    }
  });

  it('keeps the underline within what is shown', () => {
    const { text, indent, underline } = excerptOf('z'.repeat(400), { start: 10, end: 400 }, 60);
    expect(indent + underline).toBeLessThanOrEqual(stringWidth(text));
  });

  it('marks one column where the range is empty or outside', () => {
    expect(excerptOf('abc', { start: 1, end: 1 }, 60)).toEqual({ text: 'abc', indent: 1, underline: 1 });
    expect(excerptOf('abc', { start: 9, end: 12 }, 60)).toEqual({ text: 'abc', indent: 3, underline: 1 });
  });
});
