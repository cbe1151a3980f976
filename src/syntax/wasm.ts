import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { Engine } from './engine.js';

/**
 * Loads the parser as WebAssembly. It is of the last version that takes up again after a syntax error at the very
 * same place as the native one does.
 *
 * @throws Error where its files cannot be read
 */
export async function loadWasm(): Promise<Engine> {
  const { default: Parser } = await import('web-tree-sitter');
  await Parser.init();
  const grammar = await Parser.Language.load(await readFile(grammarFile()));
  const parser = new Parser();
  parser.setLanguage(grammar);
  return {
    kind: 'wasm',
    parse(text, use) {
      const tree = parser.parse(text);
      const cursor = tree.walk();
      try {
        return use(cursor, !tree.rootNode.hasError, () => tree.rootNode.toString());
      } finally {
        // What lives in WebAssembly's own memory is not collected.
        cursor.delete();
        tree.delete();
      }
    },
  };
}

/** The grammar that the build put beside the program; run from source, the grammar package's own. */
function grammarFile(): string {
  const shipped = fileURLToPath(new URL('../syntax/tree-sitter-elixir.wasm', import.meta.url));
  if (existsSync(shipped)) return shipped;
  return createRequire(import.meta.url).resolve('tree-sitter-elixir/tree-sitter-elixir.wasm');
}
