import type { CallSite, FunctionClause } from '../../elixir/model.js';
import { callsTo } from '../../project/calls-to.js';
import { inspected } from '../../project/inspected.js';
import type { Project } from '../../project/project.js';
import { isRequestPath } from '../requests/request-path.js';

/** A call that asks one supervisor, known by its name, to start a child. */
export interface ChildStart {
  site: CallSite;
  clause: FunctionClause;
  /** The supervisor's name as `inspect/1` prints it. */
  supervisor: string;
}

/** Functions that start a child under the supervisor that is their first argument (`DynamicSupervisor`, `Task.Supervisor`). */
const STARTS: Record<string, ReadonlySet<string>> = {
  DynamicSupervisor: new Set(['start_child']),
  'Task.Supervisor': new Set(['start_child', 'async', 'async_nolink', 'async_stream', 'async_stream_nolink']),
};

/** A name of the whole cluster: the one process is the only one of all nodes. */
const GLOBAL = /^\{:global, (.+)\}$/;

/** The calls of a module that may ask a supervisor to start a child (see `childStartOf`). */
export const startingCalls = callsTo(({ module, name }) => STARTS[module ?? '']?.has(name) === true);

/** How a call asks a named supervisor for a child; `undefined` for any other call, and for a name that varies. */
export function childStartOf(site: CallSite, project: Project): ChildStart | undefined {
  const { clause, owner, quoted, devOnly } = site.situation;
  const [supervisor] = site.args;
  if (!clause || quoted || devOnly || !supervisor || !STARTS[site.module ?? '']?.has(site.name))
    return undefined;
  const name = inspected(supervisor, { owner, clause, entered: [] }, project);
  return /^(:"?\w|[A-Z])[\w.?!"@]*$/.test(name.replace(GLOBAL, '$1'))
    ? { site, clause, supervisor: name }
    : undefined;
}

const CALLERS = 6;

/**
 * The way from a function of the request path to a call: the clause that begins it and the calls from there,
 * nearest way first; `undefined` where no request leads to it.
 */
export function requestLeadingTo(
  site: CallSite,
  project: Project,
): { clause: FunctionClause; chain: readonly CallSite[] } | undefined {
  const seen = new Set<FunctionClause>();
  let level: (readonly CallSite[])[] = [[site]];
  for (let depth = CALLERS; depth > 0 && level.length > 0; depth -= 1) {
    const next: typeof level = [];
    for (const chain of level) {
      const clause = chain[0]?.situation.clause;
      if (!clause || seen.has(clause)) continue;
      seen.add(clause);
      const module = project.moduleOf(clause.fn.module);
      if (!module?.production) continue;
      if (isRequestPath(module)) return { clause, chain };
      for (const caller of project.callersOf(clause.fn)) next.push([caller, ...chain]);
    }
    level = next;
  }
  return undefined;
}
