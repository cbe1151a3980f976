import { clauseTails } from '../../elixir/flow.js';
import { atomOf } from '../../elixir/literals.js';
import type { CallSite, FunctionClause } from '../../elixir/model.js';
import { followValue } from '../../elixir/values.js';
import type { Project, ProjectModule } from '../../project/project.js';
import { clausesEntered } from '../../project/reach.js';
import type { Expr } from '../../syntax/ast.js';
import { findExpr } from '../../syntax/visit.js';
import { type CallbackReturn, returnsOf } from '../processes/returns.js';
import type { Server } from '../processes/server.js';
import { type Entity, entityOf, patternEntity, standingIn } from './entities.js';
import { pathOf, type StatePath } from './state.js';
import { keepsState } from './state-use.js';

/** A process that keeps an entity of the database and answers for it. */
export interface EntityHome {
  kind: 'GenServer' | 'Agent';
  entity: Entity;
  /** The field of the state that holds it; absent where it is the whole state. */
  field?: string;
  /** Where it is read and changed: clauses of callbacks, or calls of `Agent`. */
  reads: readonly (CallSite | FunctionClause)[];
  updates: readonly (CallSite | FunctionClause)[];
}

/** Processes whose job is something else than to be the entity: a connection's session, a cache, a pool. */
const OTHER_JOBS =
  /(Session|Cache|Pool|Limiter|Limit|Throttle|Presence|Connection|Socket|Buffer|Queue|Tracker)(Server|Worker|Store|Manager|Agent)?$/;

/** The home of an entity that a module's process is, where it is one. */
export function entityHomeOf(module: ProjectModule): EntityHome | undefined {
  const { def, server, name } = module;
  if (def.quoted || def.damaged || OTHER_JOBS.test(name)) return undefined;
  return server?.kind === 'gen_server' ? serverHome(server) : agentHome(module);
}

// --- servers ------------------------------------------------------------------------------------------------

function serverHome(server: Server): EntityHome | undefined {
  const whole = wholeEntity(server);
  if (whole) {
    const home = servedBy(server, '');
    return home.reads.length + home.updates.length > 0
      ? { kind: 'GenServer', entity: whole, ...home }
      : undefined;
  }
  for (const [field, entity] of loadedFields(server)) {
    const home = servedBy(server, field);
    if (home.reads.length > 0 && home.updates.length > 0)
      return { kind: 'GenServer', entity, field, ...home };
  }
  return undefined;
}

/** The entity that the whole state is, from what `init/1` returns or what the callbacks match. */
function wholeEntity({ callbacks, kind, module }: Server): Entity | undefined {
  const { project, def } = module;
  for (const callback of callbacks.filter(({ name }) => name === 'init')) {
    for (const { state, holding } of returnsOf(callback, kind, project)) {
      const entity = state && entityOf(state, [], standingIn(holding.clause), project);
      if (entity) return entity;
    }
  }
  for (const { state } of callbacks) {
    const entity = state && patternEntity(state, def, project);
    if (entity) return entity;
  }
  return undefined;
}

/** Callbacks that can be part of a process's start: the rest of its start sits in them. */
const AT_START: ReadonlySet<string> = new Set(['init', 'handle_continue', 'handle_info']);

/** The fields of the state that hold a row which the process loads itself. */
function loadedFields({ callbacks, kind, module }: Server): ReadonlyMap<string, Entity> {
  const { project } = module;
  const found = new Map<string, Entity>();
  for (const callback of callbacks.filter(({ name }) => AT_START.has(name))) {
    for (const { state, holding } of returnsOf(callback, kind, project)) {
      for (const { field, value, clause } of state ? fieldsSet(state, holding.clause, project) : []) {
        const entity = entityOf(value, [], standingIn(clause), project);
        if (entity?.loaded && !found.has(field)) found.set(field, entity);
      }
    }
  }
  return found;
}

interface FieldSet {
  field: string;
  value: Expr;
  clause: FunctionClause;
}

/**
 * The fields that an expression sets in a state: `%{user: user}`, `%{state | user: user}`, `Map.put(…)`, also in a
 * function of the project that makes it.
 */
function fieldsSet(state: Expr, clause: FunctionClause, project: Project, depth = 3): FieldSet[] {
  const expr = followValue(state, clause.fn.module, clause);
  if (expr.kind === 'map') {
    return expr.pairs.flatMap(({ key, value }) => {
      const field = atomOf(key);
      return field === undefined ? [] : [{ field, value, clause }];
    });
  }
  if (expr.kind !== 'call' || depth === 0) return [];
  if (expr.module === 'Map' && expr.name === 'put') {
    const [, key, value] = expr.args;
    const field = atomOf(key);
    return field !== undefined && value ? [{ field, value, clause }] : [];
  }
  const site = clause.calls.find((call) => call.expr === expr);
  return (site ? clausesEntered(site, project) : []).flatMap((entered) =>
    clauseTails(entered).flatMap((tail) => fieldsSet(tail.expr, entered, project, depth - 1)),
  );
}

/** The clauses that answer with a part of the state, and those that change it. */
function servedBy(
  { callbacks, kind, module }: Server,
  path: StatePath,
): { reads: FunctionClause[]; updates: FunctionClause[] } {
  const asked = callbacks.filter(({ name }) => name === 'handle_call' || name === 'handle_cast');
  const { project } = module;
  const clausesWith = (test: (found: CallbackReturn) => boolean): FunctionClause[] =>
    asked.filter((callback) => returnsOf(callback, kind, project).some(test)).map(({ clause }) => clause);
  return {
    reads: clausesWith((found) => answersWith(found, path)),
    updates: clausesWith((found) => changes(found, path, project)),
  };
}

function answersWith({ reply, holding }: CallbackReturn, path: StatePath): boolean {
  const inside = (part: StatePath | undefined): boolean =>
    part !== undefined && (path === '' || part === path || part.startsWith(`${path}.`));
  return findExpr(reply, (expr) => inside(pathOf(expr, holding))) !== undefined;
}

function changes(found: CallbackReturn, path: StatePath, project: Project): boolean {
  const { state, tag, holding } = found;
  if (!state || (tag !== 'reply' && tag !== 'noreply')) return false;
  if (path === '') return !keepsState(found);
  return fieldsSet(state, holding.clause, project).some(({ field }) => field === path);
}

// --- agents -------------------------------------------------------------------------------------------------

const AGENT_UPDATES: ReadonlySet<string> = new Set(['update', 'get_and_update', 'cast']);

function agentHome(module: ProjectModule): EntityHome | undefined {
  const { project, sites } = module;
  const agents = sites.filter((site) => site.module === 'Agent' && !site.situation.quoted);
  const reads = agents.filter(({ name }) => name === 'get');
  const updates = agents.filter(({ name }) => AGENT_UPDATES.has(name));
  if (reads.length + updates.length === 0) return undefined;
  for (const site of agents.filter(({ name }) => name === 'start_link' || name === 'start')) {
    const entity = initialEntity(site, project);
    if (entity) return { kind: 'Agent', entity, reads, updates };
  }
  return undefined;
}

/** What the function given to `Agent.start_link` makes. */
function initialEntity({ args, situation }: CallSite, project: Project): Entity | undefined {
  const [fun] = args;
  const { clause } = situation;
  if (fun?.kind !== 'fn' || !clause) return undefined;
  const [body] = fun.clauses.map((one) => one.body);
  return body && entityOf(body, [], standingIn(clause), project);
}
