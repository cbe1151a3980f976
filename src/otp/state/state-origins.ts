import { clauseExprs } from '../../elixir/flow.js';
import { keywordsOf } from '../../elixir/literals.js';
import type { ModuleDef } from '../../elixir/model.js';
import { type Origin, originsOf, type Standpoint } from '../../project/origins.js';
import type { Project } from '../../project/project.js';
import type { Expr } from '../../syntax/ast.js';
import { visit } from '../../syntax/visit.js';

/**
 * Where a value comes from that a process may have kept in its state meanwhile: the origins of the expression and,
 * for a field that the source leads no further back, those of whatever the module where it ends puts under that key.
 */
export function originsThroughState(expr: Expr, at: Standpoint, project: Project): Origin[] {
  return originsOf(expr, [], at, project).flatMap((origin) => [
    origin,
    ...keptUnder(origin, origin.at.owner).flatMap(({ value, from }) => originsOf(value, [], from, project)),
  ]);
}

/** The values that functions of a module put under the key that an origin ends with. */
function keptUnder({ path }: Origin, owner: ModuleDef): { value: Expr; from: Standpoint }[] {
  const step = path.findLast(({ kind }) => kind === 'key');
  if (step?.kind !== 'key') return [];
  return owner.functions.flatMap((fn) =>
    fn.clauses.flatMap((clause) =>
      valuesUnder(step.key, clauseExprs(clause)).map((value) => ({
        value,
        from: { owner, clause, entered: [] },
      })),
    ),
  );
}

function valuesUnder(key: string, roots: readonly Expr[]): Expr[] {
  const found: Expr[] = [];
  for (const root of roots) {
    visit(root, (expr) => {
      if (expr.kind !== 'map' && expr.kind !== 'list') return;
      for (const entry of keywordsOf(expr)) if (entry.key === key) found.push(entry.value);
    });
  }
  return found;
}
