import { broadwayOban } from './broadway-oban.js';
import { debugging } from './debugging.js';
import { decisionTree } from './decision-tree.js';
import { genserver } from './genserver.js';
import { goldenRule } from './golden-rule.js';
import { ironLaw } from './iron-law.js';
import { names } from './names.js';
import { redFlags } from './red-flags.js';
import { SECTION_IDS, type Section, type SectionId } from './section.js';
import { storage } from './storage.js';
import { supervision } from './supervision.js';
import { tasks } from './tasks.js';
import { telemetry } from './telemetry.js';

/** Every topic of the doctrine by its id. */
export const SECTIONS: Record<SectionId, Section> = {
  'iron-law': ironLaw,
  'decision-tree': decisionTree,
  'red-flags': redFlags,
  'golden-rule': goldenRule,
  genserver,
  tasks,
  names,
  supervision,
  'broadway-oban': broadwayOban,
  storage,
  debugging,
  telemetry,
};

/** The topic with this id; `undefined` where there is none. */
export function sectionOf(id: string): Section | undefined {
  const known = SECTION_IDS.find((candidate) => candidate === id);
  return known && SECTIONS[known];
}
