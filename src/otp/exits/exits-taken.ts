import { isAtom } from '../../elixir/literals.js';
import type { Expr } from '../../syntax/ast.js';
import { patternsTaken } from '../messages/handlers.js';
import { EXIT, mayTakeShape } from '../messages/message-shapes.js';
import { infoCallbacks, isCatchAll, usesMessage } from '../processes/clauses.js';
import { isReceive } from '../processes/process-watch.js';
import type { Server } from '../processes/server.js';
import { exitTrapOf } from './exit-traps.js';
import { stopsTrapping } from './exits.js';

/**
 * What becomes of the `{:EXIT, pid, reason}` messages of a process that traps exits (`Process.flag/2`):
 * - `some`: a clause is written for them, or a general one works with what comes;
 * - `normal`: the only clauses are for the reason `:normal`;
 * - `none`: no clause takes them, which crashes the process;
 * - `all`: a clause for any message drops them;
 * - `dropped`: there are no clauses for messages at all, and the default logs and drops them (`GenServer`).
 */
export type ExitsTaken = 'some' | 'normal' | 'none' | 'all' | 'dropped';

/** What a process does with the exits of what is linked to it; `undefined` where the source does not say. */
export function exitsTaken(server: Server): ExitsTaken | undefined {
  const patterns = patternsTaken(server, 'handle_info');
  if (!patterns || trapsForAWhile(server) || receivesExits(server)) return undefined;
  if (patterns.length === 0) return server.kind === 'gen_statem' ? undefined : 'dropped';
  const general = patterns.filter((pattern) => isCatchAll(pattern));
  const written = patterns.filter((pattern) => !isCatchAll(pattern) && mayTakeShape(pattern, EXIT));
  if (written.some((pattern) => !isForNormal(pattern))) return 'some';
  if (general.length === 0) return written.length > 0 ? 'normal' : 'none';
  if (written.length > 0) return 'some';
  const clauses = infoCallbacks(server).filter(({ message }) => isCatchAll(message));
  return clauses.length < general.length || clauses.some(usesMessage) ? 'some' : 'all';
}

/** `{:EXIT, _pid, :normal}`. */
function isForNormal(pattern: Expr): boolean {
  if (pattern.kind === 'operator' && pattern.name === '=') return pattern.args.some(isForNormal);
  return pattern.kind === 'tuple' && isAtom(pattern.items[2], 'normal');
}

/** True where the trap is let go of again by the function that sets it. */
function trapsForAWhile(server: Server): boolean {
  const trap = exitTrapOf(server);
  return trap?.situation.clause?.calls.some(stopsTrapping) === true;
}

/** True where the process waits for exits with `receive`. */
function receivesExits({ module }: Server): boolean {
  return module.sites.some((site) => {
    if (!isReceive(site) || site.expr.kind !== 'call') return false;
    return (site.expr.blocks?.do?.clauses ?? []).some(({ params: [pattern] }) => {
      const message = pattern?.kind === 'operator' && pattern.name === 'when' ? pattern.args[0] : pattern;
      return message?.kind === 'tuple' && isAtom(message.items[0], 'EXIT');
    });
  });
}
