import { type CodeAction, CodeActionKind, type CodeActionParams } from 'vscode-languageserver/node';
import type { Abilities } from './abilities.js';
import { actionsFor, suppressingWorkspaceEdit, type Unresolved } from './actions.js';
import { SOURCE } from './diagnostics.js';
import type { OpenProjects } from './projects.js';

/** What can be done about the diagnostics that an editor names; nothing where the text has changed since. */
export function actionsAt(
  { textDocument: { uri }, context: { only, diagnostics } }: CodeActionParams,
  projects: OpenProjects,
  abilities: Abilities,
): CodeAction[] {
  if (only && !only.some((kind) => CodeActionKind.QuickFix.startsWith(kind))) return [];
  return diagnostics.flatMap((diagnostic) => {
    if (diagnostic.source !== SOURCE) return [];
    const about = findingAt(uri, diagnostic.data, projects, abilities);
    return about ? actionsFor({ ...about, diagnostic, lazy: abilities.lazyEdits }) : [];
  });
}

/** Gives an action the edit that was not worth making before somebody wanted it. */
export function withEdit(action: CodeAction, projects: OpenProjects, abilities: Abilities): CodeAction {
  const { uri, fingerprint } = unresolvedIn(action.data);
  const about = findingAt(uri, fingerprint, projects, abilities);
  const edit = about && suppressingWorkspaceEdit(about);
  return edit ? { ...action, edit } : action;
}

/** A finding in an open text that has not changed since, with what an edit takes. */
function findingAt(
  uri: string,
  fingerprint: unknown,
  projects: OpenProjects,
  { versionedEdits: versioned }: Abilities,
) {
  const { linter, document: open } = projects.behind(uri) ?? {};
  const { document, findings = [] } = (open && linter?.answerFor(open.path)) ?? {};
  const finding = findings.find((candidate) => candidate.fingerprint === fingerprint);
  if (!linter || !document || !finding) return undefined;
  const textAt = (path: string) => linter.textAt(path);
  return { document, finding, root: linter.root, textAt, versioned };
}

function unresolvedIn(data: unknown): Unresolved {
  const given = typeof data === 'object' && data !== null ? data : {};
  return {
    uri: 'uri' in given ? String(given.uri) : '',
    fingerprint: 'fingerprint' in given ? String(given.fingerprint) : '',
  };
}
