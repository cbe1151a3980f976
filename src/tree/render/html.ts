import { escapeJson, escapeLines, htmlDocument } from '../../page/shell.js';
import { pageData } from '../page-data.js';
import type { TreeRenderer } from './renderer.js';
import { text } from './text.js';

/** One page that needs nothing else: no network, no server. */
export const html: TreeRenderer = (document, options) => {
  const plain = text(document, { ...options, color: false });
  return htmlDocument({
    title: titleOf(document.applications.map(({ application }) => application)),
    version: document.version,
    folder: 'tree/page',
    body: `<noscript><pre>${escapeLines(plain)}</pre></noscript>
<script type="application/json" id="data">${escapeJson(pageData(document, { showEdges: options.edges, withWords: true }))}</script>`,
  });
};

function titleOf([first, ...others]: readonly string[]): string {
  if (first === undefined) return 'No supervision tree';
  return `Supervision tree of ${first}${others.length === 0 ? '' : ` and ${others.length} more`}`;
}
