import {
  type Connection,
  ErrorCodes,
  type ExecuteCommandParams,
  LSPErrorCodes,
  MessageType,
  ResponseError,
  ShowMessageNotification,
} from 'vscode-languageserver/node';
import { packageVersion } from '../cli/version.js';
import { causeOf } from '../lint/run-error.js';
import { TREE_FORMATS, treeRenderers } from '../tree/render/index.js';
import { EXPLAIN, TREE } from './commands.js';
import type { Pages } from './pages.js';
import type { OpenProjects } from './projects.js';

/** What commands work with. */
export interface CommandContext {
  connection: Connection;
  projects: OpenProjects;
  pages: Pages;
  /** True where the editor can open a page. */
  showing: boolean;
}

/**
 * Does what a command asks for, and opens the page in editors that can; others are told the heart of it.
 *
 * @returns the text of the page
 * @throws ResponseError for an unknown command, wrong arguments, and where a project cannot be read
 */
export async function executeCommand(
  { command, arguments: words = [] }: ExecuteCommandParams,
  context: CommandContext,
): Promise<string> {
  if (command === EXPLAIN) return explain(words[0], context);
  if (command === TREE) return drawTree(words[0], context);
  throw new ResponseError(ErrorCodes.InvalidParams, `there is no command \`${command}\``);
}

function explain(topic: unknown, { connection, pages, showing }: CommandContext): string {
  const text = typeof topic === 'string' ? pages.textOf(topic) : undefined;
  if (typeof topic !== 'string' || text === undefined)
    throw new ResponseError(ErrorCodes.InvalidParams, `there is no rule or topic \`${String(topic)}\``);
  const uri = showing ? pages.uriOf(topic) : undefined;
  if (uri !== undefined) void connection.window.showDocument({ uri, takeFocus: true });
  // An editor that opens no pages mostly leaves the answer aside as well.
  const message = showing ? undefined : pages.wordsOf(topic);
  if (message !== undefined)
    void connection.sendNotification(ShowMessageNotification.type, { type: MessageType.Info, message });
  return text;
}

async function drawTree(request: unknown, context: CommandContext): Promise<string> {
  const { uri, format } = treeRequest(request);
  const { connection, projects, pages, showing } = context;
  const linter = projects.at(uri);
  if (!linter) throw new ResponseError(ErrorCodes.InvalidParams, 'there is no project open');
  const document = await linter.tree(packageVersion()).catch((error: unknown) => {
    throw new ResponseError(LSPErrorCodes.RequestFailed, causeOf(error));
  });
  const text = treeRenderers[format](document, { color: false, edges: false });
  const name = format === 'html' ? 'supervision-tree.html' : 'supervision-tree.txt';
  const page = showing ? pages.write(name, text) : undefined;
  if (page !== undefined)
    void connection.window.showDocument({ uri: page, external: format === 'html', takeFocus: true });
  return text;
}

function treeRequest(request: unknown) {
  const asked = typeof request === 'object' && request !== null ? request : {};
  const uri = 'uri' in asked && typeof asked.uri === 'string' ? asked.uri : undefined;
  const wanted = 'format' in asked ? asked.format : 'text';
  const format = TREE_FORMATS.find((name) => name === wanted);
  if (!format)
    throw new ResponseError(ErrorCodes.InvalidParams, `\`format\` is one of ${TREE_FORMATS.join(', ')}`);
  return { uri, format };
}
