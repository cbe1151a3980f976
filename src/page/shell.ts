import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { sanitize } from '../report/sanitize.js';

/** A page that needs nothing else: no network, no server. */
export interface Shell {
  /** Text, not markup. */
  title: string;
  /** The version of otp-lint. */
  version: string;
  /** The folder of the page's built `main.js` and `page.css`, seen from the folder of the built modules. */
  folder: 'tree/page' | 'report/page';
  /** Markup. */
  body: string;
}

/** The document, in which nothing may be loaded and nothing may run but its own script. */
export function htmlDocument({ title, version, folder, body }: Shell): string {
  const script = asset(folder, 'main.js');
  const style = asset(folder, 'page.css');
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy(script, style)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="otp-lint ${escapeHtml(version)}">
<title>${escapeHtml(title)}</title>
<style>${style}</style>
</head>
<body>
${body}
<script>${script}</script>
</body>
</html>
`;
}

/** Text as it stands in markup and between the quotes of an attribute; what hides itself is written out. */
export function escapeHtml(content: string): string {
  const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
  return sanitize(content).replace(/[&<>"]/g, (char) => entities[char] ?? char);
}

/** Several lines of text, each as it stands in markup. */
export function escapeLines(lines: string): string {
  return lines.split('\n').map(escapeHtml).join('\n');
}

/** Data as JSON that can neither end its script element nor open a comment in it. */
export function escapeJson(data: object): string {
  return JSON.stringify(data).replace(
    /[<>&\u2028\u2029]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/**
 * Where the built pages lie, seen from the sources, which tests import, and from what is built. The sources have style sheets of the same names, which are not built.
 */
const FOLDERS = ['../../dist/src/', '../'];

function asset(folder: Shell['folder'], name: string): string {
  const places = FOLDERS.map((above) => new URL(`${above}${folder}/${name}`, import.meta.url));
  const place = places.find((url) => existsSync(url));
  if (!place) throw new Error(`${name} of ${folder} is not built`);
  return readFileSync(place, 'utf8').trim();
}

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
