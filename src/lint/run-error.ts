/**
 * A run that cannot be done as asked: a bad option, configuration or path. Its message is one line that
 * names the file and the cause; the command line prints it and ends with exit code 2.
 */
export class RunError extends Error {
  override name = 'RunError';
}

/** What went wrong, in one line, of anything that was thrown. */
export function causeOf(thrown: unknown): string {
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return message.split(/\r?\n/, 1)[0] ?? '';
}
