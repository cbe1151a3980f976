import { type Finding, LEVELS, type Level, type LintResult } from '../../lint/finding.js';
import { groupBy } from '../../lint/group.js';
import { escapeHtml } from '../../page/shell.js';
import { countByLevel } from '../shown.js';
import type { PageContext } from './context.js';
import { moduleSection, ruleSection } from './groups.js';

const LEVEL_NAMES: Readonly<Record<Level, string>> = { error: 'Errors', warning: 'Warnings', info: 'Advice' };

/** The findings as a part of the report. @param shown by file and line */
export function findingsPart(result: LintResult, shown: readonly Finding[], context: PageContext): string {
  const byRule = groupBy(gravestFirst(shown), ({ rule }) => rule);
  const byModule = [...groupBy(shown, ({ module }) => module)];
  return [
    '<div class="part" id="findings">',
    toolbar(shown),
    '<div class="column">',
    ...leftOut(result, shown),
    ...[...byRule].map(([rule, findings]) => ruleSection(rule, findings, context)),
    ...byModule
      .sort(([a = '\uffff'], [b = '\uffff']) => (a < b ? -1 : 1))
      .map(([module, findings]) => moduleSection(module, findings)),
    `<p class="none"${shown.length === 0 ? '' : ' hidden'}>Nothing found.</p>`,
    '</div>',
    '</div>',
  ].join('\n');
}

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
  return `<div class="toolbar">
<input type="search" placeholder="Search (/)" aria-label="Search in findings" aria-keyshortcuts="/" autocomplete="off" spellcheck="false">
<div class="group" role="group" aria-label="Levels">${levels.join('')}</div>
<div class="group" role="group" aria-label="Order">
<button type="button" data-show="rule" aria-pressed="true">By rule</button>
<button type="button" data-show="module" aria-pressed="false">By module</button>
</div>
<span class="status" role="status">${shown.length} of ${shown.length}</span>
<span class="keys"><kbd>j</kbd> <kbd>k</kbd> next, previous</span>
</div>`;
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
    ...(result.trees?.applications.length === 0
      ? ['no supervision tree: no application module (`use Application`) was read']
      : []),
    ...result.skipped.map(({ file, reason }) => `skipped ${file}: ${reason}`),
    ...result.diagnostics.map(({ file, message }) => (file === undefined ? message : `${file}: ${message}`)),
  ];
  return ['<ul class="notes">', ...notes.map((note) => `<li>${escapeHtml(note)}</li>`), '</ul>'];
}
