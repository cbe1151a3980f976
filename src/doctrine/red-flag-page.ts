import type { Rule } from '../lint/rule.js';
import { drawHeading, drawList, drawText, drawTitle, type PageStyle } from './page.js';
import type { RedFlagEntry } from './red-flags.js';

/** The lines of a red flag's page, with the rules that look for it. */
export function drawRedFlag(flag: RedFlagEntry, rules: readonly Rule[], style: PageStyle): string[] {
  const looking = rules
    .filter((rule) => rule.redFlag === flag.id)
    .map((rule) => `${rule.id}: ${rule.summary}`);
  return [
    ...drawTitle(`Red flag ${flag.id}`, flag.title, style),
    '',
    ...drawText(`${flag.why} Instead: ${flag.instead}`, style),
    ...(looking.length > 0 ? ['', drawHeading('Rules', style), ...drawList(looking, style)] : []),
    '',
    ...drawText(`More: \`otp-lint explain ${flag.section}\``, style),
  ];
}
