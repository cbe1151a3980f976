import { keywordValue } from '../../elixir/literals.js';
import type { CallSite, ModuleDef } from '../../elixir/model.js';
import { followValue } from '../../elixir/values.js';
import { functionIn, type Project } from '../../project/project.js';
import type { ProjectModule } from '../../project/project-module.js';
import { reach } from '../../project/reach.js';
import type { Expr } from '../../syntax/ast.js';
import { findExpr } from '../../syntax/visit.js';
import { isSelf } from '../messages/wakers.js';
import { type CallbackReturn, returnsOf } from '../processes/returns.js';
import type { Callback, Server } from '../processes/server.js';
import { isAskedFromAfar } from '../requests/afar.js';
import { slowWorkOf } from '../requests/slow-work.js';
import { childEntries } from '../supervision/children.js';
import { type Owned, type OwnedKind, ownedBy } from '../supervision/ownership.js';
import { writesShared } from '../tables/tables.js';
import { handlersOf, stateUseOf } from './state-use.js';

/** A server whose callbacks need neither state nor process. */
export interface StatelessServer {
  /** The clauses that answer calls and casts. */
  handlers: readonly Callback[];
  /** Work on the outside world that the server does one at a time, as it reads after "does". */
  effect?: string;
}

/**
 * A server that no callback of needs: nothing is remembered between messages, nothing is owned, nothing is
 * watched, and no order is kept that matters in memory.
 *
 * @returns `undefined` for every other module, and wherever the source leaves a doubt
 */
export function statelessServerOf(module: ProjectModule): StatelessServer | undefined {
  const { server } = module;
  if (server?.kind !== 'gen_server' || module.def.damaged) return undefined;
  const handlers = handlersOf(server).filter(({ name }) => name === 'handle_call' || name === 'handle_cast');
  if (handlers.length === 0 || hasOtherPurpose(server)) return undefined;
  if (!needsNoState(server) || !needsNoProcess(server) || isNamedBeyondNode(module)) return undefined;
  const effect = handlers
    .map((handler) => effectOf(handler, module.project))
    .find((found) => found !== undefined);
  return { handlers, ...(effect === undefined ? {} : { effect }) };
}

// --- what else a process can be for -------------------------------------------------------------------------

/** True where macros write callbacks, a library's behaviour asks for a process, messages come in, or it cleans up. */
export function hasOtherPurpose({ module, callbacks }: Server): boolean {
  const { project } = module;
  if (!module.uses.some((use) => use.module === 'GenServer') && module.uses.length > 0) return true;
  if (
    module.injectedFunctions.some(
      ({ name }) => name === 'init' || name.startsWith('handle_') || name === 'terminate',
    )
  )
    return true;
  if (
    module.def.behaviours.some(
      ({ module: name }) => !/^:?(GenServer|gen_server)$/.test(name) && !project.moduleNamed(name),
    )
  )
    return true;
  return callbacks.some((callback) => {
    if (callback.name === 'terminate') return !onlyLogs(callback);
    return callback.name === 'handle_info' && !(callback.message?.kind === 'variable' && onlyLogs(callback));
  });
}

function onlyLogs({ clause }: Callback): boolean {
  return clause.calls.every(
    ({ module, situation }) => module === 'Logger' || situation.logged || module === 'Kernel',
  );
}

// --- state --------------------------------------------------------------------------------------------------

function needsNoState(server: Server): boolean {
  const { module, callbacks } = server;
  const { project } = module;
  const inits = callbacks.filter(({ name }) => name === 'init');
  const starts = inits.flatMap((init) => returnsOf(init, server.kind, project));
  if (inits.length > 0 && !starts.some(({ tag }) => tag === 'ok')) return false;
  if (starts.some((start) => start.tag === undefined || isTimeout(start))) return false;
  const constant = starts.every(
    ({ tag, state, holding }) => tag !== 'ok' || isConstant(state, holding.clause.fn.module, server),
  );
  return handlersOf(server).every((handler) => {
    const { reads, returns, unchanged } = stateUseOf(handler, server.kind, project);
    const resets = returns.every(({ state }) => state !== undefined && isLiteral(state, module.def));
    if (!unchanged && !(constant && resets)) return false;
    return !returns.some(isTimeout) && (constant || reads.length === 0);
  });
}

/** `{:noreply, state, timeout}` makes a timer; `:hibernate` and `{:continue, …}` do not. */
function isTimeout({ next }: CallbackReturn): boolean {
  return next !== undefined && next.kind !== 'atom' && next.kind !== 'tuple';
}

