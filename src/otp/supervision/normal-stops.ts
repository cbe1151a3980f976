import { atomOf } from '../../elixir/literals.js';
import type { CallSite } from '../../elixir/model.js';
import { followValue } from '../../elixir/values.js';
import type { ProjectModule } from '../../project/project-module.js';
import type { Expr } from '../../syntax/ast.js';
import { returnsOf } from '../processes/returns.js';
import type { Callback } from '../processes/server.js';

/** A callback's return that ends its process without an error. */
export interface NormalStop {
  callback: Callback;
  /** What is returned. */
  expr: Expr;
  /** The reason as it is written: `:normal`, `:shutdown`, `{:shutdown, …}`. */
  reason: string;
  /** The calls from the callback to the function that returns it. */
  chain: readonly CallSite[];
  at: CallSite['situation']['owner'];
}

/**
 * The returns of a server's callbacks after which a `:transient` child stays down and a `:permanent` one is started
 * again (`Supervisor`, "Exit reasons and restarts"), in the order of the callbacks.
 */
export function normalStopsOf({ server, project }: ProjectModule): NormalStop[] {
  if (!server) return [];
  return server.callbacks.flatMap((callback) => {
    if (callback.name === 'init' || callback.name === 'terminate') return [];
    return returnsOf(callback, server.kind, project).flatMap((found): NormalStop[] => {
      const stops = found.tag === 'stop' || found.tag === 'stop_and_reply';
      // `:stop` alone, in a state machine, is `{:stop, :normal}` (`:gen_statem`, "state_callback_result").
      const bare = found.tag === 'stop' && found.size === 0 && server.kind === 'gen_statem';
      const { clause } = found.holding;
      const owner = clause.fn.module;
      const reason = bare
        ? ':normal'
        : stops && normalReason(found.reason && followValue(found.reason, owner, clause));
      return reason ? [{ callback, expr: found.expr, reason, chain: found.chain, at: owner }] : [];
    });
  });
}

function normalReason(reason: Expr | undefined): string | undefined {
  const alone = atomOf(reason);
  if (alone === 'normal' || alone === 'shutdown') return `:${alone}`;
  const tagged =
    reason?.kind === 'tuple' && reason.items.length === 2 && atomOf(reason.items[0]) === 'shutdown';
  return tagged ? '{:shutdown, …}' : undefined;
}
