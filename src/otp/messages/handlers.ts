import type { FunctionDef, ModuleDef } from '../../elixir/model.js';
import { perProject } from '../../project/memory.js';
import type { Expr } from '../../syntax/ast.js';
import { infoCallbacks } from '../processes/clauses.js';
import type { Server } from '../processes/server.js';

/** The callbacks that take messages, with their arity (`GenServer`). */
const ARITIES = { handle_call: 3, handle_cast: 2, handle_info: 2 } as const;
export type Handler = keyof typeof ARITIES;

/**
 * Modules whose `use` is known to add no clause of a handler, beside those of the project, which are looked into
 * (`GenServer`, `GenStage`: their defaults give way to a module's own clauses).
 */
const ADDING_NONE: ReadonlySet<string> = new Set([
  'GenServer',
  'GenStage',
  'GenStateMachine',
  'Broadway.Producer',
  'Phoenix.LiveView',
  'Phoenix.Channel',
  'Phoenix.Component',
  'Phoenix.VerifiedRoutes',
  'Gettext',
  'Bitwise',
  'Ecto.Schema',
  'TypedStruct',
  'TypedEctoSchema',
  'Retry',
  'Tesla',
  'AMQP',
  'Timex',
  'Memoize',
  'Nebulex.Caching',
  'NewRelic.Tracer',
]);

/** Modules that wrap functions which are written out. */
const DECORATORS = /Decorators?$/;

/**
 * The patterns of all messages that a process takes as calls, casts or plain messages.
 *
 * @returns `undefined` where a macro out of sight may add some, or the callback is delegated
 */
export function patternsTaken(server: Server, handler: Handler): readonly Expr[] | undefined {
  const known = patternsOf(server, server.module.project);
  if (!known.has(handler)) known.set(handler, findPatterns(server, handler));
  return known.get(handler);
}

const patternsOf = perProject((_: Server) => new Map<Handler, readonly Expr[] | undefined>());

function findPatterns(server: Server, handler: Handler): readonly Expr[] | undefined {
  const { module, callbacks } = server;
  if (module.def.damaged || !isInSight(server)) return undefined;
  const arity = ARITIES[handler];
  if (module.functionNamed(handler, arity)?.kind === 'defdelegate') return undefined;
  const own =
    handler === 'handle_info'
      ? infoCallbacks(server)
      : callbacks.filter(({ name, anyEvent }) => name === handler || anyEvent);
  const added = quotesIn(server).flatMap((quote) => addedPatterns(quote, handler));
  return [...own.flatMap(({ message }) => message ?? []), ...added];
}

/** True where every macro that can add clauses to a server's module is one of the project or known to add none. */
function isInSight({ module }: Server): boolean {
  const { project, def } = module;
  const known = (name: string): boolean =>
    ADDING_NONE.has(name) || DECORATORS.test(name) || project.moduleNamed(name) !== undefined;
  if (!module.uses.every((use) => known(use.module))) return false;
  if (!def.beforeCompile.every((name) => name === '__MODULE__' || project.moduleNamed(name))) return false;
  return def.bodyCalls.every((site) => {
    if (!site.name.startsWith('def') || site.module === 'Kernel') return true;
    return project.targetOf(site) !== undefined;
  });
}

/** What macros of the project put into a server's module. */
function quotesIn({ module }: Server): readonly ModuleDef[] {
  const called = module.def.bodyCalls.flatMap((site) => {
    const target = module.project.targetOf(site);
    return target?.kind === 'defmacro' ? (target.module.quotes.get(target.name) ?? []) : [];
  });
  return [...module.injected, ...called];
}

function addedPatterns(quote: ModuleDef, handler: Handler): Expr[] {
  const takes = ({ name, arity }: FunctionDef): boolean => name === handler && arity === ARITIES[handler];
  return quote.functions
    .filter(takes)
    .flatMap(({ clauses }) => clauses.flatMap(({ params: [first] }) => first ?? []));
}
