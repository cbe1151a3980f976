import { checkFile, extractFile } from '../elixir/extract.js';
import type { FileFacts } from '../elixir/model.js';

/** A text to be understood. */
export interface Unread {
  file: string;
  text: string;
  /** True where it only matters whether it can be read. */
  aside?: boolean;
}

/** What there is to be known about a text. */
export function factsOf({ file, text, aside = false }: Unread): FileFacts {
  return aside ? checkFile(file, text) : extractFile(file, text);
}
