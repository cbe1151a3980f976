import { conditionsAround } from '../../elixir/conditions.js';
import type { CallSite, FunctionClause } from '../../elixir/model.js';
import { followValue } from '../../elixir/values.js';
import type { ProjectModule } from '../../project/project-module.js';
import { type Reached, reach, sought } from '../../project/reach.js';
import type { Expr } from '../../syntax/ast.js';
import { findExpr } from '../../syntax/visit.js';
import { openingOf, takenInPlace } from './message-sources.js';
import { selfSent } from './wakers.js';

/** What a LiveView asks to be told later, although it may be rendered once and gone. */
export type Registration = 'subscription' | 'timer' | 'monitor';

/** A call that registers the process which only renders the first, static page. */
export interface StaticRegistration extends Reached {
  kind: Registration;
  /** The callback that leads to it. */
  clause: FunctionClause;
}

/**
 * The calls of a LiveView's `mount/3` and `handle_params/3`, and of `on_mount/4` hooks, that are made in the
 * static render too: both run once in the process of the HTTP request and once in the connected one
 * (`Phoenix.LiveView`, "Life-cycle").
 */
export function staticRegistrations(module: ProjectModule): StaticRegistration[] {
  if (module.def.quoted) return [];
  return rendered(module).flatMap((clause) => registrationsIn(clause, module));
}

/** Before LiveView 0.5, `mount/2` took the session and the socket. */
const CALLBACKS: readonly [string, number][] = [
  ['mount', 3],
  ['mount', 2],
  ['handle_params', 3],
];

function rendered(module: ProjectModule): FunctionClause[] {
  const live = module.server?.kind === 'live_view';
  const callbacks = live ? CALLBACKS.flatMap(([name, arity]) => module.clausesOf(name, arity)) : [];
  return [...callbacks, ...module.clausesOf('on_mount', 4)].filter(
    (clause) => clause.body && !isLater(clause),
  );
}

function registrationsIn(clause: FunctionClause, { project }: ProjectModule): StaticRegistration[] {
  const found: StaticRegistration[] = [];
  if (reach(clause, project, { only: registrations }).next().done) return found;
  for (const reached of reach(clause, project, { follow: (site) => !isGuarded(site) })) {
    const kind = kindOf(reached.site, project);
    if (kind) found.push({ ...reached, kind, clause });
  }
  return found;
}

const registrations = sought((site, project) => kindOf(site, project) !== undefined);

function kindOf(site: CallSite, project: ProjectModule['project']): Registration | undefined {
  if (site.name !== 'send' && selfSent(site)) return 'timer';
  const opening = openingOf(site, project);
  if (!opening || takenInPlace(site, opening)) return undefined;
  if (opening.kind === 'monitor') return 'monitor';
  return opening.kind === 'subscription' || opening.kind === 'nodes' ? 'subscription' : undefined;
}

/** Words for being in the connected process: `connected?/1`, and what sockets have only there. */
const CONNECTED = /connected|transport_pid|live_socket/;

/** True where something on the spot asks whether the socket is connected, or says that it is. */
function isGuarded(site: CallSite): boolean {
  const { owner, clause } = site.situation;
  if (clause && isLater(clause)) return true;
  // What is piped through other calls on its way is no answer of `connected?/1`.
  const given = site.args.filter((arg) => arg.kind !== 'call' || CONNECTED.test(arg.name));
  return [...conditionsAround(site), ...given].some((condition) => {
    const value = followValue(condition, owner, clause);
    return saysConnected(condition) || saysConnected(value);
  });
}

/** True for a clause that is chosen for connected sockets: `%{transport_pid: pid}`, `connected?: true`. */
function isLater({ params, guard }: FunctionClause): boolean {
  return params.some(saysConnected) || (guard !== undefined && saysConnected(guard));
}

function saysConnected(expr: Expr): boolean {
  const found = findExpr(
    expr,
    (inner) =>
      (inner.kind === 'call' && CONNECTED.test(inner.name)) ||
      (inner.kind === 'variable' && CONNECTED.test(inner.name)) ||
      (inner.kind === 'atom' && CONNECTED.test(inner.value)),
  );
  return found !== undefined;
}
