/**
 * otp-lint for programs: `import { lint, tree } from 'otp-lint'`; and for plugins with rules of their own:
 * `import { definePlugin, defineRule } from 'otp-lint'`.
 *
 * @module
 */
export { callText, functionText } from '../elixir/call-text.js';
export { atomOf, isAtom, keywordsOf, keywordValue } from '../elixir/literals.js';
export type {
  CallSite,
  FileFacts,
  FunctionClause,
  FunctionDef,
  ImportDirective,
  ModuleDef,
  Situation,
  UseDirective,
} from '../elixir/model.js';
export { followValue } from '../elixir/values.js';
export type {
  Diagnostic,
  Edit,
  Evidence,
  Finding,
  Fix,
  Held,
  Level,
  LintResult,
  Place,
  Pointer,
  Problem,
  Range,
  RedFlag,
  SkippedFile,
} from '../lint/finding.js';
export type { RuleDocumentation } from '../lint/rule-documentation.js';
export { RunError } from '../lint/run-error.js';
export type { Callback, CallbackName, ServerKind } from '../otp/processes/callback.js';
export type { Nature } from '../otp/processes/nature.js';
export type { Expr } from '../syntax/ast.js';
export { childrenOf, findExpr, visit } from '../syntax/visit.js';
export type {
  ApplicationTree,
  EdgeKind,
  NodeKind,
  ProcessEdge,
  TreeDocument,
  TreeNode,
} from '../tree/model.js';
export { type LintOptions, lint, type RuleLevel } from './lint.js';
export type { Module, Project, Server, SupervisedProcess, Supervision } from './model.js';
export {
  type CallRule,
  definePlugin,
  defineRule,
  type ModuleRule,
  type Plugin,
  type Problems,
  type ProjectRule,
  type Rule,
  type RuleContext,
  type RuleWords,
} from './rules.js';
export { type TreeOptions, type TreeResult, tree } from './tree.js';
