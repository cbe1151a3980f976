import { serve } from '../lsp/server.js';

/** The options of `otp-lint lsp` as commander gives them. */
export interface LspFlags {
  plugins?: boolean;
}

/** Serves an editor over stdin and stdout until it says that it is enough. */
export function lspCommand({ plugins = true }: LspFlags): void {
  serve({ plugins });
}
