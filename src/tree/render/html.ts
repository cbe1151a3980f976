import { escapeHtml, htmlDocument } from '../../report/html/shell.js';
import { type PageData, pageData } from '../page-data.js';
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
<script type="application/json" id="data">${escapeJson(pageData(document, options.edges))}</script>`,
  });
};

function titleOf([first, ...others]: readonly string[]): string {
  if (first === undefined) return 'No supervision tree';
  return `Supervision tree of ${first}${others.length === 0 ? '' : ` and ${others.length} more`}`;
}

function escapeLines(lines: string): string {
  return lines.split('\n').map(escapeHtml).join('\n');
}

/** JSON that can neither end its script element nor open a comment in it. */
function escapeJson(data: PageData): string {
  return JSON.stringify(data).replace(
    /[<>&\u2028\u2029]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
