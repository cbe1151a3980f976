/** The options of `otp-lint lsp` as commander gives them. */
export interface LspFlags {
  plugins?: boolean;
}

/** Serves an editor over stdin and stdout until it says that it is enough. What it takes is read only now. */
export async function lspCommand({ plugins = true }: LspFlags): Promise<void> {
  const { serve } = await import('../lsp/server.js');
  serve({ plugins });
}
