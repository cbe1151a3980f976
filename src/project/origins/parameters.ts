import type { Step } from '../../elixir/bindings.js';
import type { FunctionClause } from '../../elixir/model.js';
import type { Origin, Standpoint } from '../origins.js';
import type { Project } from '../project.js';
import { clausesEntered } from '../reach.js';
import { argumentFor } from './call-arguments.js';
import type { Given } from './given.js';
import { startArguments } from './start-arguments.js';
import { isTest } from './test-callers.js';
import type { Tracer } from './tracer.js';

/** What a parameter gets: from the call that was entered, or else from all who call and start the function. */
export function ofParameter(
  tracer: Tracer,
  clause: FunctionClause,
  index: number,
  path: readonly Step[],
  at: Standpoint,
): Origin[] | undefined {
  const site = at.entered.at(-1);
  if (site) {
    const given = argumentFor(clause, index, site, at.entered.slice(0, -1));
    return given && tracer.trace(given.expr, [...(given.path ?? []), ...path], given.at);
  }
  const param = clause.params[index];
  if (!param) return undefined;
  if (tracer.wasAsked(param, path)) return [];
  const givens: Given[] = [
    ...callersArguments(clause, index, tracer.project),
    ...startArguments(clause.fn, index, tracer.project),
  ];
  if (givens.length === 0) return undefined;
  return givens.flatMap(({ expr, at: caller, path: part = [] }) =>
    tracer.trace(expr, [...part, ...path], caller),
  );
}

function* callersArguments(clause: FunctionClause, index: number, project: Project): Generator<Given> {
  for (const site of project.callersOf(clause.fn)) {
    const { owner, quoted, devOnly } = site.situation;
    if (quoted || devOnly || isTest(owner, clause.fn.module, project)) continue;
    if (!clausesEntered(site, project).includes(clause)) continue;
    const given = argumentFor(clause, index, site);
    if (given) yield given;
  }
}
