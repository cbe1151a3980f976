import { Chalk } from 'chalk';
import { nearest } from '../lint/nearest.js';
import { OWN_RULES } from '../lint/own-rules.js';
import type { Rule } from '../lint/rule.js';
import { sectionOf } from './index.js';
import { drawOwnRule } from './own-rule-page.js';
import { drawSection, type PageStyle } from './page.js';
import { drawRedFlag } from './red-flag-page.js';
import { RED_FLAGS } from './red-flags.js';
import { drawRule } from './rule-page.js';
import { SECTION_IDS } from './section.js';

const USUAL_WIDTH = 80;
const NARROWEST = 40;
/** Longer lines are hard to read, however wide the terminal is. */
const WIDEST = 100;

export interface ExplainOptions {
  color: boolean;
  /** Columns of the terminal. */
  width?: number;
}

/** A page, or the names that may be meant where there is none. */
export type Explanation = { text: string } | { suggestions: string[] };

/**
 * The page about a rule, a topic of the doctrine or a red flag (`RF3`), by its name in any case; for an unknown
 * name those that come nearest.
 */
export function explain(topic: string, rules: readonly Rule[], options: ExplainOptions): Explanation {
  const name = topic
    .trim()
    .toLowerCase()
    .replace(/[\s_]+/g, '-');
  const lines = pageOf(name, rules, styleOf(options));
  if (lines) return { text: `${lines.join('\n')}\n` };
  return { suggestions: nearest(name, topics(rules)) };
}

/** The names of everything that has a page. */
export function topics(rules: readonly Rule[]): string[] {
  return [...rules, ...OWN_RULES, ...RED_FLAGS].map(({ id }) => id).concat(SECTION_IDS);
}

function pageOf(name: string, rules: readonly Rule[], style: PageStyle): string[] | undefined {
  const rule = rules.find((candidate) => candidate.id === name);
  if (rule) return drawRule(rule, style);
  const own = OWN_RULES.find((candidate) => candidate.id === name);
  if (own) return drawOwnRule(own, style);
  const section = sectionOf(name);
  if (section) return drawSection(section, style);
  const flag = RED_FLAGS.find((candidate) => candidate.id.toLowerCase() === name);
  return flag && drawRedFlag(flag, rules, style);
}

function styleOf({ color, width = USUAL_WIDTH }: ExplainOptions): PageStyle {
  return {
    paint: new Chalk({ level: color ? 1 : 0 }),
    width: Math.min(WIDEST, Math.max(NARROWEST, width)),
  };
}
