import { bindingAt } from '../../elixir/bindings.js';
import type { CallSite, FunctionClause } from '../../elixir/model.js';
import type { Project } from '../../project/project.js';
import type { Expr } from '../../syntax/ast.js';

/** A call that brings a row of a table to a clause, and the key that it asks for, as the clause says it. */
export interface RowRead {
  call: CallSite;
  key: Expr;
}

/**
 * The calls of a clause that read a row with `read`: itself (`:ets.lookup/2` and its like), or those of the function
 * it stands in, where that is given the key.
 */
export function rowReads(read: CallSite, clause: FunctionClause, project: Project): RowRead[] {
  const [, key] = read.args;
  const from = read.situation.clause;
  if (!key || !from) return [];
  if (from === clause) return [{ call: read, key }];
  const index = parameterOf(key, from);
  if (index === undefined || from.fn === clause.fn || !onlyReads(from)) return [];
  return project.callersOf(from.fn).flatMap((call) => {
    const given = call.captured || call.situation.clause !== clause ? undefined : call.args[index];
    return given ? [{ call, key: given }] : [];
  });
}

/** Modules that work out values from others. */
const PURE: ReadonlySet<string> = new Set([
  ':ets',
  'Kernel',
  'Enum',
  'Map',
  'List',
  'Keyword',
  'MapSet',
  'Tuple',
]);

/** True for a function that gives the row back, and gets no other from elsewhere where there is none, as a cache does. */
function onlyReads({ calls }: FunctionClause): boolean {
  return calls.every(({ module }) => PURE.has(module ?? ''));
}

function parameterOf(key: Expr, clause: FunctionClause): number | undefined {
  if (key.kind !== 'variable') return undefined;
  const binding = bindingAt(clause, key.name, key.start);
  return binding?.kind === 'parameter' && binding.path.length === 0 ? binding.index : undefined;
}
