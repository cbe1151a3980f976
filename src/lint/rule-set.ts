import type { Rule } from './rule.js';
import type { RuleDocumentation } from './rule-documentation.js';

/** Rules of which at first is known only what they say of themselves: most runs need no more. */
export interface RuleSet {
  readonly documentation: readonly RuleDocumentation[];
  /** The rules themselves, in the same order. */
  load(): Promise<readonly Rule[]>;
}

/** Rules that are there, or may be loaded. */
export type Rules = readonly Rule[] | RuleSet;

/** The same as a set. */
export function ruleSetOf(rules: Rules): RuleSet {
  return 'load' in rules ? rules : { documentation: rules, load: async () => rules };
}

/** The rules of a set, and more. */
export function withMore({ documentation, load }: RuleSet, more: readonly Rule[]): RuleSet {
  return { documentation: [...documentation, ...more], load: async () => [...(await load()), ...more] };
}
