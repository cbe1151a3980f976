import type { Level, LintResult } from '../lint/finding.js';
import type { Rule } from '../lint/rule.js';

export const FORMATS = ['pretty', 'concise', 'json', 'github'] as const;

export type FormatName = (typeof FORMATS)[number];

/** What a reporter knows besides the result itself. */
export interface ReportOptions {
  color: boolean;
  /** Findings below it are left out, or counted; `json` holds everything all the same. */
  level: Level;
  /** The rule of a finding; absent for findings that the engine itself makes. */
  ruleOf(id: string): Rule | undefined;
  /** The version of otp-lint. */
  version: string;
  failOn: Level;
  /** Only what makes the run fail, and no closing words. */
  quiet?: boolean;
}

/** Turns a result into what goes to stdout, ending in a line break unless it is empty. */
export type Reporter = (result: LintResult, options: ReportOptions) => string;
