import type { Level, Pointer, RedFlag } from './finding.js';

/** What a rule says about itself: for the pages, the reports and the configuration. */
export interface RuleDocumentation {
  /** Kebab-case; names the pattern, not the cure. That of a plugin's rule has the plugin's name before it: `name/rule`. */
  id: string;
  /** The name of the plugin that it comes from. */
  plugin?: string;
  level: Level | 'off';
  redFlag?: RedFlag;
  pointsTo: Pointer;
  /** One line for tables: what is found, lower case, no full stop. */
  summary: string;
  /** What the rule finds, in full sentences. */
  what: string;
  /** Why it hurts, with the part of OTP that makes it so. */
  why: string;
  /** The way out. */
  instead: string;
  /** What the rule does not see or deliberately leaves alone. */
  limits: readonly string[];
  /** Elixir source; each `bad` gives exactly one finding, each `good` none. */
  examples: { bad: readonly string[]; good: readonly string[] };
  /** False for a rule that is right too seldom to be on without being asked for. */
  recommended?: false;
  /** True for what belongs to every preset: somebody has asked for it by name. */
  always?: true;
  /** True where the rule looks at production code only. */
  productionOnly?: boolean;
}
