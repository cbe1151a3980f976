import { copyFileSync } from 'node:fs';
import { createRequire } from 'node:module';

// Where the native grammar cannot be built, npm leaves its package out, and the grammar for WebAssembly with it.
const grammar = createRequire(import.meta.url).resolve('tree-sitter-elixir/tree-sitter-elixir.wasm');
copyFileSync(grammar, new URL('tree-sitter-elixir.wasm', import.meta.url));
