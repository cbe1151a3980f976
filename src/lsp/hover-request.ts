import { type Hover, type HoverParams, MarkupKind } from 'vscode-languageserver/node';
import { reportedName } from '../discover/names.js';
import { hoverText } from './hover.js';
import type { OpenProjects } from './projects.js';

/** What is shown where somebody points; nothing where that is no process module. */
export async function hoverAt(
  { textDocument: { uri }, position }: HoverParams,
  projects: OpenProjects,
  isCancelled: () => boolean,
): Promise<Hover | null> {
  const { linter, document } = projects.behind(uri) ?? {};
  if (!linter || !document) return null;
  const line = document.text.split('\n')[position.line] ?? '';
  const spot = { file: reportedName(linter.root, document.path), position, line };
  const value = await linter.ask((all) => (isCancelled() ? undefined : hoverText(spot, all, linter.root)));
  return value === undefined ? null : { contents: { kind: MarkupKind.Markdown, value } };
}
