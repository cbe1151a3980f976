import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { Configurations } from '../config/configurations.js';
import type { Preset } from '../config/presets.js';
import { resolveConfiguration } from '../config/resolved.js';
import type { RuleLevel } from '../config/schema.js';
import type { Level, LintResult } from '../lint/finding.js';
import { lintAndFix } from '../lint/fixing.js';
import { OWN_RULES } from '../lint/own-rules.js';
import type { Rule } from '../lint/rule.js';
import { RunError } from '../lint/run-error.js';
import { configurableIds, type LintOptions, Session } from '../lint/session.js';
import { type FormatName, type ReportOptions, reporters } from '../report/index.js';
import { cacheOf } from './cache.js';
import { exitCodeOf, type FailOn, warningsIn } from './exit-code.js';
import { diffOf, tellAboutFixes, writeFixes } from './fix-files.js';
import { print, tell, wantsColor } from './output.js';
import { readRuleLevels } from './rule-levels.js';
import { packageVersion } from './version.js';

/** The options of `otp-lint [paths...]` as commander gives them. */
export interface LintFlags {
  format?: FormatName;
  config?: string;
  printConfig?: boolean;
  preset?: Preset;
  rule?: string[];
  failOn?: FailOn;
  level: Level;
  quiet?: boolean;
  maxWarnings?: number;
  color?: boolean;
  fix?: boolean;
  fixDryRun?: boolean;
  unsafe?: boolean;
  cache: boolean;
  cacheLocation?: string;
  workers?: number;
}

/**
 * Lints the paths, writes the report to stdout and what there is to say about the run to stderr, and sets the
 * exit code.
 *
 * @throws RunError where the run cannot be done as asked
 */
export async function lintCommand(
  paths: readonly string[],
  flags: LintFlags,
  rules: readonly Rule[],
): Promise<void> {
  const levels = readRuleLevels(flags.rule ?? [], configurableIds(rules));
  if (flags.printConfig) {
    printConfiguration(paths, flags, rules, levels);
    return;
  }
  if (flags.unsafe && !flags.fix && !flags.fixDryRun)
    throw new RunError('--unsafe needs --fix or --fix-dry-run');
  const result = await resultOf(
    {
      paths,
      rules,
      levels,
      ...(flags.config !== undefined && { config: flags.config }),
      ...(flags.preset !== undefined && { preset: flags.preset }),
    },
    flags,
  );
  // Whoever accepts a number of warnings does not want the first of them to fail the run.
  const failOn = flags.failOn ?? (flags.maxWarnings === undefined ? 'warning' : 'error');
  if (!flags.fixDryRun)
    print(reporters[flags.format ?? usualFormat()](result, reportOptions(flags, failOn, rules)));
  tellAboutRun(result, flags);
  process.exitCode = exitCodeOf(result, {
    failOn,
    ...(flags.maxWarnings !== undefined && { maxWarnings: flags.maxWarnings }),
  });
}

/** Lints; with `--fix` mends what it can and gives what is left, with `--fix-dry-run` only shows that. */
async function resultOf(options: LintOptions, flags: LintFlags): Promise<LintResult> {
  if (!flags.fix && !flags.fixDryRun) {
    const cache = flags.cache ? cacheOf(process.cwd(), flags.cacheLocation) : undefined;
    const workers = flags.workers ?? availableParallelism();
    return new Session({ workers, ...(cache && { cache }) }).lint(options);
  }
  const fixing = await lintAndFix({ ...options, unsafe: flags.unsafe ?? false });
  if (flags.fixDryRun) {
    print(diffOf(fixing));
    tellAboutFixes(fixing);
    return fixing.before;
  }
  await writeFixes(fixing);
  return fixing.after;
}

function reportOptions(flags: LintFlags, failOn: FailOn, rules: readonly Rule[]): ReportOptions {
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  return {
    color: wantsColor(flags.color),
    level: flags.quiet ? 'error' : flags.level,
    ruleOf: (id) => byId.get(id),
    rules,
    version: packageVersion(),
    cwd: process.cwd(),
    failOn,
    quiet: flags.quiet ?? false,
  };
}

function usualFormat(): FormatName {
  return process.env.GITHUB_ACTIONS === 'true' ? 'github' : 'pretty';
}

function tellAboutRun(result: LintResult, { maxWarnings = Infinity }: LintFlags): void {
  for (const { file, reason } of result.skipped) tell(`skipped ${file}: ${reason}`);
  for (const { file, message } of result.diagnostics)
    tell(file === undefined ? message : `${file}: ${message}`);
  const warnings = warningsIn(result);
  if (warnings > maxWarnings) tell(`more warnings than --max-warnings ${maxWarnings} accepts: ${warnings}`);
}

function printConfiguration(
  paths: readonly string[],
  flags: LintFlags,
  rules: readonly Rule[],
  levels: ReadonlyMap<string, RuleLevel>,
): void {
  if (paths.length > 1) throw new RunError('--print-config takes one path');
  const cwd = process.cwd();
  const configurations = new Configurations({
    cwd,
    ruleIds: configurableIds(rules),
    levels,
    ...(flags.config !== undefined && { use: flags.config }),
    ...(flags.preset !== undefined && { preset: flags.preset }),
  });
  const known = [...rules, ...OWN_RULES].sort((a, b) => (a.id < b.id ? -1 : 1));
  const { source, content } = resolveConfiguration(resolve(paths[0] ?? '.'), configurations, known);
  tell(source === undefined ? 'no otp-lint.json applies, these are the defaults' : `configured by ${source}`);
  print(`${JSON.stringify(content, null, 2)}\n`);
}
