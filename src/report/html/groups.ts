import type { Finding } from '../../lint/finding.js';
import { OWN_RULES } from '../../lint/own-rules.js';
import { escapeHtml } from '../../page/shell.js';
import type { PageContext } from './context.js';
import { findingMarkup, NO_MODULE } from './finding.js';
import { linkedMarkup, pageAnchor, proseMarkup, ruleAnchor } from './prose.js';

/** Markup for a rule: what it is about, then its findings. */
export function ruleSection(id: string, findings: readonly Finding[], context: PageContext): string {
  const rule = context.options.ruleOf(id);
  const summary = rule?.summary ?? OWN_RULES.find((own) => own.id === id)?.summary ?? '';
  const flag = rule?.redFlag;
  const flagMarkup = flag === undefined ? '' : ` <a class="flag" href="#${pageAnchor(flag)}">${flag}</a>`;
  return [
    `<section class="group" data-view="rule" id="${ruleAnchor(id)}" aria-label="${escapeHtml(id)}">`,
    `<h2 tabindex="-1">${escapeHtml(id)}${flagMarkup} <span class="count">${findings.length}</span></h2>`,
    `<p class="summary">${proseMarkup(summary)}</p>`,
    rule ? `<p><b>Instead:</b> ${linkedMarkup(rule.instead, context.topics)}</p>` : '',
    context.topics.has(id)
      ? `<p><a href="#${pageAnchor(id)}">What it finds, why, examples and limits</a></p>`
      : '',
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
