import { fatesOf } from '../../elixir/fates.js';
import { isAtom } from '../../elixir/literals.js';
import type { CallSite, FunctionClause } from '../../elixir/model.js';
import type { Project } from '../../project/project.js';
import { callsHere, clausesEntered } from '../../project/reach.js';
import type { Expr } from '../../syntax/ast.js';
import { exitTrapOf } from '../exits/exit-traps.js';
import type { Starter } from './processes.js';
import type { Server } from './server.js';

/** True for the special form `receive`. */
export function isReceive({ module, name }: CallSite): boolean {
  return module === 'Kernel' && name === 'receive';
}

/**
 * True where the function that starts a process waits for a message afterwards, itself or in a function that it
 * gives the pid or the monitor to.
 */
export function isWaitedFor(site: CallSite, project: Project): boolean {
  const { clause } = site.situation;
  if (!clause) return false;
  if (callsHere(clause, project).some((other) => isReceive(other) && other.start > site.start)) return true;
  return fatesOf(site.expr, clause).some((fate) => {
    const taker = fate.kind === 'given' ? clause.calls.find(({ expr }) => expr === fate.call) : undefined;
    return (
      taker !== undefined && clausesEntered(taker, project).some((entered) => receives(entered, project))
    );
  });
}

function receives(clause: FunctionClause, project: Project): boolean {
  return callsHere(clause, project).some(isReceive);
}

/**
 * True where a server hears of the end of a process that it starts: it traps exits and has a clause for `:EXIT`,
 * or monitors it and has one for `:DOWN` (`Process.flag/2`, `Process.monitor/1`). A function may start the process
 * and monitor it for the server that calls it.
 */
export function isWatched(site: CallSite, starter: Starter, project: Project): boolean {
  const { clause } = site.situation;
  if (!clause) return false;
  const module = project.moduleOf(clause.fn.module);
  if (module?.server && starter.linked && exitTrapOf(module.server)) return takes(module.server, 'EXIT');
  const monitor = monitorOf(site, clause);
  if (!monitor) return false;
  const servers = serversOf(site, clause, project);
  return monitor === 'tagged' ? servers.length > 0 : servers.some((server) => takes(server, 'DOWN'));
}

/** The server of the module that starts a process, or of those that it is returned to. */
function serversOf(site: CallSite, clause: FunctionClause, project: Project): Server[] {
  const own = project.moduleOf(clause.fn.module)?.server;
  if (own) return [own];
  if (!fatesOf(site.expr, clause).some(({ kind }) => kind === 'returned')) return [];
  return project
    .callersOf(clause.fn)
    .flatMap(({ situation }) => project.moduleOf(situation.owner)?.server ?? []);
}

/**
 * True where a server hears of the end of others: it traps exits, or monitors, and has a clause for what then comes
 * (`Process.monitor/1`, `Process.flag/2`).
 */
export function hearsOfOthers(server: Server): boolean {
  const { sites } = server.module;
  const monitors = sites.some(({ module, name }) => module === 'Process' && name === 'monitor');
  return (monitors && takes(server, 'DOWN')) || (takes(server, 'EXIT') && exitTrapOf(server) !== undefined);
}

function takes({ callbacks }: Server, tag: string): boolean {
  return callbacks.some(
    ({ name, message, anyEvent }) => (name === 'handle_info' || anyEvent) && tagged(message, tag),
  );
}

function tagged(pattern: Expr | undefined, tag: string): boolean {
  if (pattern?.kind === 'operator' && pattern.name === '=')
    return pattern.args.some((part) => tagged(part, tag));
  return pattern?.kind === 'tuple' && isAtom(pattern.items[0], tag);
}

/** `spawn_monitor`, the option `:monitor`, or `Process.monitor` of the pid; `tagged` where the message is another. */
function monitorOf(site: CallSite, clause: FunctionClause): 'plain' | 'tagged' | undefined {
  if (site.name === 'spawn_monitor') return site.result === 'discarded' ? undefined : 'plain';
  const options = site.args.at(-1);
  const items = options?.kind === 'list' ? options.items : [];
  if (items.some((item) => isAtom(item, 'monitor'))) return 'plain';
  if (items.some((item) => item.kind === 'tuple' && isAtom(item.items[0], 'monitor'))) return 'tagged';
  const monitored = fatesOf(site.expr, clause).some(
    (fate) => fate.kind === 'given' && fate.call.name === 'monitor',
  );
  return monitored ? 'plain' : undefined;
}