/** True for a state that is the same in every process: a literal, or an argument that every start gives as one. */
function isConstant(state: Expr | undefined, owner: ModuleDef, server: Server): boolean {
  if (!state) return false;
  const [init] = functionIn(owner, 'init', 1)?.clauses ?? [];
  const followed = followValue(state, owner, init);
  if (isLiteral(followed, owner)) return true;
  if (
    followed.kind !== 'variable' ||
    init?.params[0]?.kind !== 'variable' ||
    init.params[0].name !== followed.name
  )
    return false;
  const starts = server.module.sites.filter(isServerStart);
  return starts.length > 0 && starts.every(({ args }) => args[1] !== undefined && isLiteral(args[1], owner));
}

function isServerStart({ module, name }: CallSite): boolean {
  return module === 'GenServer' && (name === 'start_link' || name === 'start');
}

function isLiteral(expr: Expr, owner: ModuleDef): boolean {
  const open = findExpr(followValue(expr, owner, undefined), (part) => {
    if (part.kind === 'variable') return part.name !== '__MODULE__';
    return (
      part.kind === 'call' ||
      part.kind === 'fn' ||
      part.kind === 'capture' ||
      part.kind === 'interpolated' ||
      part.kind === 'attribute'
    );
  });
  return open === undefined;
}

// --- process ------------------------------------------------------------------------------------------------

function needsNoProcess(server: Server): boolean {
  if (ownedBy(server).some(outlivesCallback)) return false;
  const { module, callbacks } = server;
  return callbacks.every((callback) => {
    if (callback.name === 'terminate') return true;
    const start = startsUp(callback);
    for (const { site, chain } of reach(callback.clause, module.project)) {
      if (actsAsProcess(site, chain, server) || (start && mayOwn(site, module.project))) return false;
    }
    return true;
  });
}

const HANDLES: ReadonlySet<OwnedKind> = new Set(['file', 'socket', 'connection']);

/** A handle that a call or cast opens is let go of there and then, as the state has no place for it. */
function outlivesCallback({ kind, callback }: Owned): boolean {
  return !HANDLES.has(kind) || startsUp(callback);
}

function startsUp({ name }: Callback): boolean {
  return name === 'init' || name === 'handle_continue';
}

/**
 * Whether a call makes the order of messages matter, or uses who the process is. What functions of other modules
 * do further down is their own affair: retries, caches.
 */
function actsAsProcess(site: CallSite, chain: readonly CallSite[], { module }: Server): boolean {
  const { name, situation } = site;
  const near = (chain.at(-2) ?? site).situation.owner === module.def;
  if (near && (writesShared(site) || name === 'sleep' || (site.module === 'Kernel' && name === 'receive')))
    return true;
  const own = situation.owner === module.def && !situation.logged;
  if (own && isSelf(site.expr)) return true;
  // A function that callers hand over runs here so that only one does at a time.
  return own && name === '' && site.expr.kind === 'call';
}

/** Modules whose functions leave nothing behind in the process that calls them. */
const HARMLESS: ReadonlySet<string> = new Set(
  `Logger Kernel Map Keyword Enum List String Access Application System Integer Float Tuple MapSet DateTime Date
  Time NaiveDateTime URI File Path Regex Atom Jason Range Module Process IO Base`.split(/\s+/),
);

/** True for a call at start to code out of sight, which may take something for the process to keep. */
function mayOwn(site: CallSite, project: Project): boolean {
  if (site.module !== undefined && HARMLESS.has(site.module)) return false;
  return (
    project.targetOf(site) === undefined &&
    !(site.expr.kind === 'call' && site.expr.receiver && site.expr.args.length === 0 && !site.expr.parens)
  );
}

/** `{:via, …}` and `{:global, …}`, also as a function of the project makes them; not what options give. */
function isRegistryName(name: Expr | undefined): boolean {
  if (name?.kind === 'tuple') return true;
  return name?.kind === 'call' && !['Keyword', 'Map', 'Access', 'Kernel'].includes(name.module ?? '');
}

/** True for a process that other nodes or a registry know by name, or that a pool checks out. */
function isNamedBeyondNode(module: ProjectModule): boolean {
  const { project, name } = module;
  const given = module.sites.filter(isServerStart).map(({ args, situation }) => {
    const options = args[2] && followValue(args[2], situation.owner, situation.clause);
    const value = keywordValue(options, 'name');
    return value && followValue(value, situation.owner, situation.clause);
  });
  const listed = (childEntries(project).get(name) ?? []).map(({ arg }) => keywordValue(arg, 'name'));
  if ([...given, ...listed].some(isRegistryName)) return true;
  return isAskedFromAfar(module);
}

function effectOf(handler: Callback, project: Project): string | undefined {
  for (const { site } of reach(handler.clause, project)) {
    const work = slowWorkOf(site, project);
    if (work !== undefined) return work;
  }
  return undefined;
}
