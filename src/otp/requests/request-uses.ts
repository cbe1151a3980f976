import type { CallSite, FunctionClause } from '../../elixir/model.js';
import type { Project } from '../../project/project.js';
import { clausesEntered } from '../../project/reach.js';
import { mayUseProcess, type ProcessUse, processesUsed } from '../processes/process-uses.js';
import { isRequestPath } from './request-path.js';

/** A process that serving a request needs, with the calls from the request to it. */
export interface RequestUse extends ProcessUse {
  /** The clause of the request path where the way begins. */
  from: FunctionClause;
  chain: readonly CallSite[];
}

const known = new WeakMap<Project, ReadonlyMap<string, readonly RequestUse[]>>();

/** What requests to an endpoint need: the modules beside it in its namespace serve them (`Phoenix.Endpoint`). */
export function requestUses(endpoint: string, project: Project): readonly RequestUse[] {
  const namespace = endpoint.replace(/\.?\w+$/, '');
  let uses = known.get(project);
  if (!uses) {
    uses = new Map();
    known.set(project, uses);
  }
  const found = uses.get(namespace) ?? collect(namespace, project);
  known.set(project, new Map([...uses, [namespace, found]]));
  return found;
}

/** Goes from all clauses of the request path at once, nearest first, through each function once. */
function collect(namespace: string, project: Project): RequestUse[] {
  const serving = project.modules.filter(
    (module) => module.name.startsWith(`${namespace}.`) && isRequestPath(module) && module.production,
  );
  const clauses = serving.flatMap(({ def }) => def.functions.flatMap((fn) => fn.clauses));
  const seen = new Set<FunctionClause>(clauses);
  const uses = new Map<string, RequestUse>();
  let level = clauses.map((clause) => ({ from: clause, clause, chain: [] as readonly CallSite[] }));
  while (level.length > 0) {
    const next: typeof level = [];
    for (const { from, clause, chain } of level) {
      for (const site of clause.calls) {
        if (site.situation.quoted || site.situation.devOnly) continue;
        if (mayUseProcess(site, project)) noteUses([...chain, site], site, from, uses, project);
        for (const entered of clausesEntered(site, project)) {
          if (seen.has(entered)) continue;
          seen.add(entered);
          next.push({ from, clause: entered, chain: [...chain, site] });
        }
      }
    }
    level = next;
  }
  return [...uses.values()];
}

function noteUses(
  chain: readonly CallSite[],
  site: CallSite,
  from: FunctionClause,
  uses: Map<string, RequestUse>,
  project: Project,
): void {
  for (const use of processesUsed({ site, chain }, project)) {
    const key = `${use.by} ${use.name}`;
    if (!uses.has(key)) uses.set(key, { ...use, from, chain });
  }
}
