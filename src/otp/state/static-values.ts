import { clauseExprs } from '../../elixir/flow.js';
import type { CallSite, FunctionClause, ModuleDef } from '../../elixir/model.js';
import type { Project } from '../../project/project.js';
import type { ProjectModule } from '../../project/project-module.js';
import { callsHere, clausesEntered, reach, sought } from '../../project/reach.js';
import type { Expr, TupleExpr } from '../../syntax/ast.js';
import { findExpr, visit } from '../../syntax/visit.js';
import { namingOf } from '../names/naming.js';
import { isMarked } from '../processes/clause-marks.js';
import { returnsOf } from '../processes/returns.js';
import type { Callback, Server } from '../processes/server.js';
import { ownedBy } from '../supervision/ownership.js';
import { handlersOf, stateUseOf } from './state-use.js';

/** A process that holds one value, set when it starts and only read from then on. */
export interface StaticValue {
  kind: 'agent' | 'server';
  /** Where the value is set. */
  owner: ModuleDef;
  set: { start: number; end: number };
  /** Where it is read: calls of `Agent.get`, or clauses of `handle_call/3`. */
  reads: readonly (CallSite | FunctionClause)[];
}

/** The processes of a module that only hold one value for all time. */
export function staticValuesIn(module: ProjectModule): StaticValue[] {
  if (module.def.quoted || module.def.damaged) return [];
  const server = staticServer(module);
  return [...staticAgents(module), ...(server ? [server] : [])];
}

// --- agents -------------------------------------------------------------------------------------------------

const CHANGES: ReadonlySet<string> = new Set(['update', 'get_and_update', 'cast']);

function staticAgents(module: ProjectModule): StaticValue[] {
  const { def } = module;
  if (!module.facts.text.includes('Agent')) return [];
  const starts = agentStarts(module);
  const [first, ...others] = starts;
  // Which of two agents is read, or changed, the source seldom says.
  if (!first || others.length > 0 || isChangedSomewhere(module) || makesResource(first, module)) return [];
  const reads = module.sites.filter(
    (site) => site.module === 'Agent' && site.name === 'get' && !site.situation.quoted,
  );
  return reads.length > 0 ? [{ kind: 'agent', owner: def, set: first.set, reads }] : [];
}

interface AgentStart {
  set: { start: number; end: number };
  clause: FunctionClause;
}

/** `Agent.start_link(fun)`, `Agent.start(fun)`, and the child `{Agent, fun}`. */
function agentStarts(module: ProjectModule): AgentStart[] {
  const calls = module.sites.flatMap((site): AgentStart[] => {
    const { clause, quoted, devOnly } = site.situation;
    const starts = site.module === 'Agent' && (site.name === 'start_link' || site.name === 'start');
    return starts && clause && !quoted && !devOnly ? [{ set: site, clause }] : [];
  });
  return [...calls, ...module.def.functions.flatMap((fn) => fn.clauses.flatMap(agentChildren))];
}

function agentChildren(clause: FunctionClause): AgentStart[] {
  const found: TupleExpr[] = [];
  if (!isMarked(clause, 'module tuple')) return [];
  for (const root of clauseExprs(clause)) {
    visit(root, (expr) => {
      if (expr.kind === 'call' && expr.name === 'quote' && !expr.receiver) return false;
      const [first, second] = expr.kind === 'tuple' && expr.items.length === 2 ? expr.items : [];
      const isChild = first?.kind === 'alias' && first.module === 'Agent' && second?.kind === 'fn';
      if (isChild && expr.kind === 'tuple') found.push(expr);
      return true;
    });
  }
  return found.map((set) => ({ set, clause }));
}

/** True where code of the module, or of one that calls it and does not say which agent it means, changes an agent. */
function isChangedSomewhere({ name, def, project }: ProjectModule): boolean {
  return project.modules.some((other) => {
    const knowsIt = other.file === def.file || other.sites.some((site) => site.module === name);
    return other.sites.some((site) => {
      if (site.module !== 'Agent' || !CHANGES.has(site.name)) return false;
      const [agent] = site.args;
      return agent?.kind === 'alias' && other.def !== def ? agent.module === name : knowsIt;
    });
  });
}

/** Calls that make something that lives: a process, port, socket, table, reference. */
const LIVING =
  /^(start|start_link|start_child|open!?|connect!?|listen|self|make_ref|monitor|subscribe|spawn\w*)$/;
