import { expect, test } from 'vitest';
import { rules } from '../../rules/index.js';
import type { Meter } from '../../src/lint/meter.js';
import type { Rule } from '../../src/lint/rule.js';
import { Session } from '../../src/lint/session.js';
import { stepsTaken } from '../../src/project/steps.js';

const HEAD = `How often each rule is asked about the applications in fixtures/apps when it runs alone, and how many
steps its questions take: through calls (reach), and back to where values come from (origins).
Written by \`npm run generate\`.

`;

/** What the questions to rules have cost. */
class Counter implements Meter {
  asked = 0;
  reach = 0;
  origins = 0;

  ask<Answer>(_: Rule, question: () => Answer): Answer {
    const before = { ...stepsTaken };
    try {
      return question();
    } finally {
      this.asked += 1;
      this.reach += stepsTaken.reach - before.reach;
      this.origins += stepsTaken.origins - before.origins;
    }
  }

  begin(): void {}
  extracted(): void {}
  known(): void {}
}

test('no rule asks more, or less, than is written down', async () => {
  const session = new Session();
  const lines = [lineOf('rule', 'asked', 'reach', 'origins')];
  for (const rule of rules.toSorted((a, b) => (a.id < b.id ? -1 : 1))) {
    const counter = new Counter();
    const { diagnostics } = await session.lint({
      paths: ['fixtures/apps'],
      rules: [rule],
      preset: 'all',
      meter: counter,
    });
    expect(diagnostics).toEqual([]);
    lines.push(lineOf(rule.id, counter.asked, counter.reach, counter.origins));
  }
  await expect(
    `${HEAD}${lines.join('')}`,
    'some rules cost more or less than before: if that is meant, `npm run generate` writes it down',
  ).toMatchFileSnapshot('rule-costs.txt');
});

function lineOf(rule: string, ...counts: (string | number)[]): string {
  return `${rule.padEnd(31)}${counts.map((count) => String(count).padStart(9)).join('')}\n`;
}
