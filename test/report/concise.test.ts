import { describe, expect, it } from 'vitest';
import { reporters } from './reporters.js';
import { finding, HOSTILE, optionsOf, resultOf } from './result.js';

const { concise } = reporters;

describe('concise', () => {
  it('gives each finding one line', () => {
    const result = resultOf([finding(), finding({ level: 'error', line: 7 }), finding({ level: 'info' })]);
    expect(concise(result, optionsOf())).toBe(
      'lib/a.ex:2:3 warning blocking-callback `handle_call/3` waits for `Req.get/1`\n' +
        'lib/a.ex:7:3 error blocking-callback `handle_call/3` waits for `Req.get/1`\n',
    );
  });

  it('is empty where nothing was found', () => {
    expect(concise(resultOf([]), optionsOf())).toBe('');
  });

  it('stays on one line whatever the names hold', () => {
    const text = concise(resultOf([finding({ file: HOSTILE, message: HOSTILE })]), optionsOf());
    expect(text.slice(0, -1)).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u);
  });
});
