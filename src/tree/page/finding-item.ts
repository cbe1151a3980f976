import { html } from '../../page/client/elements.js';
import type { PageFinding } from '../page-data.js';

/** A finding as the panel of the page about trees lists it. */
export function findingItem(finding: PageFinding | undefined): HTMLLIElement {
  if (!finding?.words) return html('li');
  const { rule, redFlag, message, place, evidence } = finding.words;
  const steps = evidence.map((step) =>
    html('li', {}, ...withCode(step.message), html('div', { class: 'place' }, step.place)),
  );
  return html(
    'li',
    { class: finding.level },
    html(
      'div',
      { class: 'finding-head' },
      html('span', { class: `level ${finding.level}` }, finding.level),
      html('span', { class: 'rule' }, rule),
      ...(redFlag === undefined ? [] : [html('span', { class: 'flag' }, redFlag)]),
    ),
    html('p', {}, ...withCode(message)),
    html('div', { class: 'place' }, place),
    ...(steps.length === 0 ? [] : [html('ol', { class: 'evidence' }, ...steps)]),
  );
}

/** A message with what stands in backticks as code. */
function withCode(message: string): (Node | string)[] {
  return message.split('`').map((part, at) => (at % 2 === 1 ? html('code', {}, part) : part));
}
