import { OWN_RULES } from '../lint/own-rules.js';
import type { Rule } from '../lint/rule.js';
import type { Page } from './blocks.js';
import { sectionOf } from './index.js';
import { ownRulePage } from './own-rule-page.js';
import { redFlagPage } from './red-flag-page.js';
import { RED_FLAGS } from './red-flags.js';
import { rulePage } from './rule-page.js';
import { SECTION_IDS } from './section.js';

/** The names of everything that has a page. */
export function topics(rules: readonly Rule[]): string[] {
  return [...rules, ...OWN_RULES, ...RED_FLAGS].map(({ id }) => id).concat(SECTION_IDS);
}

/** The page about a rule, a topic of the doctrine or a red flag. @param name in lower case */
export function pageOf(name: string, rules: readonly Rule[]): Page | undefined {
  const rule = rules.find(({ id }) => id === name);
  if (rule) return rulePage(rule);
  const own = OWN_RULES.find(({ id }) => id === name);
  if (own) return ownRulePage(own);
  const flag = RED_FLAGS.find(({ id }) => id.toLowerCase() === name);
  return flag ? redFlagPage(flag, rules) : sectionOf(name);
}
