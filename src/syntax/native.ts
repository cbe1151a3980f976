import { createRequire } from 'node:module';
import type Parser from 'tree-sitter';
import type { Engine } from './engine.js';

const require = createRequire(import.meta.url);

/**
 * Loads the native parser. Many runs have nothing to parse, and it takes its time to load.
 *
 * @throws Error where there is none for this platform
 */
export function loadNative(): Engine {
  const Native: typeof Parser = require('tree-sitter');
  const parser = new Native();
  parser.setLanguage(require('tree-sitter-elixir'));
  return {
    kind: 'native',
    parse(text, use) {
      // From 32 KiB on the binding refuses a text unless it is given room for two bytes a unit.
      const bufferSize = Math.max(32 * 1024, text.length * 2 + 2);
      const tree = parser.parse(text, undefined, { bufferSize });
      const { rootNode } = tree;
      return use(tree.walk(), !rootNode.hasError, () => rootNode.toString());
    },
  };
}
