import { keywordsOf, keywordValue } from '../../elixir/literals.js';
import type { FunctionClause } from '../../elixir/model.js';
import type { ProjectModule } from '../../project/project-module.js';
import type { Expr } from '../../syntax/ast.js';
import { visit } from '../../syntax/visit.js';

/** One clause that Oban runs for a job, with the patterns of what it is given. */
export interface Perform {
  clause: FunctionClause;
  /** The pattern of the job, `%Oban.Job{…}`; absent where only the arguments are given. */
  job?: Expr;
  /** The pattern of the arguments, where the head names them. */
  args?: Expr;
}

/**
 * The clauses of a worker that do its work: `perform/1` (`Oban.Worker`), `process/1` of an Oban Pro worker
 * (`Oban.Pro.Worker`), and `perform/2` of Oban before 2.0, which was given the arguments first.
 */
export function performsOf(module: ProjectModule): Perform[] {
  if (!module.is('oban_worker')) return [];
  const now = [
    ...module.clausesOf('perform', 1),
    ...(isProWorker(module) ? module.clausesOf('process', 1) : []),
  ];
  if (now.length > 0) return now.filter(hasBody).map((clause) => withJob(clause, clause.params[0]));
  return module.clausesOf('perform', 2).filter(hasBody).map(before2);
}

/** The clauses that Oban asks about a job: `backoff/1` and `timeout/1` (`Oban.Worker`). */
export function jobQuestionsOf(module: ProjectModule): Perform[] {
  if (!module.is('oban_worker')) return [];
  return [...module.clausesOf('backoff', 1), ...module.clausesOf('timeout', 1)]
    .filter(hasBody)
    .map((clause) => withJob(clause, clause.params[0]));
}

function hasBody(clause: FunctionClause): boolean {
  return clause.body !== undefined;
}

function before2(clause: FunctionClause): Perform {
  const [args] = clause.params;
  return { ...withJob(clause, clause.params[1]), ...(args ? { args } : {}) };
}

function withJob(clause: FunctionClause, job: Expr | undefined): Perform {
  const args = argsIn(job);
  return { clause, ...(job ? { job } : {}), ...(args ? { args } : {}) };
}

/** The pattern under `args` in the pattern of a job. */
export function argsIn(job: Expr | undefined): Expr | undefined {
  if (job?.kind === 'map') return keywordValue(job, 'args');
  if (job?.kind !== 'operator' || job.name !== '=') return undefined;
  return job.args.map(argsIn).find((args) => args !== undefined);
}

function isProWorker(module: ProjectModule): boolean {
  return module.uses.some((directive) => directive.module.startsWith('Oban.Pro.'));
}

const SCHEMA_OPTIONS: ReadonlySet<string> = new Set(['args_schema', 'structured']);

/** True where Oban Pro casts the arguments to a struct with atom keys (`Oban.Pro.Worker`, "Structured Jobs"). */
export function hasArgsSchema(module: ProjectModule): boolean {
  const called = [...module.def.bodyCalls, ...module.injected.flatMap((quote) => quote.bodyCalls)];
  if (called.some(({ name }) => name === 'args_schema')) return true;
  return module.uses.some(({ options }) => keywordsOf(options).some(({ key }) => SCHEMA_OPTIONS.has(key)));
}

/** A key of a pattern: `id` in `%{id: id}`, or in `%{"id" => id}`. */
export interface PatternKey {
  key: string;
  atom: boolean;
  start: number;
  end: number;
}

/** The keys of a pattern of what JSON holds, those of inner maps and lists included; structs are left out. */
export function keysIn(pattern: Expr | undefined): PatternKey[] {
  const found: PatternKey[] = [];
  if (!pattern) return found;
  visit(pattern, (expr) => {
    if (expr.kind !== 'map') return true;
    if (expr.struct) return false;
    for (const { key } of expr.pairs) {
      if (key.kind === 'atom' || key.kind === 'text')
        found.push({ key: key.value, atom: key.kind === 'atom', start: key.start, end: key.end });
    }
    return true;
  });
  return found;
}
