import type { Range } from '../lint/finding.js';

/** Turns UTF-16 offsets of one text into lines and columns. */
export class LineIndex {
  readonly #text: string;
  /** Of most files nobody asks. */
  #known: number[] | undefined;

  /** @param text the source text the offsets belong to; `\n`, `\r\n` and a lone `\r` end a line */
  constructor(text: string) {
    this.#text = text;
  }

  get #starts(): number[] {
    this.#known ??= startsIn(this.#text);
    return this.#known;
  }

  /** The 1-based line of an offset. */
  lineOf(offset: number): number {
    const starts = this.#starts;
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low + 1;
  }

  /** The 1-based line and column range of two offsets, the end exclusive; columns count UTF-16 units. */
  range(start: number, end: number): Range {
    const line = this.lineOf(start);
    const endLine = this.lineOf(end);
    return {
      line,
      column: start - (this.#starts[line - 1] ?? 0) + 1,
      endLine,
      endColumn: end - (this.#starts[endLine - 1] ?? 0) + 1,
    };
  }
}

function startsIn(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}
