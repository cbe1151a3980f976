import type { CallSite } from '../elixir/model.js';
import type { Project, ProjectModule } from '../project/project.js';
import type { Problem } from './finding.js';
import type { RuleDocumentation } from './rule-documentation.js';

/** What a rule reports: nothing, one problem or several. */
export type Problems = Problem | readonly Problem[] | undefined;

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
