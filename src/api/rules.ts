import type { CallSite } from '../elixir/model.js';
import type { Problem } from '../lint/finding.js';
import type { RuleDocumentation } from '../lint/rule-documentation.js';
import type { Module, Project } from './model.js';

/** What a rule answers: nothing, one problem or several. It answers at once, and not with a promise. */
export type Problems = Problem | readonly Problem[] | undefined;

/** What every rule is asked with. */
export interface RuleContext {
  readonly project: Project;
}

/** What may be left out of the words about a rule. */
type Optional = 'pointsTo' | 'limits' | 'examples';

/** The words about a rule: what `otp-lint explain` and the reports tell. `examples` are shown, and not checked. */
export type RuleWords = Omit<RuleDocumentation, Optional> & Partial<Pick<RuleDocumentation, Optional>>;

/**
 * Looks at single calls of the functions it names: `Module.function/arity`, `Module.function/_` for any arity, or
 * `Module._/_` for all of a module; `:timer.sleep/1` is one of Erlang. Calls are found through aliases, imports, pipes,
 * captures and `apply/3`.
 */
export interface CallRule extends RuleWords {
  calls: readonly string[];
  /** Reports in the file of the call alone. @param module the module that the call stands in */
  check(call: CallSite, module: Module, context: RuleContext): Problems;
}

/** Looks at one module at a time. */
export interface ModuleRule extends RuleWords {
  /** Reports in the file of the module alone. */
  module(module: Module, context: RuleContext): Problems;
}

/** Looks at the joined model of a project. */
export interface ProjectRule extends RuleWords {
  project(project: Project, context: RuleContext): Problems;
}

/** A rule as a plugin writes it. Its id has no prefix: that is the name of the plugin. */
export type Rule = CallRule | ModuleRule | ProjectRule;

/** What the module of a plugin exports by default. */
export interface Plugin {
  /** In kebab-case; stands before the ids of its rules: `name/rule`. */
  name: string;
  rules: readonly Rule[];
}

/** Gives back the rule it was given; exists so that a rule is checked where it is written. */
export function defineRule<R extends Rule>(rule: R): R {
  return rule;
}

/** Gives back the plugin it was given; exists so that a plugin is checked where it is written. */
export function definePlugin<P extends Plugin>(plugin: P): P {
  return plugin;
}
