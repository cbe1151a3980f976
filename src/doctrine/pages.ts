import { GUIDES } from '../guide/index.js';
import { OWN_RULES } from '../lint/own-rules.js';
import type { RuleDocumentation } from '../lint/rule-documentation.js';
import type { Block, Page } from './blocks.js';
import { SECTIONS } from './index.js';
import { ownRulePage } from './own-rule-page.js';
import { redFlagPage } from './red-flag-page.js';
import { RED_FLAGS } from './red-flags.js';
import { rulePage } from './rule-page.js';
import { SECTION_IDS } from './section.js';

/** Pages of one kind. */
export interface Chapter {
  title: string;
  pages: readonly Page[];
}

const RULES = 'Rules';

/** Everything that `otp-lint explain` can print. */
export function chaptersOf(rules: readonly RuleDocumentation[]): Chapter[] {
  return [
    { title: 'Topics', pages: SECTION_IDS.map((id) => SECTIONS[id]) },
    { title: 'Red flags', pages: RED_FLAGS.map((flag) => redFlagPage(flag, rules)) },
    { title: 'Using otp-lint', pages: GUIDES },
    { title: RULES, pages: [...rules.map(rulePage), ...OWN_RULES.map(ownRulePage)] },
  ];
}

/** The names of everything that has a page. */
export function topics(rules: readonly RuleDocumentation[]): string[] {
  return chaptersOf(rules).flatMap(({ pages }) => pages.map(({ id }) => id));
}

/** The page about a rule, a topic of the doctrine, a red flag or the linter itself. @param name in lower case */
export function pageOf(name: string, rules: readonly RuleDocumentation[]): Page | undefined {
  const pages = chaptersOf(rules).flatMap((chapter) => chapter.pages);
  return pages.find(({ id }) => id.toLowerCase() === name);
}

/** The page that lists the pages; of the rules, which have a list of their own, only how many they are. */
export function contentsPage(rules: readonly RuleDocumentation[]): Page {
  const listed = chaptersOf(rules).filter(({ title }) => title !== RULES);
  return {
    id: 'contents',
    title: 'What otp-lint can explain',
    summary: 'otp-lint explain <topic> prints one of these pages',
    blocks: [
      ...listed.flatMap(({ title, pages }): Block[] => [
        { kind: 'heading', text: title },
        { kind: 'list', items: pages.map(({ id, summary }) => `\`${id}\`: ${summary}`) },
      ]),
      { kind: 'heading', text: RULES },
      {
        kind: 'text',
        text: `Each of the ${rules.length} rules has a page under its name. \`otp-lint rules\` lists them.`,
      },
    ],
  };
}