const NEW: ReadonlySet<string> = new Set([':ets', ':counters', ':atomics', ':dets']);

function makesResource({ set, clause }: AgentStart, { project }: ProjectModule): boolean {
  const inside = clause.calls.filter((site) => set.start < site.start && site.end <= set.end);
  return inside.some((site) => isLiving(site) || leadsTo(site, project));
}

function leadsTo(site: CallSite, project: Project): boolean {
  return clausesEntered(site, project).some(
    (entered) => !reach(entered, project, { depth: 3, only: livings }).next().done,
  );
}

const livings = sought(isLiving);

function isLiving({ module, name }: CallSite): boolean {
  return LIVING.test(name) || (name === 'new' && NEW.has(module ?? ''));
}

// --- servers ------------------------------------------------------------------------------------------------

function staticServer(module: ProjectModule): StaticValue | undefined {
  const { server, def } = module;
  if (server?.kind !== 'gen_server' || namingOf(module).kind === 'many') return undefined;
  if (module.uses.some((use) => use.module !== 'GenServer') || module.injectedFunctions.length > 0)
    return undefined;
  const handlers = handlersOf(server);
  const inits = server.callbacks.filter(({ name }) => name === 'init');
  const [init] = inits;
  if (!init || !handlers.every((handler) => onlyReads(handler, server))) return undefined;
  if (server.callbacks.some(({ name }) => name === 'terminate') || ownedBy(server).length > 0)
    return undefined;
  if (inits.some((one) => !setsPlainValue(one, server))) return undefined;
  const reads = handlers.filter((handler) => repliesFromState(handler, server)).map(({ clause }) => clause);
  if (reads.length === 0) return undefined;
  return {
    kind: 'server',
    owner: def,
    set: { start: init.clause.headStart, end: init.clause.headEnd },
    reads,
  };
}

/** Modules whose functions only compute. */
const PURE: ReadonlySet<string> = new Set(
  `Logger Kernel Map Keyword Enum Stream List String Access Integer Float Tuple MapSet Regex Date Time DateTime
  NaiveDateTime URI Atom Range Inspect Bitwise :lists :maps :proplists :erlang`.split(/\s+/),
);

function onlyReads(callback: Callback, { kind, module }: Server): boolean {
  const { project } = module;
  if (callback.name !== 'handle_call' && callback.name !== 'handle_info') return false;
  if (callback.name === 'handle_info' && callback.message?.kind !== 'variable') return false;
  const { unchanged, returns } = stateUseOf(callback, kind, project);
  if (!unchanged || returns.some(({ tag, next }) => tag === 'stop' || next !== undefined)) return false;
  return reach(callback.clause, project, { only: doings }).next().done === true;
}

/** Calls of functions that do more than compute. */
const doings = sought(
  (site, project) => !isField(site) && project.targetOf(site) === undefined && !PURE.has(site.module ?? ''),
);

/** `state.field` is no call. */
function isField({ module, expr }: CallSite): boolean {
  return module === undefined && expr.kind === 'call' && !expr.parens && expr.args.length === 0;
}

function repliesFromState(callback: Callback, { kind, module }: Server): boolean {
  if (callback.name !== 'handle_call') return false;
  const { reads, returns } = stateUseOf(callback, kind, module.project);
  return reads.length > 0 && returns.some(({ reply }) => reply !== undefined);
}

/** Fields that hold something alive, which only a process can look after. */
const HANDLE = /(^|_)(pid|ref|port|socket|conn|connection|table|tid|monitor|timer|channel)$/;

/** True for an `init/1` that only makes a value: nothing that lives, no timeout, no `{:continue, …}`. */
export function setsPlainValue(init: Callback, { kind, module }: Server): boolean {
  const { project } = module;
  const returns = returnsOf(init, kind, project);
  if (returns.length === 0 || returns.some(({ tag, next }) => tag !== 'ok' || next !== undefined))
    return false;
  if (returns.some(({ state }) => state !== undefined && holdsHandle(state))) return false;
  return !callsHere(init.clause, project).some((site) => isLiving(site) || leadsTo(site, project));
}

function holdsHandle(state: Expr): boolean {
  return (
    findExpr(
      state,
      (expr) =>
        (expr.kind === 'atom' && HANDLE.test(expr.value)) ||
        (expr.kind === 'variable' && HANDLE.test(expr.name)),
    ) !== undefined
  );
}
