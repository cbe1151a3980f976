import type { Block, Table } from '../../doctrine/blocks.js';
import { type Answer, type Branch, DECISION_TREE, isFork } from '../../doctrine/decision-tree.js';
import { escapeHtml, escapeLines } from '../../page/shell.js';
import { linkedMarkup } from './prose.js';

/** Markup for a part of a page of the doctrine. @param topics the pages that code in it may name */
export function blockMarkup(block: Block, topics: ReadonlySet<string>): string {
  const prose = (text: string) => linkedMarkup(text, topics);
  switch (block.kind) {
    case 'heading':
      return `<h3>${prose(block.text)}</h3>`;
    case 'text':
      return `<p>${prose(block.text)}</p>`;
    case 'list':
      return listMarkup(block.numbered ? 'ol' : 'ul', block.items.map(prose));
    case 'table':
      return tableMarkup(block.table, prose);
    case 'code':
      return `<pre class="code${block.look ? ` ${block.look}` : ''}"><code>${escapeLines(block.code.trimEnd())}</code></pre>`;
    case 'tree':
      return `<div class="decisions">${branchMarkup(DECISION_TREE, block.path)}</div>`;
  }
}

function listMarkup(tag: 'ol' | 'ul', items: readonly string[]): string {
  return `<${tag}>${items.map((item) => `<li>${item}</li>`).join('')}</${tag}>`;
}

function tableMarkup({ head, rows }: Table, prose: (text: string) => string): string {
  const row = (cells: readonly string[], tag: 'th' | 'td') =>
    `<tr>${cells.map((cell) => `<${tag}>${prose(cell)}</${tag}>`).join('')}</tr>`;
  const body = rows.map((cells) => row(cells, 'td')).join('\n');
  return `<div class="wide"><table>\n<thead>${row(head, 'th')}</thead>\n<tbody>${body}</tbody>\n</table></div>`;
}

/** A branch of the decision tree; `path` is absent where the way taken does not come here. */
function branchMarkup(branch: Branch, path: readonly string[] | undefined): string {
  const isEnd = path !== undefined && path.length === 0;
  const here = isEnd ? ' <em>here</em>' : '';
  if (!isFork(branch)) return `<b>${escapeHtml(branch.use)}</b>${here}`;
  const taken = path?.[0] === branch.question ? path[1] : undefined;
  const answer = (word: Answer) => {
    const isTaken = word === taken;
    const next = branchMarkup(branch[word], isTaken ? path?.slice(2) : undefined);
    return `<li${isTaken ? ' class="taken"' : ''}><i>${word}</i> ${next}</li>`;
  };
  return `${escapeHtml(branch.question)}${here}<ul>${answer('no')}${answer('yes')}</ul>`;
}
