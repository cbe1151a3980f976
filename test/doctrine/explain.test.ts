import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { explain } from '../../src/doctrine/explain.js';
import { topics } from '../../src/doctrine/pages.js';
import { SECTION_IDS } from '../../src/doctrine/section.js';
import { rule } from '../report/result.js';

function page(topic: string, width = 80): string {
  const explanation = explain(topic, [rule], { color: false, width });
  if (!('text' in explanation)) throw new Error(`no page about ${topic}`);
  return explanation.text;
}

describe('explain', () => {
  it('prints the whole page of a rule', () => {
    const text = page('blocking-callback');
    const headings = text.match(/^[A-Z].*$/gm);
    expect(headings).toEqual([
      'What it finds',
      'Why',
      'Instead',
      'Bad',
      'Good',
      'Limits',
      'In the doctrine',
      'Configure',
      'Suppress',
    ]);
    expect(text).toContain('level: warning, red flag RF4');
    expect(text).toContain('  │ def slow do\n  │   :ok\n  │ end\n');
    expect(text).toContain('  │ def quick, do: :ok\n\n  │ def none, do: nil\n');
    expect(text).toContain('production code only');
    expect(text).toContain('Iron Law, question 2: Will this become a bottleneck?');
    expect(text).toContain('{ "rules": { "blocking-callback": "off" } }');
    expect(text).toContain('# otp-lint:disable-next-line blocking-callback -- reason');
  });

  it('draws the way through the tree', () => {
    const stateless = { ...rule, pointsTo: { decisionTree: ['Need state?', 'no'] } };
    const explanation = explain(rule.id, [stateless], { color: false });
    expect('text' in explanation && explanation.text).toContain(
      '  Need state?\n  ┡━━ no  ━━▶ Plain function ◀━━ here\n  └── yes ──▶ Complex behaviour?\n',
    );
  });

  it('says how to turn on a rule that is off', () => {
    const explanation = explain(rule.id, [{ ...rule, level: 'off' }], { color: false });
    expect('text' in explanation && explanation.text).toContain(
      '{ "rules": { "blocking-callback": "warning" } }',
    );
  });

  it.each(SECTION_IDS)('has a page about %s, with its sources', (id) => {
    expect(page(id)).toMatch(/\nSources\n {2}- \S/);
  });

  it.each(['Iron Law', ' iron_law ', 'IRON-LAW'])('takes %j for iron-law', (topic) => {
    expect(page(topic)).toBe(page('iron-law'));
  });

  it('has a page about each red flag, with the rules that look for it', () => {
    expect(page('rf4')).toContain('- `blocking-callback`: slow work in a callback that others wait for');
    expect(page('RF7')).not.toContain('Rules');
  });

  it('has a page about suppression', () => {
    expect(page('suppression')).toContain('# otp-lint:disable-line <rule> -- reason');
  });

  it('suggests what may be meant', () => {
    expect(explain('bloking-callback', [rule], { color: false })).toEqual({
      suggestions: ['blocking-callback'],
    });
    expect(explain('supervison', [rule], { color: false })).toEqual({ suggestions: ['supervision'] });
    expect(explain('\u001b[2J', [rule], { color: false })).toEqual({ suggestions: [] });
  });

  it('colours only when asked', () => {
    const explanation = explain('tasks', [], { color: true });
    expect('text' in explanation && explanation.text).toContain('\u001b[1m');
    expect(page('tasks')).not.toContain('\u001b');
  });

  it.each([80, 100, 500])('keeps text within %d columns', (width) => {
    const most = Math.min(width, 100);
    const tooLong = topics([rule])
      .flatMap((topic) => page(topic, width).split('\n'))
      .filter((line) => stringWidth(line) > most && !/^ *│|https:/.test(line));
    expect(tooLong).toEqual([]);
  });
});
