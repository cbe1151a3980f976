/**
 * otp-lint for programs: `import { lint, tree } from 'otp-lint'`.
 *
 * @module
 */
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
  Range,
  RedFlag,
  SkippedFile,
} from '../lint/finding.js';
export { RunError } from '../lint/run-error.js';
export type {
  ApplicationTree,
  EdgeKind,
  NodeKind,
  ProcessEdge,
  TreeDocument,
  TreeNode,
} from '../tree/model.js';
export { type LintOptions, lint, type RuleLevel } from './lint.js';
export { type TreeOptions, type TreeResult, tree } from './tree.js';
