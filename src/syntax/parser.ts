import { createRequire } from 'node:module';
import type Parser from 'tree-sitter';
import type { TreeCursor } from 'tree-sitter';
import type { SyntaxFile } from './ast.js';
import { buildSyntax, type NodeTypes } from './build.js';

const require = createRequire(import.meta.url);

let parser: Parser | undefined;
const types: NodeTypes = [];

function sharedParser(): Parser {
  if (!parser) {
    // Many runs have nothing new to parse, and native code takes its time to load.
    const Native: typeof Parser = require('tree-sitter');
    parser = new Native();
    parser.setLanguage(require('tree-sitter-elixir'));
  }
  return parser;
}

/**
 * Reads Elixir source.
 *
 * @param text the source, with any line ends; a byte order mark is white space
 * @returns the source as plain data; what could not be read is listed under `faults` and stands as error nodes
 */
export function parseElixir(text: string): SyntaxFile {
  const syntax = parse(text);
  if (syntax.faults.length === 0) return syntax;
  const masked = maskSigilEnds(text);
  if (masked === text) return syntax;
  const again = parse(masked);
  return again.faults.length < syntax.faults.length ? again : syntax;
}

function parse(text: string): SyntaxFile {
  // From 32 KiB on the binding refuses a text unless it is given room for two bytes a unit.
  const tree = sharedParser().parse(maskOperatorWords(text), undefined, {
    bufferSize: Math.max(32 * 1024, text.length * 2 + 2),
  });
  const cursor: TreeCursor = tree.walk();
  return buildSyntax(cursor, text, !tree.rootNode.hasError, types);
}

/**
 * Before a `->` the grammar takes the start of a name at the start of a line for an operator: `:ok`, a new line and
 * `input ->` become `:ok in put ->`. Another letter in its place keeps every offset; names are read from the text.
 */
function maskOperatorWords(text: string): string {
  return text.replace(/^([ \t]*)[iaow](?=(?:(?<=i)n|(?<=o)r|(?<=a)nd|(?<=w)hen)\w)/gm, '$1x');
}

/**
 * The grammar takes the second backslash of `~S(\\)` for one that escapes the delimiter, and reads on. Elixir does
 * not (`Kernel.sigil_S/2`). Two other characters in their place keep every offset as it is.
 */
function maskSigilEnds(text: string): string {
  return text.replace(/(~[A-Z]+[([{<|/"'][^\n]{0,200}?)\\\\(?=[)\]}>|/"'])/g, '$1__');
}
