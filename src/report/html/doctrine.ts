import type { Page } from '../../doctrine/blocks.js';
import { sourcesOf } from '../../doctrine/draw-page.js';
import { chaptersOf } from '../../doctrine/pages.js';
import type { RuleDocumentation } from '../../lint/rule-documentation.js';
import { escapeHtml } from '../../page/shell.js';
import { blockMarkup } from './blocks.js';
import { linkedMarkup, pageAnchor, ruleAnchor } from './prose.js';

/** The doctrine as a part of the report. */
export interface Doctrine {
  markup: string;
  /** The names of its pages. */
  topics: ReadonlySet<string>;
}

/**
 * Everything that `otp-lint explain` prints.
 *
 * @param counts how many findings of the report each rule has
 */
export function doctrinePart(
  rules: readonly RuleDocumentation[],
  counts: ReadonlyMap<string, number>,
): Doctrine {
  const chapters = chaptersOf(rules);
  const topics = new Set(chapters.flatMap(({ pages }) => pages.map(({ id }) => id)));
  const contents = chapters.map(({ title, pages }) => contentsMarkup(title, pages, counts));
  const pages = chapters.flatMap((chapter) => chapter.pages.map((page) => pageMarkup(page, topics, counts)));
  const markup = [
    '<div class="part" id="doctrine">',
    '<div class="toolbar"><input type="search" placeholder="Search (/)" aria-label="Search in the doctrine" autocomplete="off" spellcheck="false"><span class="status" role="status"></span></div>',
    '<div class="book">',
    `<nav class="contents" aria-label="Pages">${contents.join('\n')}</nav>`,
    `<div class="pages">${pages.join('\n')}\n<p class="none" hidden>Nothing found.</p></div>`,
    '</div>',
    '</div>',
  ];
  return { markup: markup.join('\n'), topics };
}

function contentsMarkup(title: string, pages: readonly Page[], counts: ReadonlyMap<string, number>): string {
  const items = pages.map((page) => {
    const count = counts.get(page.id);
    const words = page.id.startsWith('RF') ? `${page.id} ${page.summary}` : page.title;
    const link = `<a href="#${pageAnchor(page.id)}">${escapeHtml(words.replaceAll('`', ''))}</a>`;
    return `<li>${link}${count === undefined ? '' : ` <span class="count">${count}</span>`}</li>`;
  });
  return `<h2>${title}</h2>\n<ul>${items.join('\n')}</ul>`;
}

function pageMarkup(page: Page, topics: ReadonlySet<string>, counts: ReadonlyMap<string, number>): string {
  const { id, title, summary, note, blocks } = page;
  const count = counts.get(id);
  const sources = sourcesOf(blocks).map(({ name, url }) =>
    url === undefined
      ? escapeHtml(name)
      : `<a href="${escapeHtml(url)}" rel="noreferrer">${escapeHtml(name)}</a>`,
  );
  const lines = [
    // A rule without findings is nothing to print.
    `<section class="page${isRule(page) && count === undefined ? ' unused' : ''}" id="${pageAnchor(id)}">`,
    `<h2 tabindex="-1">${escapeHtml(title)}</h2>`,
    `<p class="summary">${linkedMarkup(summary, topics)}</p>`,
    note === undefined ? '' : `<p class="summary">${linkedMarkup(note, topics)}</p>`,
    count === undefined
      ? ''
      : `<p><a href="#${ruleAnchor(id)}">${count === 1 ? '1 finding' : `${count} findings`}</a></p>`,
    ...blocks.map((block) => blockMarkup(block, topics)),
    sources.length === 0
      ? ''
      : `<h3>Sources</h3>\n<ul>${sources.map((it) => `<li>${it}</li>`).join('')}</ul>`,
    '</section>',
  ];
  return lines.filter((line) => line !== '').join('\n');
}

function isRule({ note }: Page): boolean {
  return note?.startsWith('level:') ?? false;
}
