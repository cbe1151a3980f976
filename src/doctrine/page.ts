import type { ChalkInstance } from 'chalk';
import { drawTable } from './draw-table.js';
import { drawTree } from './draw-tree.js';
import { indent, paintCode, wrap } from './prose.js';
import type { Block, Section } from './section.js';
import type { Source } from './sources.js';

/** How a page is drawn. */
export interface PageStyle {
  paint: ChalkInstance;
  width: number;
}

/** The lines of a topic's page. */
export function drawSection(section: Section, style: PageStyle): string[] {
  return [
    ...drawTitle(section.title, section.summary, style),
    ...section.blocks.flatMap((block, index) => {
      const isUnderHeading = section.blocks[index - 1]?.kind === 'heading';
      return [...(isUnderHeading ? [] : ['']), ...drawBlock(block, style)];
    }),
    '',
    ...drawSources(section.blocks, style),
  ];
}

/** The first lines of a page. */
export function drawTitle(title: string, summary: string, { paint, width }: PageStyle): string[] {
  return [paint.bold(title), ...wrap(summary, width).map((line) => paint.dim(line))];
}

/** A heading within a page. */
export function drawHeading(text: string, { paint }: PageStyle): string {
  return paint.bold.underline(text);
}

/** A paragraph, moved to the right. */
export function drawText(text: string, { paint, width }: PageStyle): string[] {
  return indent(wrap(text, width - 2).map((line) => paintCode(line, paint)));
}

/** The items of a list with bullets, or numbers, and hanging lines. */
export function drawList(items: readonly string[], style: PageStyle, numbered = false): string[] {
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
export function drawCode(code: string, color: ChalkInstance): string[] {
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
      return drawCode(block.code, style.paint.dim);
    case 'tree':
      return indent(drawTree([], style.paint));
  }
}

function drawSources(blocks: readonly Block[], style: PageStyle): string[] {
  const used = new Set(blocks.flatMap((block) => ('source' in block ? [block.source] : [])));
  return [drawHeading('Sources', style), ...drawList([...used].map(sourceText), style)];
}

function sourceText({ name, url }: Source): string {
  return url === undefined ? name : `${name}, ${url}`;
}
