import type { Finding } from '../lint/finding.js';
import { htmlDocument } from '../page/shell.js';
import { pageContext } from './html/context.js';
import { doctrinePart } from './html/doctrine.js';
import { findingsPart } from './html/findings.js';
import { treesPart } from './html/trees.js';
import type { Reporter } from './report.js';
import { shownFindings } from './shown.js';

/** For the browser: one page with every finding, the supervision trees and the doctrine, which lead to each other. */
export const html: Reporter = (result, options) => {
  const shown = shownFindings(result.findings, options);
  const doctrine = doctrinePart(options.rules, countByRule(shown));
  const trees =
    result.trees && result.trees.applications.length > 0
      ? treesPart(result.trees, shown, options.version)
      : undefined;
  const context = pageContext(result, shown, options, { topics: doctrine.topics, trees });
  const body = [
    bar(shown.length, trees !== undefined),
    '<main>',
    findingsPart(result, shown, context),
    trees?.markup ?? '',
    doctrine.markup,
    '</main>',
  ];
  return htmlDocument({
    title: `otp-lint: ${shown.length === 1 ? '1 finding' : `${shown.length} findings`}`,
    version: options.version,
    folder: 'report/page',
    body: body.filter((part) => part !== '').join('\n'),
  });
};

function countByRule(findings: readonly Finding[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { rule } of findings) counts.set(rule, (counts.get(rule) ?? 0) + 1);
  return counts;
}

function bar(findings: number, hasTrees: boolean): string {
  const parts = [
    ['findings', `Findings <span class="count">${findings}</span>`],
    ...(hasTrees
      ? [['tree', '<span class="long">Supervision tree</span><span class="short">Tree</span>']]
      : []),
    ['doctrine', 'Doctrine'],
  ];
  const links = parts.map(
    ([id, words], at) => `<a href="#${id}" aria-keyshortcuts="${at + 1}" title="Key ${at + 1}">${words}</a>`,
  );
  return `<header class="bar"><h1>otp-lint</h1><nav aria-label="Parts">${links.join('')}</nav></header>`;
}
