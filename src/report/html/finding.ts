import { pointerLines } from '../../doctrine/pointer.js';
import type { Evidence, Finding } from '../../lint/finding.js';
import { escapeHtml } from '../../page/shell.js';
import { codeMarkup, lineMarkup } from './code.js';
import type { PageContext } from './context.js';
import { pageAnchor, proseMarkup, ruleAnchor } from './prose.js';
import type { ConcernedNode } from './trees.js';

/** What a module is called that is none. */
export const NO_MODULE = '(in no module)';

/** The most processes that are named beside a finding. */
const MOST_NODES = 6;

/** Markup for one finding: what, where, the code, the evidence, the doctrine and the processes. */
export function findingMarkup(finding: Finding, context: PageContext): string {
  const { level, module = NO_MODULE, message, evidence, fix } = finding;
  const steps = evidence.map((step) => evidenceMarkup(step, context)).join('\n');
  const notes = [
    ...pointerLines(finding.pointsTo).map(
      ({ text, section }) => `<a href="#${pageAnchor(section)}">${proseMarkup(text)}</a>`,
    ),
    ...processesMarkup(finding, context),
    ...(fix
      ? [
          proseMarkup(
            `Can be mended: ${fix.title} (otp-lint --fix${fix.safety === 'safe' ? '' : ' --unsafe'})`,
          ),
        ]
      : []),
  ];
  return [
    `<article class="finding ${level}" id="finding-${context.orderOf(finding)}" tabindex="-1" data-level="${level}" data-module="${escapeHtml(module)}">`,
    headMarkup(finding, context),
    `<p class="message">${proseMarkup(message)}</p>`,
    `<p class="place">${placeText(finding)}</p>`,
    codeMarkup(context.linesOf(finding.file), finding),
    steps === '' ? '' : `<ol class="evidence">\n${steps}\n</ol>`,
    ...notes.map((note) => `<p class="pointer">${note}</p>`),
    '</article>',
  ]
    .filter((part) => part !== '')
    .join('\n');
}

function headMarkup(finding: Finding, context: PageContext): string {
  const { rule, level, redFlag, module = NO_MODULE } = finding;
  const own = context.nodesOf(finding).find((node) => node.module === module);
  const parts = [
    `<span class="level">${level}</span>`,
    `<a class="rule" href="#${context.topics.has(rule) ? pageAnchor(rule) : ruleAnchor(rule)}">${escapeHtml(rule)}</a>`,
    ...(redFlag === undefined ? [] : [`<a class="flag" href="#${pageAnchor(redFlag)}">${redFlag}</a>`]),
    own ? nodeLink(own, module) : `<span class="module">${escapeHtml(module)}</span>`,
  ];
  return `<p class="finding-head">${parts.join(' ')}</p>`;
}

/** The processes that a finding concerns besides its own module. */
function processesMarkup(finding: Finding, context: PageContext): string[] {
  const others = context.nodesOf(finding).filter(({ module }) => module !== finding.module);
  if (others.length === 0) return [];
  const links = others.slice(0, MOST_NODES).map((node) => nodeLink(node, node.title));
  const more = others.length > MOST_NODES ? ` and ${others.length - MOST_NODES} more` : '';
  return [`In the tree: ${links.join(', ')}${more}`];
}

function nodeLink({ anchor }: ConcernedNode, words: string): string {
  return `<a class="module" href="#${anchor}" title="In the supervision tree">${escapeHtml(words)}</a>`;
}

function evidenceMarkup(step: Evidence, { linesOf }: PageContext): string {
  const code = lineMarkup(linesOf(step.file), step.line);
  return `<li>${proseMarkup(step.message)} <span class="place">${placeText(step)}</span>${code}</li>`;
}

function placeText({ file, line, column }: { file: string; line: number; column: number }): string {
  return escapeHtml(`${file}:${line}:${column}`);
}
