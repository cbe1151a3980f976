import { extname } from 'node:path';
import {
  CodeActionKind,
  type Connection,
  DidChangeWatchedFilesNotification,
  type DidChangeWatchedFilesParams,
  FileChangeType,
  type InitializeParams,
  type InitializeResult,
  PositionEncodingKind,
  TextDocumentSyncKind,
  TextDocuments,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { packageVersion } from '../cli/version.js';
import type { Rule } from '../lint/rule.js';
import type { RuleDocumentation } from '../lint/rule-documentation.js';
import { isFileOfPlugin } from '../plugins/load.js';
import { abilitiesOf } from './abilities.js';
import { actionsAt, withEdit } from './action-requests.js';
import { COMMANDS } from './commands.js';
import { diagnosticOf } from './diagnostics.js';
import { executeCommand } from './execute.js';
import { hoverAt } from './hover-request.js';
import { Pages } from './pages.js';
import { pathOf } from './paths.js';
import { type LinterOptions, type OpenText, ProjectLinter } from './project-linter.js';
import { OpenProjects } from './projects.js';

/** What changes the findings when it changes on disk. */
const WATCHED = '**/{*.ex,*.exs,*.js,*.mjs,*.cjs,otp-lint.json,otp-lint-baseline.json,.gitignore}';

/** What a plugin may be made of. */
const SCRIPT = /^\.[cm]?js$/;

/** Speaks with one editor. */
export class LanguageServer {
  readonly #documents = new TextDocuments(TextDocument);
  readonly #projects: OpenProjects;
  readonly #pages: Pages;
  #abilities = abilitiesOf({});

  constructor(
    readonly connection: Connection,
    rules: readonly Rule[],
    options: LinterOptions,
  ) {
    this.#pages = new Pages(rules);
    this.#projects = new OpenProjects((root) => this.#linterIn(root, rules, options));
  }

  /** Begins to answer. */
  listen(): void {
    const { connection } = this;
    connection.onInitialize((params) => this.#initialize(params));
    connection.onInitialized(() => this.#register());
    connection.onShutdown(() => this.#projects.end());
    connection.onHover((params, token) =>
      hoverAt(params, this.#projects, () => token.isCancellationRequested),
    );
    connection.onCodeAction((params) => actionsAt(params, this.#projects, this.#abilities));
    connection.onCodeActionResolve((action) => withEdit(action, this.#projects, this.#abilities));
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
    this.#abilities = abilitiesOf(capabilities);
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

  #linterIn(root: string, rules: readonly Rule[], options: LinterOptions): ProjectLinter {
    const { connection } = this;
    const listener = {
      learn: (known: readonly RuleDocumentation[]) => this.#pages.learn(known),
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
    return new ProjectLinter(root, rules, listener, options);
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
      if (path === undefined) return [];
      const isSaved = type === FileChangeType.Changed && this.#documents.get(uri) !== undefined;
      if (isSaved && extname(path) === '.ex') return [];
      return SCRIPT.test(extname(path)) && !isFileOfPlugin(path) ? [] : [path];
    });
    const open = this.#documents.all().flatMap((document) => openTextOf(document) ?? []);
    if (paths.length > 0) this.#projects.refresh(paths, open);
  }
}

/** Undefined for a text that is no file. */
function openTextOf(document: TextDocument): OpenText | undefined {
  const path = pathOf(document.uri);
  const text = document.getText().replace(/^\ufeff/, '');
  return path === undefined ? undefined : { uri: document.uri, path, version: document.version, text };
}
