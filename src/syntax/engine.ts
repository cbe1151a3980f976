import type { Cursor } from './build.js';

/** Tree-sitter with the grammar of Elixir: as native code, or as WebAssembly, which runs wherever Node does. */
export interface Engine {
  kind: EngineKind;
  /**
   * Parses a text.
   *
   * @param use is given a cursor on the root, and whether nothing was found wrong; the cursor is good only within it
   * @returns what `use` returns
   */
  parse<Result>(text: string, use: (cursor: Cursor, sound: boolean, outline: () => string) => Result): Result;
}

export type EngineKind = 'native' | 'wasm';
