import { describe, expect, it } from 'vitest';
import { sanitize, sanitizeJson } from '../../src/report/sanitize.js';

describe('sanitize', () => {
  it('writes control and bidirectional characters out', () => {
    expect(sanitize('a\u001b[31m\u202eb\n\u0085')).toBe('a\\u{1b}[31m\\u{202e}b\\u{a}\\u{85}');
  });

  it('writes characters out that cannot be seen', () => {
    expect(sanitize('\ufeff\u200b\u{e0041}\u2028')).toBe('\\u{feff}\\u{200b}\\u{e0041}\\u{2028}');
  });

  it('writes half a surrogate pair out', () => {
    expect(sanitize('a\ud800b')).toBe('a\\u{d800}b');
  });

  it('leaves what people write alone', () => {
    const text = 'straße 日本 नमस्ते 👩‍👩‍👧 می‌خواهم `a/1`';
    expect(sanitize(text)).toBe(text);
  });
});

describe('sanitizeJson', () => {
  it('keeps the value the same', () => {
    const value = { text: 'a\u001b\u009b\u202e\u2028\u007f\u{e0041}\nb' };
    const safe = sanitizeJson(JSON.stringify(value, null, 2));
    expect(JSON.parse(safe)).toEqual(value);
    expect(safe).not.toMatch(/[\p{Bidi_Control}\u007f-\u009f\u2028]/u);
  });
});
