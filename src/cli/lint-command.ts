import { availableParallelism } from 'node:os';
import type { Preset } from '../config/presets.js';
import { configurableIds } from '../lint/configurable-ids.js';
import type { Level, LintResult } from '../lint/finding.js';
import type { RuleDocumentation } from '../lint/rule-documentation.js';
import type { RuleSet } from '../lint/rule-set.js';
import { RunError } from '../lint/run-error.js';
import { type LintOptions, Session } from '../lint/session.js';
import { type FormatName, loadReporter, type ReportOptions } from '../report/index.js';
import { allUnknownLines } from '../report/unknown.js';
import { tellAboutBaseline } from './baseline-note.js';
import { cacheOf } from './cache.js';
import { changesFor, nothingChanged } from './changed-files.js';
import { exitCodeOf, type FailOn, warningsIn } from './exit-code.js';
import { observe } from './observation.js';
import { print, tell, wantsColor } from './output.js';
import { checkOutputs, deliver, type ReportRequest, type ReportWord, reportsOf } from './reports.js';
import { readRuleLevels } from './rule-levels.js';
import { whatToLint } from './standard-input.js';
import { reasonToSuppress } from './suppress-reason.js';
import { packageVersion } from './version.js';
import { checkWatchable } from './watchable.js';

/** The options of `otp-lint [paths...]` as commander gives them. */
export interface LintFlags {
  config?: string;
  printConfig?: boolean;
  preset?: Preset;
  plugins?: boolean;
  rule?: string[];
  failOn?: FailOn;
  level: Level;
  quiet?: boolean;
  statistics?: boolean;
  maxWarnings?: number;
  color?: boolean;
  fix?: boolean;
  fixDryRun?: boolean;
  unsafe?: boolean;
  suppress?: boolean;
  reason?: string;
  stdin?: boolean;
  stdinFilename?: string;
  baseline?: string | false;
  cache: boolean;
  cacheLocation?: string;
  workers?: number;
  timing?: boolean;
  since?: string;
  staged?: boolean;
  watch?: boolean;
  verbose?: boolean;
}

/**
 * Lints the paths, writes the reports to stdout and files and what there is to say about the run to stderr, and
 * sets the exit code.
 *
 * @param words which reports are asked for, in the order of the command line
 * @throws RunError where the run cannot be done as asked
 */
export async function lintCommand(
  paths: readonly string[],
  flags: LintFlags,
  rules: RuleSet,
  words: readonly ReportWord[],
): Promise<void> {
  const requests = reportsOf(words, flags.watch ? 'pretty' : usualFormat());
  if (flags.watch) checkWatchable(flags, requests);
  const levels = readRuleLevels(flags.rule ?? [], configurableIds(rules.documentation));
  if (flags.printConfig) {
    const { printConfiguration } = await import('./print-configuration.js');
    await printConfiguration(paths, flags, rules.documentation, levels);
    return;
  }
  if (flags.unsafe && !flags.fix && !flags.fixDryRun)
    throw new RunError('--unsafe needs --fix or --fix-dry-run');
  const reason = reasonToSuppress(flags);
  await checkOutputs(requests);
  const options = {
    ...(await whatToLint(paths, flags)),
    rules,
    levels,
    unknown: flags.verbose ?? false,
    ...(flags.config !== undefined && { config: flags.config }),
    ...(flags.preset !== undefined && { preset: flags.preset }),
    ...(flags.plugins !== undefined && { plugins: flags.plugins }),
    ...(flags.baseline !== undefined && { baseline: flags.baseline }),
    ...(requests.some(({ format }) => format === 'html') && { trees: true }),
  };
  const report = (result: LintResult) => reportOn(result, flags, requests, rules);
  if (flags.watch) {
    const { watchCommand } = await import('./watch-command.js');
    await watchCommand({ session: sessionOf(flags), options, flags, report });
    return;
  }
  const changes = await changesFor(flags);
  const run = observe(flags, 0);
  const asked = { ...options, ...(changes && { changes }), ...run.observers };
  const result = await resultOf(asked, flags, reason).finally(run.end);
  await report(result);
  run.conclude();
  process.exitCode = exitCodeOf(result, {
    failOn: gateOf(flags),
    ...(flags.maxWarnings !== undefined && { maxWarnings: flags.maxWarnings }),
  });
}

