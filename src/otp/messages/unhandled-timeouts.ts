import { followValue } from '../../elixir/values.js';
import type { ProjectModule } from '../../project/project-module.js';
import { type CallbackReturn, returnsOf } from '../processes/returns.js';
import type { Callback } from '../processes/server.js';
import { durationOf } from '../timers/durations.js';
import { patternsTaken } from './handlers.js';
import { mayTakeShape } from './message-shapes.js';

/** A timeout that a callback returns and whose message no clause takes. */
export interface UnhandledTimeout {
  returned: CallbackReturn;
  /** The timeout as it is written, 0-based offsets in the file of the clause that returns it. */
  timeout: { start: number; end: number };
  callback: Callback;
  /** True where the process has no clause for plain messages at all, so that it is logged and dropped. */
  dropped: boolean;
}

/**
 * The timeouts that the callbacks of a GenServer return, `{:noreply, state, 5_000}`, where no clause of its
 * `handle_info/2` takes the `:timeout` that comes when no other message does (`GenServer`, "Timeouts").
 */
export function unhandledTimeouts(module: ProjectModule): UnhandledTimeout[] {
  const { server, project } = module;
  if (server?.kind !== 'gen_server') return [];
  const taken = patternsTaken(server, 'handle_info');
  if (!taken || taken.some((pattern) => mayTakeShape(pattern, 'timeout'))) return [];
  const dropped = taken.length === 0;
  return server.callbacks.flatMap((callback) =>
    returnsOf(callback, server.kind, project).flatMap((returned) => {
      const timeout = timeoutOf(returned);
      return timeout ? [{ returned, timeout, callback, dropped }] : [];
    }),
  );
}

/** What a return has for a timeout, where the source says that it is one and that it ends. */
function timeoutOf({ next, holding }: CallbackReturn): CallbackReturn['next'] {
  if (!next) return undefined;
  const { clause } = holding;
  const duration = durationOf(followValue(next, clause.fn.module, clause));
  return duration !== undefined && Number.isFinite(duration) ? next : undefined;
}
