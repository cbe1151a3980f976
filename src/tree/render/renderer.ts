import type { TreeDocument } from '../model.js';

export const TREE_FORMATS = ['text', 'json', 'mermaid', 'dot', 'html'] as const;

export type TreeFormat = (typeof TREE_FORMATS)[number];

/** What a renderer knows besides the trees themselves. */
export interface TreeOptions {
  color: boolean;
  /** Show the process edges too. */
  edges: boolean;
}

/** Turns the trees into what goes to stdout, ending in a line break. */
export type TreeRenderer = (document: TreeDocument, options: TreeOptions) => string;
