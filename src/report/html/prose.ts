import { escapeHtml } from '../../page/shell.js';
import { sanitize } from '../sanitize.js';

/** The id of a page of the doctrine within the report: what an address may hold as it is. */
export function pageAnchor(topic: string): string {
  return `explain-${encodeURIComponent(sanitize(topic))}`;
}

/** The id of the findings of a rule. */
export function ruleAnchor(rule: string): string {
  return `rule-${encodeURIComponent(sanitize(rule))}`;
}

/** Text with what stands in backticks as code. */
export function proseMarkup(text: string): string {
  return withCode(text, codeMarkup);
}

/**
 * The same with code that names a page, or the command that prints one, as a link to it.
 *
 * @param topics the pages that there are
 */
export function linkedMarkup(text: string, topics: ReadonlySet<string>): string {
  return withCode(text, (code) => {
    const topic = code.replace(/^otp-lint explain /, '');
    return topics.has(topic) ? `<a href="#${pageAnchor(topic)}">${codeMarkup(code)}</a>` : codeMarkup(code);
  });
}

function withCode(text: string, markupOf: (code: string) => string): string {
  return text
    .split(/(`[^`]*`)/)
    .map((part, at) => (at % 2 === 1 ? markupOf(part.slice(1, -1)) : escapeHtml(part)))
    .join('');
}

function codeMarkup(code: string): string {
  return `<code>${escapeHtml(code)}</code>`;
}
