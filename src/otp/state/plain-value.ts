import { bindingAt } from '../../elixir/bindings.js';
import { clauseExprs } from '../../elixir/flow.js';
import { atomOf } from '../../elixir/literals.js';
import type { CallSite, FunctionClause } from '../../elixir/model.js';
import type { ProjectModule } from '../../project/project-module.js';
import { clausesEntered, reach } from '../../project/reach.js';
import type { Expr } from '../../syntax/ast.js';
import { findExpr, visit } from '../../syntax/visit.js';
import { isSelf } from '../messages/wakers.js';
import { implicitStatesOf } from '../processes/implicit-states.js';
import type { CallbackReturn } from '../processes/returns.js';
import type { Callback, Server } from '../processes/server.js';
import { isAskedFromAfar } from '../requests/afar.js';
import { clientFunctionsOf } from '../requests/clients.js';
import { ownedBy } from '../supervision/ownership.js';
import { isLong, logicIn } from './agent-work.js';
import { holdingOf, partsOf, pathOf } from './state.js';
import { handlersOf, stateUseOf } from './state-use.js';
import { hasOtherPurpose } from './stateless.js';
import { setsPlainValue } from './static-values.js';

/** A server that does no more than an `Agent` does: it keeps one value, gives it out and changes it. */
export interface PlainValueServer {
  /** The clauses that only read the value. */
  reads: readonly Callback[];
  /** The clauses that put another value in its place. */
  changes: readonly Callback[];
}

/**
 * A server whose callbacks only get, put, update or delete in one value.
 *
 * @returns `undefined` for every other module, and wherever the source leaves a doubt
 */
export function plainValueServerOf(module: ProjectModule): PlainValueServer | undefined {
  const { server, def } = module;
  if (server?.kind !== 'gen_server' || def.quoted || def.damaged) return undefined;
  if (!isNothingElse(server) || !startsWithValue(server) || isKnownAbroad(module)) return undefined;
  const handlers = handlersOf(server).filter(({ name }) => name !== 'handle_info');
  if (!handlers.every((handler) => isPlain(handler, server)) || implicitStatesOf(server)) return undefined;
  const isRead = (handler: Callback): boolean => stateUseOf(handler, server.kind, module.project).unchanged;
  const reads = handlers.filter(isRead);
  const changes = handlers.filter((handler) => !isRead(handler));
  return reads.some((read) => needsState(read, server)) && changes.length > 0
    ? { reads, changes }
    : undefined;
}

/** Callbacks that an agent cannot have. */
const MORE: ReadonlySet<string> = new Set(['handle_continue', 'terminate']);
const MORE_FUNCTIONS: ReadonlySet<string> = new Set(['code_change/3', 'format_status/1', 'format_status/2']);

function isNothingElse(server: Server): boolean {
  const { callbacks, module } = server;
  if (hasOtherPurpose(server) || callbacks.some(({ name }) => MORE.has(name))) return false;
  if (module.def.functions.some(({ name, arity }) => MORE_FUNCTIONS.has(`${name}/${arity}`))) return false;
  return ownedBy(server).length === 0;
}

function startsWithValue(server: Server): boolean {
  const inits = server.callbacks.filter(({ name }) => name === 'init');
  return (
    inits.length > 0 && inits.every((init) => setsPlainValue(init, server) && !usesProcess(init, server))
  );
}

function usesProcess({ clause }: Callback, { module: { project } }: Server): boolean {
  return [...reach(clause, project)].some(({ site }) => site.module === 'Process' || isSelf(site.expr));
}

/** True where other nodes may ask: functions sent to an agent there need the same code (`Agent`, "A word on distributed agents"). */
function isKnownAbroad(module: ProjectModule): boolean {
  const clauses = module.def.functions.flatMap((fn) => fn.clauses);
  const named = clauses.some((clause) => clauseExprs(clause).some((root) => findExpr(root, isGlobalName)));
  return named || isAskedFromAfar(module);
}

/** `{:global, …}` and `{:via, Horde.Registry, …}`. */
function isGlobalName(expr: Expr): boolean {
  const [first, second] = expr.kind === 'tuple' ? expr.items : [];
  const tag = atomOf(first);
  if (tag === 'via') return !(second?.kind === 'alias' && second.module === 'Registry');
  return tag === 'global';
}

// --- callbacks ----------------------------------------------------------------------------------------------

