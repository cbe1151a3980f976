import { describe, expect, it } from 'vitest';
import { reporters } from './reporters.js';
import { finding, HOSTILE, optionsOf, resultOf } from './result.js';

const { github } = reporters;

describe('github', () => {
  it('writes one annotation a finding, with its place in the message', () => {
    expect(github(resultOf([finding()]), optionsOf())).toBe(
      '::warning file=lib/a.ex,line=2,endLine=2,col=3,endColumn=6,title=otp-lint blocking-callback::' +
        'lib/a.ex:2:3 `handle_call/3` waits for `Req.get/1`\n',
    );
  });

  it('names the levels as GitHub does', () => {
    const findings = [finding({ level: 'error' }), finding(), finding({ level: 'info' })];
    const text = github(resultOf(findings), optionsOf({ level: 'info' }));
    expect(text.match(/^::\w+/gm)).toEqual(['::error', '::warning', '::notice']);
  });

  it('leaves columns out of a range of several lines', () => {
    expect(github(resultOf([finding({ endLine: 4 })]), optionsOf())).toContain(
      ' file=lib/a.ex,line=2,endLine=4,title=',
    );
  });

  it('escapes data and properties', () => {
    const text = github(resultOf([finding({ file: 'lib/a,b:c%.ex', message: '50%: a,b' })]), optionsOf());
    expect(text).toContain(' file=lib/a%2Cb%3Ac%25.ex,line=2');
    expect(text).toContain('::lib/a,b:c%25.ex:2:3 50%25: a,b\n');
  });

  it('cannot be made to give another command', () => {
    const text = github(resultOf([finding({ file: HOSTILE, message: HOSTILE })]), optionsOf());
    expect(text.match(/^.*$/gm)?.filter((line) => line !== '')).toHaveLength(1);
    expect(text).toContain('%0D%0A::error::100%25 d');
    expect(text.slice(0, -1)).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u);
  });
});
