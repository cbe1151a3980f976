import type { CallSite } from '../elixir/model.js';
import type { Project, ProjectModule } from '../project/project.js';
import type { Level, Pointer, Problem, RedFlag } from './finding.js';

/** What a rule reports: nothing, one problem or several. */
export type Problems = Problem | readonly Problem[] | undefined;

interface RuleDocumentation {
  /** Kebab-case; names the pattern, not the cure. */
  id: string;
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

/** What every rule is asked with. */
export interface RuleContext {
  project: Project;
}

/** Looks at single calls of the functions it names, as `Module.function/arity` (`/_` for any arity). */
export interface CallRule extends RuleDocumentation {
  calls: readonly string[];
  check(call: CallSite, module: ProjectModule, context: RuleContext): Problems;
}

/** Looks at one module at a time. */
export interface ModuleRule extends RuleDocumentation {
  module(module: ProjectModule, context: RuleContext): Problems;
}

/** Looks at the joined model of a project. */
export interface ProjectRule extends RuleDocumentation {
  project(project: Project, context: RuleContext): Problems;
}

export type Rule = CallRule | ModuleRule | ProjectRule;

/** Gives back the rule it was given; exists so that a rule module is checked where it is written. */
export function defineRule<R extends Rule>(rule: R): R {
  return rule;
}
