import { extname } from 'node:path';
import {
  type CodeAction,
  CodeActionKind,
  type CodeActionParams,
  type Connection,
  DidChangeWatchedFilesNotification,
  type DidChangeWatchedFilesParams,
  FileChangeType,
  type Hover,
  type HoverParams,
  type InitializeParams,
  type InitializeResult,
  MarkupKind,
  PositionEncodingKind,
  TextDocumentSyncKind,
  TextDocuments,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { packageVersion } from '../cli/version.js';
import { reportedName } from '../discover/names.js';
import type { Rule } from '../lint/rule.js';
import { actionsFor, suppressingWorkspaceEdit, type Unresolved } from './actions.js';
import { COMMANDS } from './commands.js';
import { diagnosticOf, SOURCE } from './diagnostics.js';
import { executeCommand } from './execute.js';
import { hoverText } from './hover.js';
import { Pages } from './pages.js';
import { pathOf } from './paths.js';
import { type OpenText, ProjectLinter } from './project-linter.js';
import { OpenProjects } from './projects.js';

/** What changes the findings when it changes on disk. */
const WATCHED = '**/{*.ex,*.exs,otp-lint.json,otp-lint-baseline.json,.gitignore}';

/** What an editor can do that not every editor can. */
interface Abilities {
  versionedEdits: boolean;
  lazyEdits: boolean;
  watching: boolean;
  folderChanges: boolean;
  showing: boolean;
}

/** Speaks with one editor. */
export class LanguageServer {
  readonly #documents = new TextDocuments(TextDocument);
  readonly #projects: OpenProjects;
  readonly #pages: Pages;
  #abilities: Abilities = {
    versionedEdits: false,
    lazyEdits: false,
    watching: false,
    folderChanges: false,
    showing: false,
  };

  /** @param workers how many threads may read a project */
  constructor(
    readonly connection: Connection,
    rules: readonly Rule[],
    workers: number,
  ) {
    this.#pages = new Pages(rules);
    this.#projects = new OpenProjects((root) => this.#linterIn(root, rules, workers));
  }

  /** Begins to answer. */
  listen(): void {
    const { connection } = this;
    connection.onInitialize((params) => this.#initialize(params));
    connection.onInitialized(() => this.#register());
    connection.onShutdown(() => this.#projects.end());
    connection.onHover((params, token) => this.#hover(params, () => token.isCancellationRequested));
    connection.onCodeAction((params) => this.#actions(params));
    connection.onCodeActionResolve((action) => this.#resolve(action));
    connection.onExecuteCommand((params) =>
      executeCommand(params, {
        connection,
        projects: this.#projects,
        pages: this.#pages,
        showing: this.#abilities.showing,
      }),
    );
    connection.onDidChangeWatchedFiles((params) => this.#refresh(params));
    this.#documents.onDidChangeContent(({ document }) => this.#take(document));
    this.#documents.onDidClose(({ document }) => this.#close(document));
    this.#documents.listen(connection);
    connection.listen();
  }

  #initialize({ capabilities, workspaceFolders, rootUri }: InitializeParams): InitializeResult {
    const { workspace, window, textDocument } = capabilities;
    const lazyProperties = textDocument?.codeAction?.resolveSupport?.properties ?? [];
    this.#abilities = {
      versionedEdits: workspace?.workspaceEdit?.documentChanges ?? false,
      lazyEdits: lazyProperties.includes('edit') && (textDocument?.codeAction?.dataSupport ?? false),
      watching: workspace?.didChangeWatchedFiles?.dynamicRegistration ?? false,
      folderChanges: workspace?.workspaceFolders ?? false,
      showing: window?.showDocument?.support ?? false,
    };
    const uris = workspaceFolders?.map(({ uri }) => uri) ?? (rootUri ? [rootUri] : []);
    for (const uri of uris) this.#addFolder(uri);
    return {
      serverInfo: { name: 'otp-lint', version: packageVersion() },
      capabilities: {
        positionEncoding: PositionEncodingKind.UTF16,
        textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
        hoverProvider: true,
        codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix], resolveProvider: true },
        executeCommandProvider: { commands: [...COMMANDS] },
        workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
      },
    };
  }

  async #register(): Promise<void> {
    const { connection } = this;
    if (this.#abilities.folderChanges) {
      connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
        for (const { uri } of removed) this.#projects.folders.delete(pathOf(uri) ?? '');
        for (const { uri } of added) this.#addFolder(uri);
      });
    }
    if (!this.#abilities.watching) return;
    const watchers = [{ globPattern: WATCHED }];
    await connection.client.register(DidChangeWatchedFilesNotification.type, { watchers });
  }

  #addFolder(uri: string): void {
    const path = pathOf(uri);
    if (path !== undefined) this.#projects.folders.add(path);
  }

  #linterIn(root: string, rules: readonly Rule[], workers: number): ProjectLinter {
    const { connection } = this;
    const listener = {
      publish: ({
        document: { uri, version },
        findings,
      }: Parameters<ProjectLinter['listener']['publish']>[0]) => {
        const diagnostics = findings.map((finding) => diagnosticOf(finding, root, this.#pages));
        void connection.sendDiagnostics({ uri, version, diagnostics });
      },
      tell: (message: string, isMistake: boolean) => {
        connection.console.error(message);
        if (isMistake) connection.window.showErrorMessage(`otp-lint: ${message}`);
      },
    };
    return new ProjectLinter(root, rules, listener, workers);
  }

  #take(document: TextDocument): void {
    const text = openTextOf(document);
    if (!text) return;
    if (this.#projects.of(text.path)) this.#projects.change(text);
    else this.#projects.open(text);
  }

  #close({ uri }: TextDocument): void {
    const path = pathOf(uri);
    if (path === undefined || !this.#projects.of(path)) return;
    this.#projects.close(path);
    void this.connection.sendDiagnostics({ uri, diagnostics: [] });
  }

  /** An open file that was merely saved has been linted already. */
  #refresh({ changes }: DidChangeWatchedFilesParams): void {
    const paths = changes.flatMap(({ uri, type }) => {
      const path = pathOf(uri);
      const isSaved = type === FileChangeType.Changed && this.#documents.get(uri) !== undefined;
      return path === undefined || (isSaved && extname(path) === '.ex') ? [] : [path];
    });
    const open = this.#documents.all().flatMap((document) => openTextOf(document) ?? []);
    if (paths.length > 0) this.#projects.refresh(paths, open);
  }

  async #hover({ textDocument, position }: HoverParams, isCancelled: () => boolean): Promise<Hover | null> {
    const path = pathOf(textDocument.uri);
    const linter = path === undefined ? undefined : this.#projects.of(path);
    const document = path === undefined ? undefined : linter?.textAt(path);
    if (!linter || !document) return null;
    const line = document.text.split('\n')[position.line] ?? '';
    const spot = { file: reportedName(linter.root, document.path), position, line };
    const value = await linter.ask((projects) =>
      isCancelled() ? undefined : hoverText(spot, projects, linter.root),
    );
    return value === undefined ? null : { contents: { kind: MarkupKind.Markdown, value } };
  }

  #actions({ textDocument, context }: CodeActionParams): CodeAction[] {
    const { only, diagnostics } = context;
    if (only && !only.some((kind) => CodeActionKind.QuickFix.startsWith(kind))) return [];
    const path = pathOf(textDocument.uri);
    const linter = path === undefined ? undefined : this.#projects.of(path);
    const answer = path === undefined ? undefined : linter?.answerFor(path);
    if (!linter || !answer) return [];
    return diagnostics.flatMap((diagnostic) => {
      const finding = answer.findings.find(({ fingerprint }) => fingerprint === diagnostic.data);
      if (diagnostic.source !== SOURCE || !finding) return [];
      return actionsFor({
        document: answer.document,
        finding,
        diagnostic,
        root: linter.root,
        textAt: (other) => linter.textAt(other),
        versioned: this.#abilities.versionedEdits,
        lazy: this.#abilities.lazyEdits,
      });
    });
  }

  /** Gives an action the edit that was not worth making before somebody wanted it. */
  #resolve(action: CodeAction): CodeAction {
    const { uri, fingerprint } = unresolvedIn(action.data);
    const path = pathOf(uri);
    const linter = path === undefined ? undefined : this.#projects.of(path);
    const answer = path === undefined ? undefined : linter?.answerFor(path);
    const finding = answer?.findings.find((candidate) => candidate.fingerprint === fingerprint);
    if (!linter || !answer || !finding) return action;
    const edit = suppressingWorkspaceEdit({
      document: answer.document,
      finding,
      root: linter.root,
      textAt: (other) => linter.textAt(other),
      versioned: this.#abilities.versionedEdits,
    });
    return edit ? { ...action, edit } : action;
  }
}

function unresolvedIn(data: unknown): Unresolved {
  const given = typeof data === 'object' && data !== null ? data : {};
  return {
    uri: 'uri' in given ? String(given.uri) : '',
    fingerprint: 'fingerprint' in given ? String(given.fingerprint) : '',
  };
}

/** Undefined for a text that is no file. */
function openTextOf(document: TextDocument): OpenText | undefined {
  const path = pathOf(document.uri);
  const text = document.getText().replace(/^\ufeff/, '');
  return path === undefined ? undefined : { uri: document.uri, path, version: document.version, text };
}
