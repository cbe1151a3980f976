import type { Step } from '../../elixir/bindings.js';
import { callAt } from '../../elixir/call-at.js';
import { clauseTails } from '../../elixir/flow.js';
import type { FunctionClause } from '../../elixir/model.js';
import type { CallExpr } from '../../syntax/ast.js';
import { clausesBehind } from '../dispatch.js';
import type { Origin, Standpoint } from '../origins.js';
import { clausesEntered } from '../reach.js';
import type { Tracer } from './tracer.js';

/** How many calls may be entered, those between supervisors and their children included. */
const CALLS = 40;

/** What a function of the project returns. */
export function returnedFrom(
  tracer: Tracer,
  call: CallExpr,
  path: readonly Step[],
  at: Standpoint,
): Origin[] | undefined {
  const site = at.clause && callAt(call, at.clause);
  if (!site || at.entered.length >= CALLS) return undefined;
  const target = tracer.project.targetOf(site);
  if (!target || at.entered.some((earlier) => earlier === site)) return undefined;
  const entered = [...at.entered, site];
  const clauses = clausesBehind(site, tracer.project);
  if (clauses.length === 0) return undefined;
  return clauses.flatMap((clause) =>
    ofClause(tracer, clause, path, { owner: clause.fn.module, clause, entered }),
  );
}

/** What one clause returns; a delegation returns what it goes to does. */
function ofClause(tracer: Tracer, clause: FunctionClause, path: readonly Step[], at: Standpoint): Origin[] {
  const [handed] = clause.fn.kind === 'defdelegate' ? clause.calls : [];
  if (!handed) return clauseTails(clause).flatMap((tail) => tracer.trace(tail.expr, path, at));
  const target = at.entered.includes(handed) ? undefined : tracer.project.targetOf(handed);
  const entered = [...at.entered, handed];
  const clauses = target ? clausesEntered(handed, tracer.project) : [];
  return clauses.flatMap((inner) =>
    ofClause(tracer, inner, path, { owner: inner.fn.module, clause: inner, entered }),
  );
}
