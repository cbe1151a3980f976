import { atomOf } from '../../elixir/literals.js';
import type { CallSite, FunctionClause, FunctionDef } from '../../elixir/model.js';
import { callsTo } from '../../project/calls-to.js';
import type { ProjectModule } from '../../project/project-module.js';
import type { Expr } from '../../syntax/ast.js';
import type { Callback, CallbackName, ServerKind } from './callback.js';

export type { Callback, CallbackName, ServerKind } from './callback.js';

/** A module as the process that runs its callbacks. */
export interface Server {
  module: ProjectModule;
  kind: ServerKind;
  callbacks: readonly Callback[];
}

/** Arity of each callback, and where message, `from` and state stand among its parameters, 0-based. */
interface Signature {
  arity: number;
  message?: number;
  from?: number;
  state?: number;
}

const GEN_SERVER: Partial<Record<CallbackName, Signature>> = {
  init: { arity: 1 },
  handle_call: { arity: 3, message: 0, from: 1, state: 2 },
  handle_cast: { arity: 2, message: 0, state: 1 },
  handle_info: { arity: 2, message: 0, state: 1 },
  handle_continue: { arity: 2, message: 0, state: 1 },
  terminate: { arity: 2, state: 1 },
};

const LIVE: Partial<Record<CallbackName, Signature>> = {
  mount: { arity: 3, state: 2 },
  handle_params: { arity: 3, state: 2 },
  handle_event: { arity: 3, message: 0, state: 2 },
  handle_info: { arity: 2, message: 0, state: 1 },
  handle_call: { arity: 3, message: 0, from: 1, state: 2 },
  handle_cast: { arity: 2, message: 0, state: 1 },
  handle_async: { arity: 3, message: 0, state: 2 },
};

const SIGNATURES: Record<ServerKind, Partial<Record<CallbackName, Signature>>> = {
  gen_server: GEN_SERVER,
  gen_stage: {
    ...GEN_SERVER,
    handle_events: { arity: 3, message: 0, state: 2 },
    handle_demand: { arity: 2, message: 0, state: 1 },
    handle_subscribe: { arity: 4, state: 3 },
    handle_cancel: { arity: 3, message: 0, state: 2 },
  },
  gen_statem: { init: { arity: 1 }, terminate: { arity: 3, state: 2 } },
  live_view: LIVE,
  live_component: {
    mount: { arity: 1, state: 0 },
    update: { arity: 2, state: 1 },
    handle_event: { arity: 3, message: 0, state: 2 },
    handle_async: { arity: 3, message: 0, state: 2 },
  },
  channel: {
    join: { arity: 3, state: 2 },
    handle_in: { arity: 3, message: 0, state: 2 },
    handle_info: { arity: 2, message: 0, state: 1 },
    handle_call: { arity: 3, message: 0, from: 1, state: 2 },
    handle_cast: { arity: 2, message: 0, state: 1 },
    terminate: { arity: 2, state: 1 },
  },
  websocket_client: {
    handle_info: { arity: 2, message: 0, state: 1 },
    handle_cast: { arity: 2, message: 0, state: 1 },
    terminate: { arity: 2, state: 1 },
  },
};

const STARTS: ReadonlySet<string> = new Set([
  'GenServer.start_link',
  'GenServer.start',
  ':gen_server.start_link',
  ':gen_server.start',
]);

/** What makes a process that is already running a server (`:gen_server`, "enter_loop/3"). */

/** The process whose callbacks a module holds, from its `use` and `@behaviour`, or from how it is started. */
export function serverOf(module: ProjectModule): Server | undefined {
  const kind = kindOf(module);
  if (!kind) return undefined;
  const callbacks = callbacksAmong(module.def.functions, kind);
  // Its `init` is a function of its own kind, which returns nothing to anybody.
  const entered = kind === 'gen_server' && !module.is(kind) && entersItself(module);
  return { module, kind, callbacks: entered ? callbacks.filter(({ name }) => name !== 'init') : callbacks };
}

