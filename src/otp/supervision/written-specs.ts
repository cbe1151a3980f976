import { clauseExprs } from '../../elixir/flow.js';
import { keywordValue } from '../../elixir/literals.js';
import type { FunctionClause } from '../../elixir/model.js';
import type { ProjectModule } from '../../project/project-module.js';
import type { ChildSpec } from '../../project/supervision/child-spec.js';
import { childSpecOf } from '../../project/supervision/child-specs.js';
import type { Expr } from '../../syntax/ast.js';
import { visit } from '../../syntax/visit.js';
import { isMarked } from '../processes/clause-marks.js';

/** A child spec that is written out, or changed, in the source. */
export interface WrittenSpec {
  spec: ChildSpec;
  expr: Expr;
  clause: FunctionClause;
}

/**
 * The child specs that a module writes by hand: maps and tuples with a start function, `Supervisor.child_spec/2`
 * with changes, `Supervisor.Spec.worker/3` (`Supervisor`, "Child specification").
 */
export function writtenSpecs(module: ProjectModule): WrittenSpec[] {
  return module.def.functions.flatMap((fn) => fn.clauses.flatMap((clause) => specsIn(clause, module)));
}

function specsIn(clause: FunctionClause, { project }: ProjectModule): WrittenSpec[] {
  const found: WrittenSpec[] = [];
  if (!isMarked(clause, 'start', 'spec call', 'long tuple')) return found;
  const at = { owner: clause.fn.module, clause, entered: [] };
  for (const root of clauseExprs(clause)) {
    visit(root, (expr) => {
      if (expr.kind === 'call' && expr.name === 'quote' && !expr.receiver) return false;
      if (!isSpec(expr)) return true;
      const spec = childSpecOf({ expr, at, conditional: false }, project);
      if (spec.module !== undefined) found.push({ spec, expr, clause });
      return false;
    });
  }
  return found;
}

function isSpec(expr: Expr): boolean {
  if (expr.kind === 'map') return !expr.base && keywordValue(expr, 'start')?.kind === 'tuple';
  if (expr.kind === 'tuple') return expr.items.length === 6 && expr.items[1]?.kind === 'tuple';
  if (expr.kind !== 'call') return false;
  if (expr.name === 'child_spec' && expr.module === 'Supervisor') return changes(expr.args);
  const old = expr.module === 'Supervisor.Spec' || expr.module === undefined || !expr.receiver;
  return old && expr.name === 'worker' && expr.args.length > 1 && expr.args[0]?.kind === 'alias';
}

/** True where `Supervisor.child_spec/2` is given a map, or changes what says how the child is stopped. */
function changes([spec, overrides]: readonly Expr[]): boolean {
  if (spec?.kind === 'map') return true;
  return ['type', 'shutdown', 'start'].some((key) => keywordValue(overrides, key) !== undefined);
}
