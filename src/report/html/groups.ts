import { describePointer } from '../../doctrine/pointer.js';
import { redFlagOf } from '../../doctrine/red-flags.js';
import type { Finding } from '../../lint/finding.js';
import { OWN_RULES } from '../../lint/own-rules.js';
import type { Rule } from '../../lint/rule.js';
import { anchorOf, findingMarkup, NO_MODULE, type PageContext, proseMarkup } from './finding.js';
import { escapeHtml } from './shell.js';

/** Markup for a rule: what it is about, then its findings. */
export function ruleSection(id: string, findings: readonly Finding[], context: PageContext): string {
  const rule = context.options.ruleOf(id);
  const summary = rule?.summary ?? OWN_RULES.find((own) => own.id === id)?.summary ?? '';
  const heading = `${escapeHtml(id)}${rule?.redFlag === undefined ? '' : ` <span class="flag">${rule.redFlag}</span>`}`;
  return [
    `<section class="group" data-view="rule" id="${anchorOf(id)}" aria-label="${escapeHtml(id)}">`,
    `<h2 tabindex="-1">${heading} <span class="count">${findings.length}</span></h2>`,
    `<p class="summary">${proseMarkup(summary)}</p>`,
    rule ? aboutMarkup(rule) : '',
    '<div class="items">',
    ...findings.map((finding) => findingMarkup(finding, context)),
    '</div>',
    '</section>',
  ]
    .filter((part) => part !== '')
    .join('\n');
}

/** Markup for a module, into which the page moves its findings when it shows them by module. */
export function moduleSection(module: string | undefined, findings: readonly Finding[]): string {
  const name = escapeHtml(module ?? NO_MODULE);
  return [
    `<section class="group" data-view="module" data-module="${name}" aria-label="${name}" hidden>`,
    `<h2 tabindex="-1">${name} <span class="count">${findings.length}</span></h2>`,
    '<div class="items"></div>',
    '</section>',
  ].join('\n');
}

function aboutMarkup(rule: Rule): string {
  const flag = rule.redFlag && redFlagOf(rule.redFlag);
  const terms: [string, string][] = [
    ['What', rule.what],
    ['Why', rule.why],
    ['Instead', rule.instead],
    ...(flag ? [['Red flag', `${flag.id}: ${flag.title}. ${flag.why}`] satisfies [string, string]] : []),
    ...describePointer(rule.pointsTo).map((line): [string, string] => ['Doctrine', line]),
    ['More', `\`otp-lint explain ${rule.id}\``],
  ];
  const items = terms.map(([term, text]) => `<dt>${term}</dt><dd>${proseMarkup(text)}</dd>`);
  return `<details><summary>What, why and what instead</summary><dl>${items.join('\n')}</dl></details>`;
}