/** Gives the reports that are asked for, and tells what there is to say about the run. */
async function reportOn(
  result: LintResult,
  flags: LintFlags,
  requests: readonly ReportRequest[],
  rules: RuleSet,
): Promise<void> {
  const nothing = nothingChanged(flags, result);
  const known = [...rules.documentation, ...result.pluginRules];
  const options = reportOptions(nothing === undefined ? flags : { ...flags, quiet: true }, known);
  const wanted = requests.filter(({ file }) => file !== undefined || !flags.fixDryRun);
  await deliver(wanted, async ({ format, file }) => {
    const reporter = await loadReporter(format);
    const color = file === undefined ? options.color : (flags.color ?? false);
    return reporter(result, { ...options, color });
  });
  if (nothing !== undefined) tell(nothing);
  tellAboutRun(result, flags);
  // These two formats say it themselves.
  if (!result.unknown || requests.some(({ format }) => format === 'pretty' || format === 'json')) return;
  for (const line of allUnknownLines(result.unknown, result.skipped.length)) tell(line.trim());
}

/** Whoever accepts a number of warnings does not want the first of them to fail the run. */
function gateOf({ failOn, maxWarnings }: LintFlags): FailOn {
  return failOn ?? (maxWarnings === undefined ? 'warning' : 'error');
}

/**
 * Lints; with `--fix` mends what it can and gives what is left, with `--fix-dry-run` only shows that. With a reason
 * it suppresses what would be reported.
 */
async function resultOf(options: LintOptions, flags: LintFlags, reason?: string): Promise<LintResult> {
  if (reason !== undefined) {
    const { lintAndSuppress } = await import('../lint/suppressing.js');
    const { writeSuppressions } = await import('./suppress-files.js');
    const level = flags.quiet ? 'error' : flags.level;
    const suppressing = await lintAndSuppress({ ...options, reason, level });
    await writeSuppressions(suppressing);
    return suppressing.after;
  }
  if (!flags.fix && !flags.fixDryRun) return sessionOf(flags).lint(options);
  const { lintAndFix } = await import('../lint/fixing.js');
  const { diffOf, tellAboutFixes, writeFixes } = await import('./fix-files.js');
  const fixing = await lintAndFix({ ...options, unsafe: flags.unsafe ?? false });
  if (flags.fixDryRun) {
    print(diffOf(fixing));
    tellAboutFixes(fixing);
    return fixing.before;
  }
  await writeFixes(fixing);
  return fixing.after;
}

function sessionOf(flags: LintFlags): Session {
  const cache = flags.cache ? cacheOf(process.cwd(), flags.cacheLocation) : undefined;
  const workers = flags.workers ?? availableParallelism();
  return new Session({ workers, ...(cache && { cache }) });
}

function reportOptions(flags: LintFlags, rules: readonly RuleDocumentation[]): ReportOptions {
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  return {
    color: wantsColor(flags.color),
    level: flags.quiet ? 'error' : flags.level,
    ruleOf: (id) => byId.get(id),
    rules,
    version: packageVersion(),
    cwd: process.cwd(),
    failOn: gateOf(flags),
    quiet: flags.quiet ?? false,
    statistics: flags.statistics ?? false,
  };
}

function usualFormat(): FormatName {
  return process.env.GITHUB_ACTIONS === 'true' ? 'github' : 'pretty';
}

function tellAboutRun(result: LintResult, { maxWarnings = Infinity }: LintFlags): void {
  for (const { file, reason } of result.skipped) tell(`skipped ${file}: ${reason}`);
  for (const { file, message } of result.diagnostics)
    tell(file === undefined ? message : `${file}: ${message}`);
  tellAboutBaseline(result);
  const warnings = warningsIn(result);
  if (warnings > maxWarnings) tell(`more warnings than --max-warnings ${maxWarnings} accepts: ${warnings}`);
}
