import { type OwnRule, SUPPRESSION } from '../lint/own-rules.js';
import { drawCode, drawHeading, drawText, drawTitle, type PageStyle } from './page.js';

/** Each way to suppress a rule, and what it covers. */
const FORMS = [
  ['The next line:', '# otp-lint:disable-next-line <rule> -- reason'],
  ['The same line:', '# otp-lint:disable-line <rule> -- reason'],
  [
    'From here to `enable`; at the top and without `enable`, the whole file:',
    '# otp-lint:disable <rule> -- reason\n# otp-lint:enable <rule>',
  ],
] as const;

/** The lines of the page about findings that the engine makes itself. */
export function drawOwnRule(rule: OwnRule, style: PageStyle): string[] {
  const head = [...drawTitle(rule.id, rule.summary, style), style.paint.dim(`level: ${rule.level}`)];
  return rule.id === SUPPRESSION.id ? [...head, ...drawForms(style)] : head;
}

function drawForms(style: PageStyle): string[] {
  const why = 'Rule and reason are required: the next reader has to know why the code is right as it is.';
  return [
    '',
    drawHeading('How to suppress', style),
    ...drawText(why, style),
    ...FORMS.flatMap(([what, code]) => ['', ...drawText(what, style), ...drawCode(code, style.paint.dim)]),
  ];
}
