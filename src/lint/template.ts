import type { FileFacts } from '../elixir/model.js';

/** A tag that EEx puts a value or code in the place of (docs: EEx, "Tags"). */
const TAG = /<%[=%|/]?.*?%>/s;

/**
 * Whether a file that cannot be read as Elixir is a template that code is generated from: its first line that
 * is no Elixir holds an EEx tag. Generators keep such files with the extension of what they write.
 */
export function isTemplate({ faults, lines }: FileFacts, text: string): boolean {
  const first = faults.toSorted((a, b) => a.start - b.start)[0];
  if (first === undefined) return false;
  const { line } = lines.range(first.start, first.end);
  return TAG.test(text.split('\n')[line - 1] ?? '');
}
