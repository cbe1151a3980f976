import { dot } from './dot.js';
import { html } from './html.js';
import { json } from './json.js';
import { mermaid } from './mermaid.js';
import type { TreeFormat, TreeRenderer } from './renderer.js';
import { text } from './text.js';

export { TREE_FORMATS, type TreeFormat, type TreeOptions, type TreeRenderer } from './renderer.js';

/** One renderer for each format. */
export const treeRenderers: Record<TreeFormat, TreeRenderer> = { text, json, mermaid, dot, html };
