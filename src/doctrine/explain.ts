import { Chalk } from 'chalk';
import { nearest } from '../lint/nearest.js';
import type { RuleDocumentation } from '../lint/rule-documentation.js';
import type { Page } from './blocks.js';
import { drawPage, type PageStyle } from './draw-page.js';
import { contentsPage, pageOf, topics } from './pages.js';

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

/** The list of the pages that there are. */
export function explainContents(rules: readonly RuleDocumentation[], options: ExplainOptions): string {
  return textOf(contentsPage(rules), options);
}

/**
 * The page about a rule, a topic of the doctrine, a red flag (`RF3`) or the linter itself, by its name in any case;
 * for an unknown name those that come nearest.
 */
export function explain(
  topic: string,
  rules: readonly RuleDocumentation[],
  options: ExplainOptions,
): Explanation {
  const name = topic
    .trim()
    .toLowerCase()
    .replace(/[\s_]+/g, '-');
  const page = pageOf(name, rules);
  if (page) return { text: textOf(page, options) };
  return { suggestions: nearest(name, topics(rules)) };
}

function textOf(page: Page, options: ExplainOptions): string {
  return `${drawPage(page, styleOf(options)).join('\n')}\n`;
}

function styleOf({ color, width = USUAL_WIDTH }: ExplainOptions): PageStyle {
  return {
    paint: new Chalk({ level: color ? 1 : 0 }),
    width: Math.min(WIDEST, Math.max(NARROWEST, width)),
  };
}
