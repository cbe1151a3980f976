import type { Rule } from '../lint/rule.js';
import { drawTree } from './draw-tree.js';
import { sectionOf } from './index.js';
import { questionOf } from './iron-law.js';
import { drawCode, drawHeading, drawList, drawText, drawTitle, type PageStyle } from './page.js';
import { indent } from './prose.js';
import { redFlagOf } from './red-flags.js';

/** The lines of a rule's page. */
export function drawRule(rule: Rule, style: PageStyle): string[] {
  const parts = [
    drawHead(rule, style),
    drawPart('What it finds', drawText(rule.what, style), style),
    drawPart('Why', drawText(rule.why, style), style),
    drawPart('Instead', drawText(rule.instead, style), style),
    drawExamples('Bad', rule.examples.bad, style),
    drawExamples('Good', rule.examples.good, style),
    drawPart('Limits', drawList(limitsOf(rule), style), style),
    drawPart('In the doctrine', drawPointers(rule, style), style),
    drawPart('Configure', drawConfiguration(rule, style), style),
    drawPart('Suppress', drawSuppression(rule, style), style),
  ];
  return parts
    .filter((part) => part.length > 0)
    .flatMap((part, index) => (index === 0 ? part : ['', ...part]));
}

function drawHead(rule: Rule, style: PageStyle): string[] {
  const level = rule.level === 'off' ? 'off by default' : rule.level;
  const flag = rule.redFlag === undefined ? '' : `, red flag ${rule.redFlag}`;
  return [...drawTitle(rule.id, rule.summary, style), style.paint.dim(`level: ${level}${flag}`)];
}

function drawPart(heading: string, lines: readonly string[], style: PageStyle): string[] {
  return lines.length === 0 ? [] : [drawHeading(heading, style), ...lines];
}

function drawExamples(heading: string, examples: readonly string[], style: PageStyle): string[] {
  const color = heading === 'Bad' ? style.paint.red : style.paint.green;
  const lines = examples.flatMap((code, index) => [...(index > 0 ? [''] : []), ...drawCode(code, color)]);
  return drawPart(heading, lines, style);
}

function limitsOf(rule: Rule): string[] {
  const production = 'Looks at production code only: no tests, scripts, Mix tasks or benchmarks.';
  return rule.productionOnly ? [...rule.limits, production] : [...rule.limits];
}

function drawPointers({ redFlag, pointsTo }: Rule, style: PageStyle): string[] {
  const flag = redFlag && redFlagOf(redFlag);
  const questions = (pointsTo.ironLaw ?? []).flatMap((number) => questionOf(number) ?? []);
  const section = pointsTo.section === undefined ? undefined : sectionOf(pointsTo.section);
  const texts = [
    ...(flag ? [`Red flag ${flag.id}: ${flag.title}. ${flag.why}`] : []),
    ...questions.map((it) => `Iron Law, question ${it.number}: ${it.question} ${it.consequence}`),
    ...(section ? [`${section.title}: ${section.summary}. More: \`otp-lint explain ${section.id}\``] : []),
  ];
  const path = pointsTo.decisionTree ?? [];
  const tree = path.length === 0 ? [] : ['  Decision tree:', '', ...indent(drawTree(path, style.paint), 4)];
  const paragraphs = [...texts.map((text) => drawText(text, style)), tree];
  return joinParagraphs(paragraphs.filter((lines) => lines.length > 0));
}

function joinParagraphs(paragraphs: readonly string[][]): string[] {
  return paragraphs.flatMap((lines, index) => (index === 0 ? lines : ['', ...lines]));
}

function drawConfiguration(rule: Rule, style: PageStyle): string[] {
  const level = rule.level === 'off' ? 'warning' : 'off';
  return [
    ...drawText('In `otp-lint.json`, with one of `off`, `info`, `warning`, `error`:', style),
    ...drawCode(`{ "rules": { "${rule.id}": "${level}" } }`, style.paint.dim),
    ...drawText(`For one run: \`otp-lint --rule ${rule.id}=${level}\``, style),
  ];
}

function drawSuppression(rule: Rule, style: PageStyle): string[] {
  return [
    ...drawText('On the line before, with the reason why it is right here:', style),
    ...drawCode(`# otp-lint:disable-next-line ${rule.id} -- reason`, style.paint.dim),
  ];
}
