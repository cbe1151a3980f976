import { performance } from 'node:perf_hooks';
import { isOn } from '../config/configuration.js';
import type { Configurations } from '../config/configurations.js';
import type { Project } from '../project/project.js';
import { type Attributed, compareFindings, findingsOf } from './assemble.js';
import { type DispatchResult, runRules } from './dispatch.js';
import type { Finding, LintResult, Problem } from './finding.js';
import { groupByFile } from './group.js';
import type { Observers } from './meter.js';
import { moduleAt } from './module-at.js';
import { OWN_RULES, type OwnRule, SUPPRESSION, SYNTAX_ERROR } from './own-rules.js';
import { buildProjects } from './projects.js';
import type { Rule } from './rule.js';
import type { Source, Sources } from './sources.js';
import { suppress } from './suppressions.js';
import { syntaxProblem } from './syntax-problem.js';

/** What the steps of one run have in common. */
interface Run {
  sources: Sources;
  rules: readonly Rule[];
  configurations: Configurations;
  answers: DispatchResult;
  lineText(file: string, line: number): string;
  /** The files to report on, where these are not all. */
  reported: ReadonlySet<string> | undefined;
}

/** What a run found, and the projects it found it in. */
export interface Analysis {
  result: LintResult;
  projects: readonly Project[];
}

/**
 * Lints what was read: joins it to projects, asks the rules, applies suppressions.
 *
 * @param configs the texts of the projects' own configuration files, by the root of the project or umbrella
 * @param started when the run began, as `performance.now()` gave it
 * @param reported the files to report on, where these are not all
 */
export async function analyse(
  sources: Sources,
  rules: readonly Rule[],
  configurations: Configurations,
  configs: ReadonlyMap<string, readonly string[]>,
  started: number,
  observers: Observers = {},
  reported?: ReadonlySet<string>,
): Promise<Analysis> {
  const { meter } = observers;
  meter?.begin('join');
  const projects = buildProjects([...sources.linted.values()], configurations, configs);
  meter?.begin('ask');
  const answers = await runRules(
    projects,
    rules,
    (rule, file) => configurations.levelOf(rule, file),
    (rule, file) => configurations.mildestOf(rule, file),
    observers,
    reported,
  ).catch((error: unknown) => {
    for (const project of projects) project.release();
    throw error;
  });
  meter?.begin('sort');
  const findings = findAll({
    sources,
    rules,
    configurations,
    answers,
    lineText: lineReader(sources),
    reported,
  });
  const result: LintResult = {
    findings,
    skipped: sources.skipped,
    diagnostics: [...sources.diagnostics, ...answers.diagnostics],
    pluginRules: rules.filter(({ plugin }) => plugin !== undefined),
    files: sources.linted.size,
    durationMs: Math.round(performance.now() - started),
    sourceOf: (file) => sources.linted.get(file)?.text,
  };
  return { result, projects };
}

function findAll(run: Run): Finding[] {
  const { linted } = run.sources;
  const asked = [...linted].filter(([file]) => run.reported?.has(file) ?? true);
  const faults = asked.map(([, { facts }]) => syntaxProblem(facts));
  const found = findingsOf(
    [...run.answers.problems, ...attribute(SYNTAX_ERROR, faults, run.configurations)],
    run.lineText,
  );
  const byFile = groupByFile(found);
  const left = asked.flatMap(([file, source]) => suppressIn(source, byFile.get(file) ?? [], run));
  const elsewhere = found.filter(({ file }) => !linted.has(file));
  return [...left, ...elsewhere].sort(compareFindings).map((finding) => withModule(finding, run.sources));
}

function withModule(finding: Finding, { linted }: Sources): Finding {
  const facts = linted.get(finding.file)?.facts;
  const module = facts && moduleAt(finding, facts);
  return module === undefined ? finding : { ...finding, module };
}

/** The findings that a file's comments leave, and what is wrong with these comments. */
function suppressIn({ facts, text }: Source, found: readonly Finding[], run: Run): Finding[] {
  const { rules, configurations, answers } = run;
  const known = new Map([...rules, ...OWN_RULES].map((rule) => [rule.id, rule]));
  const { findings, problems } = suppress(found, facts, text, {
    ruleIds: [...known.keys()].filter((id) => id !== SUPPRESSION.id),
    isAbsent: (id) => configurations.isAbsent(id),
    wasRun(id) {
      const rule = known.get(id);
      return rule !== undefined && !answers.crashed.has(id) && isOn(configurations.levelOf(rule, facts.file));
    },
  });
  return [...findings, ...findingsOf(attribute(SUPPRESSION, problems, configurations), run.lineText)];
}

function attribute(
  rule: OwnRule,
  problems: readonly (Problem | undefined)[],
  configurations: Configurations,
): Attributed[] {
  return problems.flatMap((problem) => {
    if (problem === undefined) return [];
    const level = configurations.levelOf(rule, problem.place.file);
    return isOn(level) ? [{ rule, level, problem }] : [];
  });
}

function lineReader({ linted }: Sources): Run['lineText'] {
  const linesOf = new Map<string, string[]>();
  return (file, line) => {
    const lines = linesOf.get(file) ?? linted.get(file)?.text.split('\n') ?? [];
    linesOf.set(file, lines);
    return lines[line - 1] ?? '';
  };
}