/** The callbacks among the functions of a module, or of what a macro adds, in the order of the source. */
export function callbacksAmong(functions: readonly FunctionDef[], kind: ServerKind): Callback[] {
  const callbacks: Callback[] = [];
  for (const [name, signature] of Object.entries(SIGNATURES[kind]) as [CallbackName, Signature][]) {
    const { arity } = signature;
    const own = functions.find((fn) => fn.name === name && fn.minArity <= arity && arity <= fn.arity);
    for (const clause of own?.clauses ?? [])
      if (clause.body) callbacks.push(callbackOf(name, signature, clause));
  }
  if (kind === 'gen_statem') callbacks.push(...functions.flatMap(statemCallbacks));
  return callbacks.sort((a, b) => a.clause.start - b.clause.start);
}

function kindOf(module: ProjectModule): ServerKind | undefined {
  for (const kind of [
    'gen_stage',
    'gen_statem',
    'gen_server',
    'live_view',
    'live_component',
    'channel',
    'websocket_client',
  ] as const) {
    if (module.is(kind)) return kind;
  }
  if (module.is('broadway_producer')) return 'gen_stage';
  return startsItself(module) || entersItself(module) ? 'gen_server' : undefined;
}

/** `GenServer.start_link(__MODULE__, …)` beside callbacks, without `use GenServer`. */
function startsItself(module: ProjectModule): boolean {
  return module.functionNamed('init', 1) !== undefined && givesItself(startCalls(module), module);
}

/** A process of the module that becomes a server: `:gen_server.enter_loop(__MODULE__, …)`. */
function entersItself(module: ProjectModule): boolean {
  return givesItself(enterCalls(module), module);
}

const startCalls = callsTo(({ callee }) => STARTS.has(callee));
const enterCalls = callsTo(({ callee }) => callee === ':gen_server.enter_loop');

function givesItself(calls: readonly CallSite[], { name }: ProjectModule): boolean {
  if (name === '') return false;
  return calls.some((site) =>
    site.args.some(
      (arg) =>
        (arg.kind === 'alias' && arg.module === name) ||
        (arg.kind === 'variable' && arg.name === '__MODULE__'),
    ),
  );
}

function callbackOf(name: CallbackName, signature: Signature, clause: FunctionClause): Callback {
  const { params } = clause;
  const at = (index: number | undefined): Expr | undefined =>
    index === undefined ? undefined : params[index];
  return withPatterns({ name, clause }, at(signature.message), at(signature.from), at(signature.state));
}

function withPatterns(
  callback: Callback,
  message: Expr | undefined,
  from: Expr | undefined,
  state: Expr | undefined,
): Callback {
  return {
    ...callback,
    ...(message ? { message } : {}),
    ...(from ? { from } : {}),
    ...(state ? { state } : {}),
  };
}

const EVENTS: ReadonlyMap<string, CallbackName> = new Map([
  ['cast', 'handle_cast'],
  ['info', 'handle_info'],
  ['internal', 'handle_event'],
  ['timeout', 'handle_event'],
  ['state_timeout', 'handle_event'],
  ['enter', 'handle_event'],
]);

/** The clauses of `handle_event/4` and of state functions (`/3`), by the type of event they take. */
function statemCallbacks(fn: FunctionDef): Callback[] {
  const handler = fn.name === 'handle_event' && fn.arity === 4;
  if (
    !handler &&
    !(fn.arity === 3 && fn.kind === 'def' && fn.clauses.some((clause) => eventOf(clause.params[0])))
  )
    return [];
  return fn.clauses.flatMap((clause) => {
    if (!clause.body) return [];
    const [type, content] = clause.params;
    const data = clause.params[handler ? 3 : 2];
    const event = eventOf(type);
    const found: Callback = {
      name: event?.name ?? 'handle_event',
      clause,
      ...(event ? {} : { anyEvent: true }),
    };
    return [withPatterns(found, content, event?.from, data)];
  });
}

function eventOf(type: Expr | undefined): { name: CallbackName; from?: Expr } | undefined {
  if (type?.kind === 'tuple' && atomOf(type.items[0]) === 'call') {
    const [, from] = type.items;
    return { name: 'handle_call', ...(from ? { from } : {}) };
  }
  if (type?.kind === 'tuple' && atomOf(type.items[0]) === 'timeout') return { name: 'handle_event' };
  const name = EVENTS.get(atomOf(type) ?? '');
  return name ? { name } : undefined;
}
