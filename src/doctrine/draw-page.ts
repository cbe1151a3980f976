import type { ChalkInstance } from 'chalk';
import type { Block, Page } from './blocks.js';
import { drawTable } from './draw-table.js';
import { drawTree } from './draw-tree.js';
import { indent, paintCode, wrap } from './prose.js';
import type { Source } from './sources.js';

/** How a page is drawn. */
export interface PageStyle {
  paint: ChalkInstance;
  width: number;
}

/** The lines of a page. */
export function drawPage(page: Page, style: PageStyle): string[] {
  const { paint, width } = style;
  const notes = [page.summary, page.note ?? ''].flatMap((line) => wrap(line, width));
  return [
    paint.bold(page.title),
    ...notes.map((line) => paint.dim(line)),
    ...page.blocks.flatMap((block, index) => {
      const isUnderHeading = page.blocks[index - 1]?.kind === 'heading';
      return [...(isUnderHeading ? [] : ['']), ...drawBlock(block, style)];
    }),
    ...drawSources(page.blocks, style),
  ];
}

function drawHeading(text: string, { paint }: PageStyle): string {
  return paint.bold.underline(text);
}

function drawText(text: string, { paint, width }: PageStyle): string[] {
  return indent(wrap(text, width - 2).map((line) => paintCode(line, paint)));
}

/** The items of a list with bullets, or numbers, and hanging lines. */
function drawList(items: readonly string[], style: PageStyle, numbered = false): string[] {
  return items.flatMap((item, index) => {
    const bullet = numbered ? `${index + 1}. ` : '- ';
    const lines = wrap(item, style.width - 2 - bullet.length);
    return indent(
      lines.map(
        (line, row) => `${row === 0 ? bullet : ' '.repeat(bullet.length)}${paintCode(line, style.paint)}`,
      ),
    );
  });
}

/** Code between two thin lines of space, never wrapped. */
function drawCode(code: string, color: ChalkInstance): string[] {
  return indent(
    code
      .replace(/\n+$/, '')
      .split('\n')
      .map((line) => `${color('│')} ${line}`.trimEnd()),
  );
}

function drawBlock(block: Block, style: PageStyle): string[] {
  switch (block.kind) {
    case 'heading':
      return [drawHeading(block.text, style)];
    case 'text':
      return drawText(block.text, style);
    case 'list':
      return drawList(block.items, style, block.numbered);
    case 'table':
      return indent(drawTable(block.table, style.width - 2, style.paint));
    case 'code':
      return drawCode(block.code, codeColor(block.look, style.paint));
    case 'tree':
      return indent(drawTree(block.path ?? [], style.paint));
  }
}

function codeColor(look: 'bad' | 'good' | undefined, paint: ChalkInstance): ChalkInstance {
  if (look === undefined) return paint.dim;
  return look === 'bad' ? paint.red : paint.green;
}

function drawSources(blocks: readonly Block[], style: PageStyle): string[] {
  const used = sourcesOf(blocks);
  return used.length === 0
    ? []
    : ['', drawHeading('Sources', style), ...drawList(used.map(sourceText), style)];
}

/** Where the statements of some blocks come from, each source once. */
export function sourcesOf(blocks: readonly Block[]): Source[] {
  return [...new Set(blocks.flatMap((block) => ('source' in block && block.source ? [block.source] : [])))];
}

function sourceText({ name, url }: Source): string {
  return url === undefined ? name : `${name}, ${url}`;
}
