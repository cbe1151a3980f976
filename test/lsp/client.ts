import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { onTestFinished } from 'vitest';
import {
  type ClientCapabilities,
  type CodeAction,
  CodeActionRequest,
  CodeActionResolveRequest,
  createProtocolConnection,
  type Diagnostic,
  DidChangeTextDocumentNotification,
  DidChangeWatchedFilesNotification,
  DidCloseTextDocumentNotification,
  DidOpenTextDocumentNotification,
  ExecuteCommandRequest,
  ExitNotification,
  FileChangeType,
  type Hover,
  HoverRequest,
  InitializedNotification,
  InitializeRequest,
  type InitializeResult,
  LogMessageNotification,
  type ProtocolConnection,
  PublishDiagnosticsNotification,
  type PublishDiagnosticsParams,
  RegistrationRequest,
  type ShowDocumentParams,
  ShowDocumentRequest,
  ShowMessageNotification,
  ShutdownRequest,
} from 'vscode-languageserver-protocol/node';
import { MAIN } from '../cli/run.js';

/** An editor that can do all that the server can make use of. */
const ABLE: ClientCapabilities = {
  workspace: {
    workspaceEdit: { documentChanges: true },
    didChangeWatchedFiles: { dynamicRegistration: true },
    workspaceFolders: true,
  },
  textDocument: { codeAction: { dataSupport: true, resolveSupport: { properties: ['edit'] } } },
  window: { showDocument: { support: true } },
};

/** An editor with one folder that speaks with the built program. */
export class Editor {
  readonly #program: ChildProcess;
  readonly #connection: ProtocolConnection;
  readonly #published: PublishDiagnosticsParams[] = [];
  #wake: () => void = () => {};
  /** What the server logged or showed. */
  readonly said: string[] = [];
  /** What it asked to be opened. */
  readonly shown: ShowDocumentParams[] = [];
  /** The methods that it registered for. */
  readonly registered: string[] = [];
  stderr = '';

  constructor(readonly root: string) {
    this.#program = spawn(process.execPath, [MAIN, 'lsp', '--stdio'], { cwd: root });
    const { stdin, stdout, stderr } = this.#program;
    if (!stdin || !stdout || !stderr) throw new Error('the program has no pipes');
    stderr.setEncoding('utf8').on('data', (text: string) => {
      this.stderr += text;
    });
    this.#connection = createProtocolConnection(stdout, stdin);
    this.#connection.onError(([error]) => this.said.push(`protocol: ${error.message}`));
    this.#connection.onNotification(PublishDiagnosticsNotification.type, (params) => {
      this.#published.push(params);
      this.#wake();
    });
    for (const type of [LogMessageNotification.type, ShowMessageNotification.type])
      this.#connection.onNotification(type, ({ message }) => {
        this.said.push(message);
        this.#wake();
      });
    this.#connection.onRequest(ShowDocumentRequest.type, (params) => {
      this.shown.push(params);
      this.#wake();
      return { success: true };
    });
    this.#connection.onRequest(RegistrationRequest.type, ({ registrations }) => {
      this.registered.push(...registrations.map(({ method }) => method));
      this.#wake();
    });
    this.#connection.listen();
    onTestFinished(() => {
      this.#program.kill('SIGKILL');
    });
  }

  /** @param folders whether the editor tells of its folder */
  async start(folders = true, capabilities = ABLE): Promise<InitializeResult> {
    const workspaceFolders = folders ? [{ uri: this.uri('.'), name: 'root' }] : null;
    const params = { processId: process.pid, rootUri: null, workspaceFolders, capabilities };
    const result = await this.#connection.sendRequest(InitializeRequest.type, params);
    await this.#connection.sendNotification(InitializedNotification.type, {});
    return result;
  }

  uri(file: string): string {
    return pathToFileURL(join(this.root, file)).href;
  }

  async open(file: string, text: string): Promise<void> {
    const textDocument = { uri: this.uri(file), languageId: 'elixir', version: 1, text };
    await this.#connection.sendNotification(DidOpenTextDocumentNotification.type, { textDocument });
  }

  /** Replaces the whole text. */
  async type(file: string, version: number, text: string): Promise<void> {
    await this.#connection.sendNotification(DidChangeTextDocumentNotification.type, {
      textDocument: { uri: this.uri(file), version },
      contentChanges: [{ text }],
    });
  }

  async close(file: string): Promise<void> {
    const textDocument = { uri: this.uri(file) };
    await this.#connection.sendNotification(DidCloseTextDocumentNotification.type, { textDocument });
  }

  /** Tells that a file has come, changed or gone. */
  async touch(file: string, type: FileChangeType = FileChangeType.Changed): Promise<void> {
    const changes = [{ uri: this.uri(file), type }];
    await this.#connection.sendNotification(DidChangeWatchedFilesNotification.type, { changes });
  }

  /** Every answer for a file so far. */
  answers(file: string): PublishDiagnosticsParams[] {
    return this.#published.filter(({ uri }) => uri === this.uri(file));
  }

  /** The first answer for a file, from one on, that is as wanted. */
  async until(
    file: string,
    isWanted: (rules: string[], params: PublishDiagnosticsParams) => boolean,
    from = 0,
  ): Promise<Diagnostic[]> {
    for (;;) {
      const found = this.answers(file)
        .slice(from)
        .find((params) => isWanted(rulesOf(params.diagnostics), params));
      if (found) return found.diagnostics;
      await this.more();
    }
  }

  /** Resolves when the server says something more. */
  async more(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
    });
  }

  async actions(file: string, diagnostics: Diagnostic[]): Promise<CodeAction[]> {
    const [first] = diagnostics;
    if (!first) return [];
    const params = { textDocument: { uri: this.uri(file) }, range: first.range, context: { diagnostics } };
    const found = await this.#connection.sendRequest(CodeActionRequest.type, params);
    return (found ?? []).filter((action): action is CodeAction => 'kind' in action);
  }

  /** An action with its edit. */
  async resolve(action: CodeAction | undefined): Promise<CodeAction | undefined> {
    return action && this.#connection.sendRequest(CodeActionResolveRequest.type, action);
  }

  /** @param line from 0 on */
  async hover(file: string, line: number, character: number): Promise<string | undefined> {
    const params = { textDocument: { uri: this.uri(file) }, position: { line, character } };
    const found: Hover | null = await this.#connection.sendRequest(HoverRequest.type, params);
    const contents = found?.contents;
    return typeof contents === 'object' && 'value' in contents ? contents.value : undefined;
  }

  async command(command: string, ...words: unknown[]): Promise<unknown> {
    return this.#connection.sendRequest(ExecuteCommandRequest.type, { command, arguments: words });
  }

  /** Says goodbye. @returns the exit code */
  async end(): Promise<number | null> {
    const closed = once(this.#program, 'close');
    await this.#connection.sendRequest(ShutdownRequest.type);
    await this.#connection.sendNotification(ExitNotification.type);
    return codeOf(await closed);
  }

  /** Goes away without a word. @returns the exit code */
  async vanish(): Promise<number | null> {
    const closed = once(this.#program, 'close');
    this.#program.stdin?.end();
    return codeOf(await closed);
  }
}

export function rulesOf(diagnostics: readonly Diagnostic[]): string[] {
  return diagnostics.map(({ code }) => String(code));
}

function codeOf([code]: unknown[]): number | null {
  return typeof code === 'number' ? code : null;
}