function isPlain(handler: Callback, server: Server): boolean {
  const { project } = server.module;
  // What others send by themselves is a protocol, which an agent does not speak.
  if (clientFunctionsOf(handler, server).length === 0) return false;
  const { returns } = stateUseOf(handler, server.kind, project);
  if (returns.length === 0 || !returns.every((found) => handsBack(found, handler))) return false;
  if (usesCaller(handler) || partsChanged(handler, server).size > 1) return false;
  if (![...reach(handler.clause, project)].every(({ site }) => onlyComputes(site, handler, server)))
    return false;
  return !isLong(logicIn(bodiesOf(handler, server), server.module));
}

/** `{:reply, value, state}` to a call, `{:noreply, state}` to a cast, with nothing to follow. */
function handsBack({ tag, state, next }: CallbackReturn, { name }: Callback): boolean {
  if (state === undefined || (next !== undefined && atomOf(next) !== 'hibernate')) return false;
  return tag === (name === 'handle_call' ? 'reply' : 'noreply');
}

/** True where a call needs to know who asks. */
function usesCaller({ from, clause }: Callback): boolean {
  const names = from ? [...partsOf(from, '').keys()] : [];
  const used = (expr: Expr): boolean => expr.kind === 'variable' && names.includes(expr.name);
  return findExpr(clause.body, used) !== undefined;
}

/**
 * The fields that a clause needs or sets in order to change the state; empty for a clause that hands it back, and
 * where the whole state is the one value.
 */
function partsChanged(handler: Callback, { kind, module }: Server): ReadonlySet<string> {
  const { reads, returns, unchanged } = stateUseOf(handler, kind, module.project);
  if (unchanged) return new Set();
  const holding = holdingOf(handler);
  const kept = new Set(returns.flatMap(itemsKept));
  const fields = reads.flatMap(({ path, expr }) => (kept.has(expr) ? [] : path.split('.')[0] || []));
  for (const root of clauseExprs(handler.clause)) {
    visit(root, (expr) => {
      if (expr.kind === 'map' && expr.base && pathOf(expr.base, holding) === '')
        fields.push(...expr.pairs.flatMap(({ key }) => atomOf(key) ?? []));
    });
  }
  return new Set(fields);
}

/** The elements of a tuple that are put back where they were. */
function itemsKept({ state, holding }: CallbackReturn): Expr[] {
  if (state?.kind !== 'tuple') return [];
  return state.items.filter((item, index) => pathOf(item, holding) === `${index}`);
}

/** Modules all of whose functions only compute, most of them with collections. */
const COMPUTING: ReadonlySet<string> = new Set(
  `Map Keyword List Enum MapSet Tuple Access Range Integer Float String Atom Stream Logger :queue :maps :lists :sets
  :ordsets :orddict :dict :gb_sets :gb_trees :array :proplists`.split(/\s+/),
);
/** Functions and forms of `Kernel` that do more. */
const ACTING: ReadonlySet<string> = new Set(
  'send spawn spawn_link spawn_monitor receive exit throw apply raise reraise self node make_ref'.split(' '),
);

function onlyComputes(site: CallSite, handler: Callback, { module }: Server): boolean {
  const { expr, name } = site;
  if (site.module === 'Kernel') return !ACTING.has(name);
  const target = module.project.targetOf(site);
  if (target) return target.module === module.def;
  if (site.module !== undefined) return COMPUTING.has(site.module);
  if (expr.kind !== 'call' || !expr.receiver) return false;
  return name === '' ? isGivenByCaller(expr.receiver, handler) : expr.args.length === 0 && !expr.parens;
}

/** True for a function out of the message: running it is all that an agent does. */
function isGivenByCaller(fun: Expr, { clause, message }: Callback): boolean {
  if (fun.kind !== 'variable' || !message) return false;
  return bindingAt(clause, fun.name, fun.start)?.kind === 'parameter' && partsOf(message, '').has(fun.name);
}

/** The bodies that run for a callback: its own, and those of the functions it calls. */
function bodiesOf({ clause }: Callback, { module: { project } }: Server): Expr[] {
  const clauses = new Set<FunctionClause>([clause]);
  for (const { site } of reach(clause, project)) {
    for (const entered of clausesEntered(site, project)) clauses.add(entered);
  }
  return [...clauses].flatMap(({ body }) => body ?? []);
}

function needsState(read: Callback, { kind, module }: Server): boolean {
  return stateUseOf(read, kind, module.project).reads.length > 0;
}
