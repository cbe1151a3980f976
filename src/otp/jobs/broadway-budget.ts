import type { ModuleDef } from '../../elixir/model.js';
import type { Project } from '../../project/project.js';
import type { Expr } from '../../syntax/ast.js';
import { durationOf } from '../timers/durations.js';
import { optionOf, type Pipeline } from './broadway.js';

/** A number given as an option, and where. */
export interface GivenNumber {
  value: number;
  owner: ModuleDef;
  start: number;
  end: number;
}

/** How often the processes of a pipeline may restart, as far as its options say (`Broadway.start_link/2`). */
export function pipelineBudget(
  pipeline: Pipeline,
  project: Project,
): { restarts?: GivenNumber; seconds?: GivenNumber } {
  const restarts = numberOf(pipeline, 'max_restarts', project);
  const seconds = numberOf(pipeline, 'max_seconds', project);
  return { ...(restarts ? { restarts } : {}), ...(seconds ? { seconds } : {}) };
}

function numberOf(pipeline: Pipeline, key: string, project: Project): GivenNumber | undefined {
  const option = optionOf(pipeline.options, key, project);
  const value = option && durationOf(byDefault(option.expr, project));
  return value === undefined || !option
    ? undefined
    : { value, owner: option.owner, start: option.expr.start, end: option.expr.end };
}

const SETTINGS: ReadonlySet<string> = new Set(['Application', 'Keyword', 'Map']);

/** What a setting or an option of the caller is unless somebody says otherwise. */
function byDefault(expr: Expr, project: Project): Expr {
  if (expr.kind !== 'call' || !SETTINGS.has(expr.module ?? '')) return expr;
  const configured = expr.module === 'Application' ? project.settings.config.valueFor(expr) : undefined;
  return configured ?? expr.args[2] ?? expr;
}
