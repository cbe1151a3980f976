import type { CallSite, FunctionClause } from '../../elixir/model.js';
import { enteredWith } from '../entered.js';
import type { Standpoint } from '../origins.js';
import type { Project } from '../project.js';
import type { ProjectModule } from '../project-module.js';
import { mayMatch, reach } from '../reach.js';
import type { ChildSpec } from './child-spec.js';

/** A call that a start function makes, itself or through functions it calls. */
export interface StartCall {
  site: CallSite;
  /** The calls on the way, that of `site` last. */
  chain: readonly CallSite[];
  /** Where the start function stands when the supervisor calls it. */
  from: Standpoint;
}

/** The calls that are reached from the function that starts a child, given what the child is started with. */
export function* startCalls(module: ProjectModule, spec: ChildSpec, project: Project): Generator<StartCall> {
  for (const clause of startClauses(module, spec)) {
    const from = enteredWith(clause, spec.args);
    for (const { site, chain } of reach(clause, project, { depth: 3 })) yield { site, chain, from };
  }
}

/** The clauses of the function that starts a child, those that take what it is given. */
function startClauses(module: ProjectModule, { start, args }: ChildSpec): FunctionClause[] {
  const functions = module.def.functions.filter(({ name }) => name === start);
  const fitting = functions.filter(({ arity, minArity }) => minArity <= args.length && args.length <= arity);
  const clauses = (fitting.length > 0 ? fitting : functions).flatMap((fn) => fn.clauses);
  const taken = clauses.filter(({ params }) =>
    params.every((param, index) => mayMatch(param, args[index]?.expr)),
  );
  return taken.length > 0 ? taken : clauses;
}
