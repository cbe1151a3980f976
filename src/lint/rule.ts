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

interface Common extends RuleDocumentation {
  /**
   * What a test or a script names wherever the rule finds something in it, or finds something elsewhere because of
   * it. Absent where the rule may speak of any file; a rule for calls speaks of those that it lists.
   */
  speaksOf?: RegExp;
}

/** Looks at single calls of the functions it names, as `Module.function/arity` (`/_` for any arity). */
export interface CallRule extends Common {
  calls: readonly string[];
  check(call: CallSite, module: ProjectModule, context: RuleContext): Problems;
}

/** Looks at one module at a time. */
export interface ModuleRule extends Common {
  module(module: ProjectModule, context: RuleContext): Problems;
}

/** Looks at the joined model of a project. */
export interface ProjectRule extends Common {
  project(project: Project, context: RuleContext): Problems;
}

export type Rule = CallRule | ModuleRule | ProjectRule;

/** Gives back the rule it was given; exists so that a rule module is checked where it is written. */
export function defineRule<R extends Rule>(rule: R): R {
  return rule;
}
