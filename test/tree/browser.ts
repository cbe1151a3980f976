import type { Browser, BrowserContextOptions } from 'playwright-core';
import type { TreeDocument } from '../../src/tree/model.js';
import { treeRenderers } from '../../src/tree/render/index.js';
import { type OpenPage, openPage } from '../browser.js';

/** Opens the trees in a browser. */
export function openTree(
  browser: Browser,
  document: TreeDocument,
  options: BrowserContextOptions & { edges?: boolean } = {},
): Promise<OpenPage> {
  const { edges = false, ...contextOptions } = options;
  return openPage(browser, treeRenderers.html(document, { color: false, edges }), contextOptions);
}
