import type { RuleLevel } from '../config/schema.js';
import { isPluginRule } from '../plugins/plugin.js';
import type { Project, ProjectModule } from '../project/project.js';
import { CallIndex } from './call-index.js';
import type { Diagnostic, Level, Problem } from './finding.js';
import { isAtLeast, reportedLevel } from './level.js';
import type { Meter, Observers } from './meter.js';
import type { ModuleRule, Problems, Rule } from './rule.js';
import { causeOf } from './run-error.js';

/** A problem with the rule that found it and the level at which it is reported. */
export interface RuleProblem {
  rule: Rule;
  level: Level;
  problem: Problem;
}

/** What the rules found, in no particular order, and which of them crashed. */
export interface DispatchResult {
  problems: RuleProblem[];
  /** One fatal diagnostic for each rule that crashed. */
  diagnostics: Diagnostic[];
  /** The ids of the rules that crashed: what they did not find means nothing. */
  crashed: ReadonlySet<string>;
}

/** The level configured for a rule in a file; the rule's own where nothing else is said. */
export type LevelOf = (rule: Rule, file: string) => RuleLevel;

/** The mildest level at which a rule's findings in a file are reported. */
export type MildestOf = (rule: Rule, file: string) => Level;

interface Crash {
  /** The module or project it was asked about. */
  about: string;
  file?: string;
  cause: string;
  /** How often it happened. */
  count: number;
}

/**
 * Asks every rule about every project: a call rule about the calls of the functions it names, a module rule
 * about each module, a project rule about the whole. A rule is not asked about a file in which it is off.
 *
 * @param reported the files to report on, where these are not all: calls and modules of others are left out
 */
export async function runRules(
  projects: readonly Project[],
  rules: readonly Rule[],
  levelOf: LevelOf,
  mildestOf: MildestOf = () => 'info',
  { meter, progress, pause }: Observers = {},
  reported?: ReadonlySet<string>,
): Promise<DispatchResult> {
  const run = new Run(levelOf, mildestOf, meter);
  const total = projects.reduce((sum, { modules }) => sum + modules.length, 0);
  let done = 0;
  const calls = new CallIndex(rules);
  const moduleRules = rules.filter((rule) => 'module' in rule);
  for (const project of projects) {
    for (const module of project.modules) {
      progress?.(done, total, 'modules');
      done += 1;
      // What stands in `quote` belongs to whoever uses the macro, and does not run here.
      if (module.def.quoted || (reported && !reported.has(module.file))) continue;
      await pause?.();
      for (const rule of moduleRules) askAboutModule(run, rule, module, project);
      askAboutCalls(run, calls, module, project);
    }
    for (const rule of rules) {
      await pause?.();
      askAboutProject(run, rule, project);
    }
  }
  return run.result();
}

function askAboutModule(run: Run, rule: ModuleRule, module: ProjectModule, project: Project): void {
  if (!run.concerns(rule, module)) return;
  run.ask(rule, module, () => rule.module(module, { project }));
}

function askAboutCalls(run: Run, calls: CallIndex, module: ProjectModule, project: Project): void {
  for (const call of module.sites) {
    if (call.situation.quoted) continue;
    for (const rule of calls.rulesFor(call)) {
      if (!run.concerns(rule, module) || (rule.productionOnly && call.situation.devOnly)) continue;
      run.ask(rule, module, () => rule.check(call, module, { project }));
    }
  }
}

function askAboutProject(run: Run, rule: Rule, project: Project): void {
  if (!('project' in rule)) return;
  if (!project.modules.some((module) => run.concerns(rule, module))) return;
  run.ask(rule, undefined, () => {
    const problems = listOf(rule.project(project, { project }));
    return rule.productionOnly ? problems.filter(({ place }) => isProduction(place.file, project)) : problems;
  });
}

function isProduction(file: string, project: Project): boolean {
  return project.modules.some((module) => module.file === file && module.production);
}

/** Collects what the rules answer. */
class Run {
  readonly #levelOf: LevelOf;
  readonly #mildestOf: MildestOf;
  readonly #meter: Meter | undefined;
  readonly #problems: RuleProblem[] = [];
  readonly #crashes = new Map<string, Crash>();

  constructor(levelOf: LevelOf, mildestOf: MildestOf, meter: Meter | undefined) {
    this.#levelOf = levelOf;
    this.#mildestOf = mildestOf;
    this.#meter = meter;
  }

  /** False for a rule that has nothing to say about a module, whatever it holds. */
  concerns(rule: Rule, module: ProjectModule): boolean {
    if (rule.productionOnly && !module.production) return false;
    return this.#levelOf(rule, module.file) !== 'off';
  }

  /** Notes what a rule answers. @param module what it is asked about; absent for a whole project */
  ask(rule: Rule, module: ProjectModule | undefined, question: () => Problems): void {
    try {
      const answer = this.#meter ? this.#meter.ask(rule, question) : question();
      for (const problem of listOf(answer)) this.#note(rule, problem);
    } catch (error) {
      this.#noteCrash(rule, module, error);
    }
  }

  result(): DispatchResult {
    const diagnostics = [...this.#crashes].map(([rule, crash]) => diagnosticOf(rule, crash));
    return { problems: this.#problems, diagnostics, crashed: new Set(this.#crashes.keys()) };
  }

  #note(rule: Rule, problem: Problem): void {
    const configured = this.#levelOf(rule, problem.place.file);
    const level = reportedLevel(configured, rule.level, problem.level);
    if (level === undefined) return;
    const mildest = this.#mildestOf(rule, problem.place.file);
    this.#problems.push({ rule, level: isAtLeast(level, mildest) ? level : mildest, problem });
  }

  #noteCrash(rule: Rule, module: ProjectModule | undefined, error: unknown): void {
    const before = this.#crashes.get(rule.id);
    if (before !== undefined) {
      before.count += 1;
      return;
    }
    this.#crashes.set(rule.id, {
      about: subjectOf(module),
      ...(module !== undefined && { file: module.file }),
      cause: causeOf(error),
      count: 1,
    });
  }
}

function subjectOf(module: ProjectModule | undefined): string {
  if (module === undefined) return 'the project';
  return module.name === '' ? 'the script' : `\`${module.name}\``;
}

function listOf(problems: Problems): readonly Problem[] {
  if (problems === undefined) return [];
  return 'place' in problems ? [problems] : problems;
}

function diagnosticOf(rule: string, { about, file, cause, count }: Crash): Diagnostic {
  const plugin = isPluginRule(rule) ? ` of the plugin \`${rule.split('/')[0]}\`` : '';
  const again = count > 1 ? ` (and ${count - 1} more times)` : '';
  return {
    ...(file !== undefined && { file }),
    message: `the rule \`${rule}\`${plugin} crashed on ${about}: ${cause}${again}`,
    fatal: true,
  };
}
