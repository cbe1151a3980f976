/** More different words than a project has; what comes after is kept anew. */
const MOST = 100_000;
const words = new Map<string, string>();

/**
 * A name as it stands in a text, the same string wherever it stands: names are most of what is kept of a file, and
 * each is there many times.
 */
export function wordAt(text: string, start: number, end: number): string {
  const found = text.slice(start, end);
  const known = words.get(found);
  if (known !== undefined) return known;
  if (words.size >= MOST) words.clear();
  // What is cut out of a long text would keep all of it.
  const word = Buffer.from(found).toString();
  words.set(word, word);
  return word;
}
