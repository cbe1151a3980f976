/** Serves an editor over stdin and stdout until it says that it is enough. What it takes is read only now. */
export async function lspCommand(): Promise<void> {
  const { serve } = await import('../lsp/server.js');
  serve();
}
