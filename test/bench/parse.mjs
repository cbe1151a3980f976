// Parses files with tree-sitter, one after the other, and does nothing with the trees: `node parse.mjs FILE...`.

import { readFileSync } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import Parser from 'tree-sitter';
import Elixir from 'tree-sitter-elixir';

const parser = new Parser();
parser.setLanguage(Elixir);
for (const file of process.argv.slice(2)) {
  const text = readFileSync(file, 'utf8');
  // A text of more than 32 KiB needs a buffer of its own size.
  parser.parse(text, undefined, { bufferSize: Math.max(32 * 1024, 2 * text.length + 2) });
  // The native trees are freed only when the event loop turns.
  await nextTurn();
}
