import type { SyntaxFile } from './ast.js';
import { buildSyntax, MAX_DEPTH, newGrammar } from './build.js';
import { readiedEngine } from './ready.js';

const grammar = newGrammar();

/**
 * Reads Elixir source. Where the native parser cannot be loaded, `readyParser` must have been awaited.
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

/** True for a text in which nothing is wrong, and nothing nested too deep to be read. */
export function isSound(text: string): boolean {
  return readiedEngine().parse(maskIdeographs(maskOperatorWords(text)), (_cursor, sound, outline) => {
    return sound && depthOf(outline()) < MAX_DEPTH;
  });
}

function depthOf(outline: string): number {
  let depth = 0;
  let deepest = 0;
  for (let at = 0; at < outline.length; at += 1) {
    const unit = outline.charCodeAt(at);
    if (unit === OPEN) {
      depth += 1;
      if (depth > deepest) deepest = depth;
    } else if (unit === CLOSE) depth -= 1;
  }
  return deepest;
}

const OPEN = 40;
const CLOSE = 41;

function parse(text: string): SyntaxFile {
  return readiedEngine().parse(maskIdeographs(maskOperatorWords(text)), (cursor, sound) =>
    buildSyntax(cursor, text, sound, grammar),
  );
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

/**
 * Of the ideographs and Hangul syllables the grammar lets only the first and the last of each range begin a name
 * (https://www.unicode.org/Public/UNIDATA/UnicodeData.txt lists no others). One of those in the place of the others
 * keeps every offset; names are read from the text.
 */
function maskIdeographs(text: string): string {
  return text.replace(/[\u3401-\u4dbe\u4e01-\u9ffe\uac01-\ud7a2]/g, '\u4e00');
}
