import type { Level, LintResult } from '../lint/finding.js';
import type { RuleDocumentation } from '../lint/rule-documentation.js';

export const FORMATS = [
  'pretty',
  'concise',
  'agent',
  'json',
  'sarif',
  'github',
  'markdown',
  'html',
  'gitlab',
  'junit',
  'checkstyle',
] as const;

export type FormatName = (typeof FORMATS)[number];

/** What a reporter knows besides the result itself. */
export interface ReportOptions {
  color: boolean;
  /** Findings below it are left out, or counted; `json` holds everything all the same. */
  level: Level;
  /** The rule of a finding; absent for findings that the engine itself makes. */
  ruleOf(id: string): RuleDocumentation | undefined;
  /** Every rule there is, for formats that describe the rules as well. */
  rules: readonly RuleDocumentation[];
  /** The version of otp-lint. */
  version: string;
  /** The working directory, absolute: what the names of files are relative to. */
  cwd: string;
  /** The mildest level that fails the run. */
  failOn: Level | 'never';
  /** Only what makes the run fail, and no closing words. */
  quiet?: boolean;
  /** Also how many findings each rule and each module has, in `json` and the formats for people. */
  statistics?: boolean;
}

/** Turns a result into what goes to stdout or a file, ending in a line break unless it is empty. */
export type Reporter = (result: LintResult, options: ReportOptions) => string;
