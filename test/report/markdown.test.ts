import { JSDOM } from 'jsdom';
import { marked } from 'marked';
import { describe, expect, it } from 'vitest';
import { lintFile, ODD_FILE, realOptions, SERVER } from './real.js';
import { reporters } from './reporters.js';
import { finding, HOSTILE, optionsOf, resultOf } from './result.js';

const { markdown } = reporters;

/** The cells of each table, as a reader of the rendered text sees them. */
async function tablesOf(text: string): Promise<string[][][]> {
  const { document } = new JSDOM(await marked.parse(text)).window;
  return [...document.querySelectorAll('table')].map((table) =>
    [...table.rows].map((row) => [...row.cells].map((cell) => cell.textContent ?? '')),
  );
}

describe('markdown', () => {
  it('has a table of rules and a table of findings', async () => {
    const result = await lintFile('lib/rates.ex', SERVER);
    const text = markdown(result, realOptions());
    expect(text).toMatch(/^## otp-lint\n\n.*advice not shown: --level info\n\n1 error, /);
    const [rules, findings] = await tablesOf(text);
    expect(rules?.[0]).toEqual(['Rule', 'Errors', 'Warnings', 'Advice']);
    expect(rules).toContainEqual(['blocking-callback', '0', '1', '0']);
    expect(rules).toContainEqual(['pg2-removed', '1', '0', '0']);
    const shown = result.findings.filter(({ level }) => level !== 'info');
    expect(findings).toEqual([
      ['Level', 'Place', 'Rule', 'Finding'],
      ...shown.map(({ level, file, line, column, rule, message }) => [
        level,
        `${file}:${line}:${column}`,
        rule,
        message.replaceAll('`', ''),
      ]),
    ]);
  });

  it('is no table where nothing is found', () => {
    expect(markdown(resultOf([]), optionsOf())).toBe('## otp-lint\n\nnothing found in 3 files (180 ms)\n');
  });

  it.each([
    [
      'pipes within and without code',
      'a | b `c | d` and `e \\| f \\\\| g`',
      'a | b c | d and e \\| f \\\\| g',
    ],
    [
      'markup',
      '**a** _b_ [c](d) <b>e</b> ![f](g) ~~h~~ &amp;',
      '**a** _b_ [c](d) <b>e</b> ![f](g) ~~h~~ &amp;',
    ],
    ['markup within code', '`<script>alert("|")</script> &amp;`', '<script>alert("|")</script> &amp;'],
    ['one backtick', 'a ` | b', 'a ` | b'],
    ['empty code', 'a `` b', 'a  b'],
  ])('shows %s as it is', async (_, message, shown) => {
    const [, findings] = await tablesOf(markdown(resultOf([finding({ message })]), optionsOf()));
    expect(findings).toHaveLength(2);
    expect(findings?.[1]?.[3]).toBe(shown);
  });

  it('has one row for a finding, whatever it says', async () => {
    const odd = { file: ODD_FILE, rule: 'a|b`c', message: `${HOSTILE} | <img src=x onerror=alert(1)> \`|` };
    const text = markdown(resultOf([finding(odd)]), optionsOf());
    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u);
    const [, findings] = await tablesOf(text);
    expect(findings).toHaveLength(2);
    expect(findings?.[1]).toHaveLength(4);
    expect(await marked.parse(text)).not.toMatch(/<(?!\/?(?:h2|p|table|thead|tbody|tr|th|td|code)\b)/);
  });

  it('stays below what GitHub takes, and says how many are left out', () => {
    const findings = Array.from({ length: 3000 }, () => finding({ message: 'ü'.repeat(300) }));
    const text = markdown(resultOf(findings), optionsOf());
    expect(Buffer.byteLength(text)).toBeLessThan(1024 * 1024);
    const rows = text.match(/^\| warning /gm)?.length ?? 0;
    expect(text.endsWith(`… and ${3000 - rows} more\n`)).toBe(true);
  });
});
