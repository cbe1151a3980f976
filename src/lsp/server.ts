import { availableParallelism } from 'node:os';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { builtInRules } from '../lint/built-in-rules.js';
import { LanguageServer } from './language-server.js';

export interface ServeOptions {
  /** Whether the plugins that configurations list are loaded. */
  plugins: boolean;
}

/** Serves an editor over stdin and stdout, until it says `exit` or stdin ends. Ends the program then. */
export function serve({ plugins }: ServeOptions): void {
  keepStdoutClean();
  const connection = createConnection(ProposedFeatures.all, process.stdin, process.stdout);
  process.on('uncaughtException', (error) => connection.console.error(`internal error: ${error.message}`));
  process.on('unhandledRejection', (reason) => connection.console.error(`internal error: ${String(reason)}`));
  new LanguageServer(connection, builtInRules, { workers: availableParallelism(), plugins }).listen();
}

/** Stdout is the protocol's; what a library may have to say goes to stderr. */
function keepStdoutClean(): void {
  for (const method of ['log', 'info', 'debug', 'dir', 'table'] as const) {
    console[method] = (...words: unknown[]) => console.error(...words);
  }
}
