import type { RuleDocumentation } from '../lint/rule-documentation.js';
import type { Block, Page } from './blocks.js';
import { sectionOf } from './index.js';
import { questionOf } from './iron-law.js';
import { redFlagOf } from './red-flags.js';

/** The page about a rule. */
export function rulePage(rule: RuleDocumentation): Page {
  const level = rule.level === 'off' ? 'off by default' : rule.level;
  const flag = rule.redFlag === undefined ? '' : `, red flag ${rule.redFlag}`;
  return {
    id: rule.id,
    title: rule.id,
    summary: rule.summary,
    note: `level: ${level}${flag}`,
    blocks: [
      ...part('What it finds', [{ kind: 'text', text: rule.what }]),
      ...part('Why', [{ kind: 'text', text: rule.why }]),
      ...part('Instead', [{ kind: 'text', text: rule.instead }]),
      ...part('Bad', codes(rule.examples.bad, 'bad')),
      ...part('Good', codes(rule.examples.good, 'good')),
      ...part('Limits', limitsOf(rule)),
      ...part('In the doctrine', pointersOf(rule)),
      ...part('Configure', configurationOf(rule)),
      ...part('Suppress', [
        { kind: 'text', text: 'On the line before, with the reason why it is right here:' },
        { kind: 'code', code: `# otp-lint:disable-next-line ${rule.id} -- reason` },
      ]),
    ],
  };
}

function part(heading: string, blocks: readonly Block[]): Block[] {
  return blocks.length === 0 ? [] : [{ kind: 'heading', text: heading }, ...blocks];
}

function codes(examples: readonly string[], look: 'bad' | 'good'): Block[] {
  return examples.map((code) => ({ kind: 'code', code, look }));
}

function limitsOf(rule: RuleDocumentation): Block[] {
  const production = 'Looks at production code only: no tests, scripts, Mix tasks or benchmarks.';
  const items = rule.productionOnly ? [...rule.limits, production] : rule.limits;
  return items.length === 0 ? [] : [{ kind: 'list', items }];
}

function pointersOf({ redFlag, pointsTo }: RuleDocumentation): Block[] {
  const flag = redFlag && redFlagOf(redFlag);
  const questions = (pointsTo.ironLaw ?? []).flatMap((number) => questionOf(number) ?? []);
  const section = pointsTo.section === undefined ? undefined : sectionOf(pointsTo.section);
  const path = pointsTo.decisionTree ?? [];
  const texts = [
    ...(flag ? [`Red flag ${flag.id}: ${flag.title}. ${flag.why}`] : []),
    ...questions.map((it) => `Iron Law, question ${it.number}: ${it.question} ${it.consequence}`),
    ...(section ? [`${section.title}: ${section.summary}. More: \`otp-lint explain ${section.id}\``] : []),
    ...(path.length === 0 ? [] : ['Decision tree:']),
  ];
  const tree: Block[] = path.length === 0 ? [] : [{ kind: 'tree', path }];
  return [...texts.map((text): Block => ({ kind: 'text', text })), ...tree];
}

function configurationOf({ id, level }: RuleDocumentation): Block[] {
  const other = level === 'off' ? 'warning' : 'off';
  return [
    { kind: 'text', text: 'In `otp-lint.json`, with one of `off`, `info`, `warning`, `error`:' },
    { kind: 'code', code: `{ "rules": { "${id}": "${other}" } }` },
    { kind: 'text', text: `For one run: \`otp-lint --rule ${id}=${other}\`` },
  ];
}
