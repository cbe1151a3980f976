import type { FunctionClause } from '../../elixir/model.js';
import type { Project } from '../../project/project.js';
import type { ProjectModule } from '../../project/project-module.js';
import { callsHere, clausesEntered } from '../../project/reach.js';
import type { Callback, ServerKind } from './server.js';

const known = new WeakMap<ProjectModule, ReadonlyMap<FunctionClause, Callback>>();

/**
 * The callback that runs a clause in a server's own process: the clause itself, or one that leads to it through
 * functions of the same module.
 */
export function callbackRunning(clause: FunctionClause, project: Project): Callback | undefined {
  const module = project.moduleOf(clause.fn.module);
  if (!module?.server) return undefined;
  let clauses = known.get(module);
  if (!clauses) {
    clauses = clausesOfCallbacks(module, project);
    known.set(module, clauses);
  }
  return clauses.get(clause);
}

function clausesOfCallbacks(module: ProjectModule, project: Project): ReadonlyMap<FunctionClause, Callback> {
  const found = new Map<FunctionClause, Callback>();
  const callbacks = module.server?.callbacks ?? [];
  for (const callback of callbacks) found.set(callback.clause, callback);
  const queue = callbacks.map((callback) => ({ clause: callback.clause, callback }));
  for (let next = queue.shift(); next; next = queue.shift()) {
    const { clause, callback } = next;
    const entered = callsHere(clause, project).flatMap((site) => clausesEntered(site, project));
    for (const inner of entered) {
      if (inner.fn.module !== module.def || found.has(inner)) continue;
      found.set(inner, callback);
      queue.push({ clause: inner, callback });
    }
  }
  return found;
}

const KINDS: Record<ServerKind, string> = {
  gen_server: 'GenServer',
  gen_stage: 'GenStage',
  gen_statem: 'state machine',
  live_view: 'LiveView',
  live_component: 'LiveView',
  channel: 'channel',
  websocket_client: 'WebSocket client',
};

/** What a reader calls the process that runs a server's callbacks. A component runs in its LiveView. */
export function serverNoun(kind: ServerKind): string {
  return KINDS[kind];
}
