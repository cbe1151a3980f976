import { resolve } from 'node:path';
import {
  type CodeAction,
  CodeActionKind,
  type Diagnostic,
  type TextEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Edit, Finding } from '../lint/finding.js';
import { groupByFile } from '../lint/group.js';
import { SUPPRESSION, SYNTAX_ERROR } from '../lint/own-rules.js';
import { suppressingEdit } from '../lint/suppression-comment.js';
import { EXPLAIN } from './commands.js';
import type { OpenText } from './project-linter.js';

/** Stands where the person who suppresses a finding is to say why. */
export const PLACEHOLDER = 'say here why it is right as it is';

/** What an action is about. */
export interface ActionContext {
  document: OpenText;
  finding: Finding;
  /** The diagnostic as the editor has it. */
  diagnostic: Diagnostic;
  /** The folder that names of files are relative to, absolute. */
  root: string;
  /** An open text by its absolute path. */
  textAt(path: string): OpenText | undefined;
  /** True where the editor can tell of which version of a text an edit is. */
  versioned: boolean;
  /** True where the editor asks for an edit once somebody wants it. */
  lazy: boolean;
}

/** What an action without its edit is about, as it comes back from the editor. */
export interface Unresolved {
  uri: string;
  fingerprint: string;
}

/** What can be done about a finding. */
export function actionsFor(context: ActionContext): CodeAction[] {
  return [fixAction(context), suppressAction(context), explainAction(context)].flatMap(
    (action) => action ?? [],
  );
}

function fixAction(context: ActionContext): CodeAction | undefined {
  const { fix } = context.finding;
  const edit = fix && workspaceEdit(fix.edits, context);
  if (!edit) return undefined;
  const isSafe = fix.safety === 'safe';
  return {
    title: isSafe ? sentence(fix.title) : `${sentence(fix.title)} (unsafe: may change how the code behaves)`,
    kind: CodeActionKind.QuickFix,
    diagnostics: [context.diagnostic],
    isPreferred: isSafe,
    edit,
  };
}

function suppressAction(context: ActionContext): CodeAction | undefined {
  const { document, finding, diagnostic, lazy } = context;
  // Neither can be suppressed by a comment.
  if (finding.rule === SUPPRESSION.id || finding.rule === SYNTAX_ERROR.id) return undefined;
  const action: CodeAction = {
    title: `Suppress ${finding.rule} here with a reason`,
    kind: CodeActionKind.QuickFix,
    diagnostics: [diagnostic],
  };
  const { uri } = document;
  if (lazy) return { ...action, data: { uri, fingerprint: finding.fingerprint } satisfies Unresolved };
  const edit = suppressingWorkspaceEdit(context);
  return edit && { ...action, edit };
}

/** The edit that suppresses a finding; undefined where no comment can stand. It reads the text anew. */
export function suppressingWorkspaceEdit(
  context: Pick<ActionContext, 'document' | 'finding' | 'root' | 'textAt' | 'versioned'>,
): WorkspaceEdit | undefined {
  const { document, finding } = context;
  const spot = { file: finding.file, line: finding.line, rules: new Set([finding.rule]) };
  const edit = suppressingEdit(document.text, spot, PLACEHOLDER);
  return edit && workspaceEdit([edit], context);
}

function explainAction({ finding: { rule }, diagnostic }: ActionContext): CodeAction {
  const title = `Explain ${rule}`;
  return {
    title,
    kind: CodeActionKind.QuickFix,
    diagnostics: [diagnostic],
    command: { title, command: EXPLAIN, arguments: [rule] },
  };
}

/** Undefined where a file is to change whose text is not known. */
function workspaceEdit(
  edits: readonly Edit[],
  context: Pick<ActionContext, 'root' | 'textAt' | 'versioned'>,
): WorkspaceEdit | undefined {
  const changed = [...groupByFile(edits)].map(([file, own]) => {
    const document = context.textAt(resolve(context.root, file));
    return document && { document, edits: textEdits(document, own) };
  });
  const known = changed.filter((change) => change !== undefined);
  if (known.length < changed.length) return undefined;
  if (!context.versioned)
    return { changes: Object.fromEntries(known.map(({ document: { uri }, edits: own }) => [uri, own])) };
  return {
    documentChanges: known.map(({ document: { uri, version }, edits: own }) => ({
      textDocument: { uri, version },
      edits: own,
    })),
  };
}

function textEdits({ uri, version, text }: OpenText, edits: readonly Edit[]): TextEdit[] {
  const lines = TextDocument.create(uri, 'elixir', version, text);
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  return edits.map(({ start, end, text: newText }) => ({
    range: { start: lines.positionAt(start), end: lines.positionAt(end) },
    newText: newText.replace(/\r?\n/g, eol),
  }));
}

function sentence(title: string): string {
  return title.charAt(0).toUpperCase() + title.slice(1);
}
