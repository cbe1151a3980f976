import type { Source } from './sources.js';

/** A part of a page; code words in its texts stand in backticks. */
export type Content =
  | { kind: 'text'; text: string }
  | { kind: 'list'; items: readonly string[]; numbered?: boolean }
  | { kind: 'table'; table: Table }
  /** `look` says whether the code is an example to follow or to avoid; absent where it is neither. */
  | { kind: 'code'; code: string; look?: 'bad' | 'good' }
  /** The decision tree; `path` is the way taken, questions and answers in turn. */
  | { kind: 'tree'; path?: readonly string[] };

export interface Heading {
  kind: 'heading';
  text: string;
}

/** What a page is made of, from top to bottom. */
export type Block = Heading | (Content & { source?: Source });

export interface Table {
  head: readonly string[];
  rows: readonly (readonly string[])[];
}

/** A page as `otp-lint explain` prints it and as the report shows it. */
export interface Page {
  /** What it is called for: `iron-law`, `RF4`, `blocking-init`. */
  id: string;
  title: string;
  /** One line that says what it comes down to: lower case, no full stop. */
  summary: string;
  /** A second such line. */
  note?: string;
  blocks: readonly Block[];
}
