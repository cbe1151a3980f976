import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { sanitize } from '../../report/sanitize.js';
import { type PageData, pageData } from '../page-data.js';
import type { TreeRenderer } from './renderer.js';
import { text } from './text.js';

/** Where the built page lies, seen from the program's one file, its modules and the sources, which tests import. */
const FOLDERS = ['../tree/page/', '../page/', '../../../dist/src/tree/page/'];

/** One page that needs nothing else: no network, no server. */
export const html: TreeRenderer = (document, options) => {
  const script = asset('main.js');
  const style = asset('page.css');
  const plain = text(document, { ...options, color: false });
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy(script, style)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="otp-lint ${escapeHtml(document.version)}">
<title>${escapeHtml(titleOf(document.applications.map(({ application }) => application)))}</title>
<style>${style}</style>
</head>
<body>
<noscript><pre>${escapeLines(plain)}</pre></noscript>
<script type="application/json" id="data">${escapeJson(pageData(document, options.edges))}</script>
<script>${script}</script>
</body>
</html>
`;
};

function asset(name: string): string {
  const places = FOLDERS.map((folder) => new URL(folder + name, import.meta.url));
  const place = places.find((url) => existsSync(url));
  if (!place) throw new Error(`${name} of the tree page is not built`);
  return readFileSync(place, 'utf8').trim();
}

/** Nothing may be loaded, and nothing may run but the two parts that stand in the page. */
function policy(script: string, style: string): string {
  return [
    "default-src 'none'",
    `script-src '${hashOf(script)}'`,
    `style-src '${hashOf(style)}'`,
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ');
}

function hashOf(content: string): string {
  return `sha256-${createHash('sha256').update(content).digest('base64')}`;
}

function titleOf([first, ...others]: readonly string[]): string {
  if (first === undefined) return 'No supervision tree';
  return `Supervision tree of ${first}${others.length === 0 ? '' : ` and ${others.length} more`}`;
}

function escapeLines(lines: string): string {
  return lines.split('\n').map(escapeHtml).join('\n');
}

function escapeHtml(content: string): string {
  const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
  return sanitize(content).replace(/[&<>"]/g, (char) => entities[char] ?? char);
}

/** JSON that can neither end its script element nor open a comment in it. */
function escapeJson(data: PageData): string {
  return JSON.stringify(data).replace(
    /[<>&\u2028\u2029]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
