import { nearest } from './nearest.js';

/** So few words are all named when none of them is near. */
const FEW = 8;

/**
 * What to say about a word that is none of those known, with those that may be meant.
 *
 * @param what the kind of word, such as `rule` or `level`
 */
export function unknownWord(what: string, word: string, known: readonly string[]): string {
  const near = nearest(word, known);
  if (near.length > 0) return `unknown ${what} \`${word}\`, did you mean ${quoted(near)}?`;
  if (known.length <= FEW) return `unknown ${what} \`${word}\`, expected ${quoted(known)}`;
  return `unknown ${what} \`${word}\``;
}

function quoted(words: readonly string[]): string {
  return words.map((word) => `\`${word}\``).join(' or ');
}
