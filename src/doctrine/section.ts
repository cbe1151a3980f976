import type { Source } from './sources.js';

export const SECTION_IDS = [
  'iron-law',
  'decision-tree',
  'red-flags',
  'golden-rule',
  'genserver',
  'tasks',
  'names',
  'supervision',
  'broadway-oban',
  'storage',
  'debugging',
  'telemetry',
] as const;

/** The name of a topic, as `otp-lint explain` takes it. */
export type SectionId = (typeof SECTION_IDS)[number];

/** What a page is made of, from top to bottom. Code words stand in backticks. */
export type Block =
  | { kind: 'heading'; text: string }
  | { kind: 'text'; text: string; source: Source }
  | { kind: 'list'; items: readonly string[]; numbered?: boolean; source: Source }
  | { kind: 'table'; table: Table; source: Source }
  | { kind: 'code'; code: string; source: Source }
  | { kind: 'tree'; source: Source };

export interface Table {
  head: readonly string[];
  rows: readonly (readonly string[])[];
}

/** One topic of the doctrine. */
export interface Section {
  id: SectionId;
  title: string;
  /** One line that says what the topic comes down to: lower case, no full stop. */
  summary: string;
  blocks: readonly Block[];
}
