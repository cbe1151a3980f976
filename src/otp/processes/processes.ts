import { calleeOf, type Named } from '../../elixir/callee.js';

/** Where the function given to a call runs. */
export type Runner =
  /** In the process that makes the call. */
  | 'caller'
  /** In a process that the call starts, or in another that it asks. */
  | 'other'
  /** Nowhere yet: it is kept for later. */
  | 'kept';

/** What kind of process a call starts for a function that it is given. */
export interface Starter {
  /** True where the new process is linked to the caller. */
  linked: boolean;
  /** True where a `Task.Supervisor` supervises it. */
  supervised: boolean;
  /** `task` gives back a `Task` to await; `stream` is consumed; `none` gives a pid or `{:ok, pid}`. */
  gives: 'task' | 'stream' | 'pid';
}

const bare = (linked: boolean): Starter => ({ linked, supervised: false, gives: 'pid' });
const supervised = (linked: boolean, gives: Starter['gives']): Starter => ({
  linked,
  supervised: true,
  gives,
});

/** Functions that run what they are given in a process of its own (`Kernel`, `Process`, `Task`, `Task.Supervisor`). */
const STARTERS: Record<string, Starter> = {
  'Kernel.spawn': bare(false),
  'Kernel.spawn_link': bare(true),
  'Kernel.spawn_monitor': bare(false),
  'Process.spawn': bare(false),
  ':erlang.spawn': bare(false),
  ':erlang.spawn_link': bare(true),
  ':erlang.spawn_monitor': bare(false),
  ':erlang.spawn_opt': bare(false),
  ':proc_lib.spawn': bare(false),
  ':proc_lib.spawn_link': bare(true),
  ':proc_lib.start': bare(false),
  ':proc_lib.start_link': bare(true),
  'Task.start': bare(false),
  'Task.start_link': bare(true),
  'Task.async': { linked: true, supervised: false, gives: 'task' },
  'Task.async_stream': { linked: true, supervised: false, gives: 'stream' },
  'Task.Supervisor.start_child': supervised(false, 'pid'),
  'Task.Supervisor.async': supervised(true, 'task'),
  'Task.Supervisor.async_nolink': supervised(false, 'task'),
  'Task.Supervisor.async_stream': supervised(true, 'stream'),
  'Task.Supervisor.async_stream_nolink': supervised(false, 'stream'),
};

/** Functions that hand what they are given to a process that is there already. */
const ASKERS: ReadonlySet<string> = new Set([
  'Agent.start',
  'Agent.start_link',
  'Agent.get',
  'Agent.update',
  'Agent.get_and_update',
  'Agent.cast',
  ':timer.apply_after',
  ':timer.apply_interval',
  ':rpc.call',
  ':rpc.cast',
  ':rpc.multicall',
  ':rpc.async_call',
  ':erpc.call',
  ':erpc.cast',
  ':erpc.multicall',
  'Node.spawn',
  'Node.spawn_link',
  'Node.spawn_monitor',
  'Phoenix.LiveView.start_async',
  'Phoenix.LiveView.assign_async',
]);

/** Functions that keep what they are given. */
const KEEPERS: ReadonlySet<string> = new Set([
  ':telemetry.attach',
  ':telemetry.attach_many',
  'Map.put',
  'Map.put_new',
  'Map.get',
  'Keyword.put',
  'Keyword.put_new',
  'Keyword.get',
  'Keyword.pop',
  'Application.get_env',
  'Application.compile_env',
  'Kernel.struct',
  'Kernel.struct!',
  'Application.put_env',
  'Process.put',
  'Plug.Conn.register_before_send',
  'Plug.Conn.assign',
  'Phoenix.LiveView.attach_hook',
  'Kernel.send',
  'GenServer.reply',
  'Stream.resource',
  'Kernel.put_in',
]);

/** How a call starts a process for a function it is given; `undefined` for any other call. */
export function starterOf(call: Named): Starter | undefined {
  return STARTERS[calleeOf(call)];
}

/** Where the function runs that a call is given, as far as Elixir and OTP say. */
export function runnerOf(call: Named): Runner {
  const key = calleeOf(call);
  if (STARTERS[key] || ASKERS.has(key)) return 'other';
  if (KEEPERS.has(key)) return 'kept';
  if (key === '.attach_hook') return 'kept';
  if ((key === '.start_async' || key === '.assign_async') && call.module === undefined) return 'other';
  return 'caller';
}
