import { readFileSync } from 'node:fs';
import type { RuleDocumentation } from '../lint/rule-documentation.js';
import type { RuleSet } from '../lint/rule-set.js';

let documentation: readonly RuleDocumentation[] | undefined;

/** The rules of this program. What they say of themselves is written beside them when the program is built. */
export const shippedRules: RuleSet = {
  get documentation() {
    documentation ??= readDocumentation();
    return documentation;
  },
  async load() {
    const { builtInRules } = await import('../lint/built-in-rules.js');
    return builtInRules;
  },
};

function readDocumentation(): readonly RuleDocumentation[] {
  return JSON.parse(readFileSync(new URL('../../rules/documentation.json', import.meta.url), 'utf8'));
}
