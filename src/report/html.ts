import { type Finding, LEVELS, type Level, type LintResult } from '../lint/finding.js';
import { groupBy } from '../lint/group.js';
import { pageContext } from './html/finding.js';
import { moduleSection, ruleSection } from './html/groups.js';
import { escapeHtml, htmlDocument } from './html/shell.js';
import type { Reporter } from './report.js';
import { countByLevel, shownFindings } from './shown.js';

const LEVEL_NAMES: Readonly<Record<Level, string>> = { error: 'Errors', warning: 'Warnings', info: 'Advice' };

/** For the browser: one page with every finding, by rule or by module, to search and to filter. */
export const html: Reporter = (result, options) => {
  const shown = shownFindings(result.findings, options);
  const context = pageContext(result, shown, options);
  const body = [
    toolbar(shown),
    '<main>',
    ...leftOut(result, shown),
    ...[...groupBy(gravestFirst(shown), ({ rule }) => rule)].map(([rule, findings]) =>
      ruleSection(rule, findings, context),
    ),
    ...[...groupBy(shown, ({ module }) => module)]
      .sort(([a = '\uffff'], [b = '\uffff']) => (a < b ? -1 : 1))
      .map(([module, findings]) => moduleSection(module, findings)),
    `<p class="none"${shown.length === 0 ? '' : ' hidden'}>Nothing found.</p>`,
    '<footer>The processes that this is about, as a picture: <code>otp-lint tree --format html &gt; tree.html</code></footer>',
    '</main>',
  ];
  return htmlDocument({
    title: `otp-lint: ${shown.length === 1 ? '1 finding' : `${shown.length} findings`}`,
    version: options.version,
    folder: 'report/page',
    body: body.join('\n'),
  });
};

/** Rules with graver findings first; the order of the findings of one rule stays. */
function gravestFirst(findings: readonly Finding[]): Finding[] {
  const gravity = new Map<string, number>();
  for (const { rule, level } of findings)
    gravity.set(rule, Math.max(gravity.get(rule) ?? 0, LEVELS.indexOf(level)));
  return findings.toSorted(
    (a, b) =>
      (gravity.get(b.rule) ?? 0) - (gravity.get(a.rule) ?? 0) ||
      (a.rule === b.rule ? 0 : a.rule < b.rule ? -1 : 1),
  );
}

function toolbar(shown: readonly Finding[]): string {
  const counts = countByLevel(shown);
  const levels = LEVELS.toReversed().map(
    (level) =>
      `<button type="button" class="${level}" data-level="${level}" aria-pressed="true">${LEVEL_NAMES[level]} <span class="count">${counts[level]}</span></button>`,
  );
  return `<header class="toolbar">
<h1>otp-lint</h1>
<input type="search" placeholder="Search (/)" aria-label="Search in findings" autocomplete="off" spellcheck="false">
<div class="group" role="group" aria-label="Levels">${levels.join('')}</div>
<div class="group" role="group" aria-label="Order">
<button type="button" data-show="rule" aria-pressed="true">By rule</button>
<button type="button" data-show="module" aria-pressed="false">By module</button>
</div>
<button type="button" id="theme">Light or dark</button>
<span class="status" role="status">${shown.length} of ${shown.length}</span>
<span class="keys"><kbd>j</kbd> <kbd>k</kbd> next, previous</span>
</header>`;
}

/** What the page does not show, and why. */
function leftOut(result: LintResult, shown: readonly Finding[]): string[] {
  const hidden = result.findings.length - shown.length;
  const held = result.baseline?.heldBack ?? 0;
  const notes = [
    `${result.files === 1 ? '1 file' : `${result.files} files`} linted`,
    ...(hidden > 0
      ? [`${hidden} milder ${hidden === 1 ? 'finding' : 'findings'} not shown: --level info`]
      : []),
    ...(held > 0 ? [`${held} held back by the baseline`] : []),
    ...result.skipped.map(({ file, reason }) => `skipped ${file}: ${reason}`),
    ...result.diagnostics.map(({ file, message }) => (file === undefined ? message : `${file}: ${message}`)),
  ];
  return ['<ul class="notes">', ...notes.map((note) => `<li>${escapeHtml(note)}</li>`), '</ul>'];
}
