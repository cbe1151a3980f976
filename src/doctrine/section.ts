import type { Content, Heading, Page } from './blocks.js';
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

/** One topic of the doctrine, which says of everything where it comes from. */
export interface Section extends Page {
  id: SectionId;
  blocks: readonly (Heading | (Content & { source: Source }))[];
}
