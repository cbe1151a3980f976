import { describePointer } from '../../doctrine/pointer.js';
import type { Evidence, Finding, LintResult } from '../../lint/finding.js';
import type { ReportOptions } from '../report.js';
import { sanitize } from '../sanitize.js';
import { codeMarkup, lineMarkup } from './code.js';
import { escapeHtml } from './shell.js';

/** What a module is called that is none. */
export const NO_MODULE = '(in no module)';

/** What the parts of a page know besides the findings. */
export interface PageContext {
  options: ReportOptions;
  /** The lines of a linted file. */
  linesOf(file: string): readonly string[];
  /** Where a finding stands among all, by file and line. */
  orderOf(finding: Finding): number;
}

/** @param shown the findings of the page by file and line */
export function pageContext(
  result: LintResult,
  shown: readonly Finding[],
  options: ReportOptions,
): PageContext {
  const order = new Map(shown.map((finding, at) => [finding, at]));
  const linesByFile = new Map<string, readonly string[]>();
  return {
    options,
    orderOf: (finding) => order.get(finding) ?? 0,
    linesOf(file) {
      const lines = linesByFile.get(file) ?? result.sourceOf(file)?.split(/\r?\n/) ?? [];
      linesByFile.set(file, lines);
      return lines;
    },
  };
}

/** Markup for one finding: what, where, the code, the evidence and the doctrine. */
export function findingMarkup(finding: Finding, context: PageContext): string {
  const { rule, level, redFlag, module = NO_MODULE, message, evidence, fix } = finding;
  const steps = evidence.map((step) => evidenceMarkup(step, context)).join('\n');
  const notes = [
    ...describePointer(finding.pointsTo),
    ...(fix
      ? [`Can be mended: ${fix.title} (otp-lint --fix${fix.safety === 'safe' ? '' : ' --unsafe'})`]
      : []),
  ];
  return [
    `<article class="finding ${level}" tabindex="-1" data-level="${level}" data-module="${escapeHtml(module)}" data-order="${context.orderOf(finding)}">`,
    `<p class="finding-head"><span class="level">${level}</span> <a class="rule" href="#${anchorOf(rule)}">${escapeHtml(rule)}</a>${redFlag === undefined ? '' : ` <span class="flag">${redFlag}</span>`} <span class="module">${escapeHtml(module)}</span></p>`,
    `<p class="message">${proseMarkup(message)}</p>`,
    `<p class="place">${placeText(finding)}</p>`,
    codeMarkup(context.linesOf(finding.file), finding),
    steps === '' ? '' : `<ol class="evidence">\n${steps}\n</ol>`,
    ...notes.map((note) => `<p class="pointer">${proseMarkup(note)}</p>`),
    '</article>',
  ]
    .filter((part) => part !== '')
    .join('\n');
}

/** The id of a rule's section: what an address may hold as it is. */
export function anchorOf(rule: string): string {
  return `rule-${encodeURIComponent(sanitize(rule))}`;
}

/** Text with what stands in backticks as code. */
export function proseMarkup(text: string): string {
  return text
    .split(/(`[^`]*`)/)
    .map((part, at) => (at % 2 === 1 ? `<code>${escapeHtml(part.slice(1, -1))}</code>` : escapeHtml(part)))
    .join('');
}

function evidenceMarkup(step: Evidence, { linesOf }: PageContext): string {
  const code = lineMarkup(linesOf(step.file), step.line);
  return `<li>${proseMarkup(step.message)} <span class="place">${placeText(step)}</span>${code}</li>`;
}

function placeText({ file, line, column }: { file: string; line: number; column: number }): string {
  return escapeHtml(`${file}:${line}:${column}`);
}
