import type { Level } from '../lint/finding.js';
import type { RuleLevel } from './schema.js';

/** Sets of rules and levels to begin with, before any level that is configured. */
export const PRESETS = ['recommended', 'strict', 'all', 'red-flags'] as const;

export type Preset = (typeof PRESETS)[number];

/** A rule as far as its level is concerned. */
export interface Levelled {
  id: string;
  level: RuleLevel;
  redFlag?: string;
  /** False for a rule that only the preset `all` turns on. */
  recommended?: false;
  /** True for what belongs to every preset. */
  always?: true;
  /** The name of the plugin that it comes from. */
  plugin?: string;
}

/** The level that a rule has in a preset; what is off by default is advice in `all`. */
export function levelInPreset(preset: Preset, rule: Levelled): RuleLevel {
  if (preset === 'all') return rule.level === 'off' ? 'info' : rule.level;
  if (rule.recommended === false) return 'off';
  if (preset === 'red-flags') return rule.redFlag || rule.always ? rule.level : 'off';
  return preset === 'strict' && rule.level === 'info' ? 'warning' : rule.level;
}

/** The mildest level at which a preset lets a finding be reported: in `strict` advice is a warning. */
export function mildestLevel(preset: Preset): Level {
  return preset === 'strict' ? 'warning' : 'info';
}
