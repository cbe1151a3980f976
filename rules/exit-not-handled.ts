import type { CallSite } from '../src/elixir/model.js';
import type { Problem } from '../src/lint/finding.js';
import { defineRule } from '../src/lint/rule.js';
import { exitTrapOf } from '../src/otp/exits/exit-traps.js';
import { exitsTaken } from '../src/otp/exits/exits-taken.js';
import { linkOf } from '../src/otp/messages/own-messages.js';
import { infoCallbacks } from '../src/otp/processes/clauses.js';
import type { Server, ServerKind } from '../src/otp/processes/server.js';
import { OTP } from '../src/otp/vocabulary.js';
import type { ProjectModule } from '../src/project/project-module.js';
import { callText } from '../src/project/reach.js';

const KINDS: ReadonlySet<ServerKind> = new Set(['gen_server', 'gen_stage', 'gen_statem']);

export default defineRule({
  id: 'exit-not-handled',
  level: 'warning',
  pointsTo: { section: 'genserver' },
  speaksOf: OTP,
  summary: 'a process that traps exits and has no clause for the messages that this brings',
  what: 'Finds processes that set `trap_exit` and whose `handle_info` (in a `:gen_statem`, the clauses for `:info` events) takes no `{:EXIT, pid, reason}`, or only those with the reason `:normal`. A process that traps exits and has neither `terminate/2` nor a clause for `:EXIT` is advice.',
  why: 'A process that traps exits gets a message when a process, port or task that is linked to it ends, instead of ending with it (`Process.flag/2`). Only the exit of its own parent is taken by `GenServer` itself. A message that no clause takes raises `FunctionClauseError`: the process dies of what it wanted to survive, and its supervisor sees a crash with a misleading reason. Without any `handle_info` the messages are logged and dropped, and the process goes on without what it was linked to.',
  instead:
    'Add a clause `handle_info({:EXIT, pid, reason}, state)` that says what a linked process means to this one: start it again, or stop with its reason. Take `trap_exit` out where nothing needs it.',
  limits: [
    'A clause that takes some exits, of one pid or with some reasons besides `:normal`, counts as handling them.',
    'Where macros out of sight may add clauses, nothing is said.',
    'A trap that only makes a shutdown wait for the callback in hand is advice as well: say so in a suppression.',
    'LiveViews, channels and websocket clients are left alone.',
  ],
  examples: {
    bad: [
      `defmodule MyApp.Runner do
  use GenServer

  @impl true
  def init(job) do
    Process.flag(:trap_exit, true)
    {:ok, job}
  end

  @impl true
  def handle_info(:tick, job), do: {:noreply, job}

  @impl true
  def terminate(_reason, job), do: MyApp.Jobs.release(job)
end
`,
      `defmodule MyApp.Quiet do
  use GenServer

  @impl true
  def init(state) do
    Process.flag(:trap_exit, true)
    {:ok, state}
  end

  @impl true
  def handle_call(:get, _from, state), do: {:reply, state, state}
end
`,
    ],
    good: [
      `defmodule MyApp.Runner do
  use GenServer

  @impl true
  def init(job) do
    Process.flag(:trap_exit, true)
    {:ok, job}
  end

  @impl true
  def handle_info(:tick, job), do: {:noreply, job}
  def handle_info({:EXIT, _pid, :normal}, job), do: {:noreply, job}
  def handle_info({:EXIT, _pid, reason}, job), do: {:stop, reason, job}
end
`,
      `defmodule MyApp.Tidy do
  use GenServer

  @impl true
  def init(path) do
    Process.flag(:trap_exit, true)
    {:ok, path}
  end

  @impl true
  def terminate(_reason, path), do: File.rm(path)
end
`,
    ],
  },
  module(module) {
    const { server, def } = module;
    if (!server || def.damaged || def.quoted || !KINDS.has(server.kind)) return undefined;
    const taken = exitsTaken(server);
    if (taken === undefined || taken === 'some') return undefined;
    const trap = exitTrapOf(server);
    if (!trap) return undefined;
    return taken === 'none' || taken === 'normal'
      ? crash(server, trap, taken)
      : useless(module, server, trap, taken);
  },
});

function crash(server: Server, trap: CallSite, taken: 'none' | 'normal'): Problem | undefined {
  const [first] = infoCallbacks(server);
  if (!first) return undefined;
  const { project, name } = server.module;
  const { fn } = first.clause;
  const [lacks, then] =
    taken === 'normal'
      ? ['takes `{:EXIT, pid, reason}` only for the reason `:normal`', 'whatever is linked to it and fails']
      : ['has no clause for `{:EXIT, pid, reason}`', 'whatever is linked to it and ends'];
  const link = linkOf(server);
  return {
    place: project.placeOfCall(trap),
    message: `\`${name}\` traps exits, but \`${fn.name}/${fn.arity}\` ${lacks}: ${then} crashes it; add a clause that says what this means to it`,
    evidence: [
      project.evidenceAtHead(first.clause, `the clauses of \`${fn.name}/${fn.arity}\` begin here`),
      ...(link ? [project.evidence(link.site, `\`${callText(link.site)}\` links another to it`)] : []),
    ],
  };
}

/** Nothing gains from the trap: no clean-up, and no word of what is linked. */
function useless(
  { project, name }: ProjectModule,
  { callbacks }: Server,
  trap: CallSite,
  taken: 'all' | 'dropped',
): Problem | undefined {
  if (callbacks.some((callback) => callback.name === 'terminate')) return undefined;
  const then = taken === 'all' ? 'a clause for any message' : 'the default `handle_info/2`';
  return {
    place: project.placeOfCall(trap),
    level: 'info',
    message: `\`${name}\` traps exits, but has neither \`terminate/2\` nor a clause for \`{:EXIT, pid, reason}\`: ${then} drops the end of what is linked to it, and all that is left is that a shutdown waits for the callback in hand; handle the exits, or take \`trap_exit\` out`,
  };
}
