import { shownExpr } from '../src/elixir/shown.js';
import type { Problem } from '../src/lint/finding.js';
import { defineRule } from '../src/lint/rule.js';
import { type RepeatedMonitor, repeatedMonitorsOf } from '../src/otp/exits/monitor-leaks.js';
import { OTP } from '../src/otp/vocabulary.js';
import type { Project } from '../src/project/project.js';
import { callText } from '../src/project/reach.js';

export default defineRule({
  id: 'monitor-leak',
  level: 'warning',
  pointsTo: { section: 'genserver' },
  speaksOf: OTP,
  summary: 'a monitor made again each time the same process asks',
  what: 'Finds `handle_call/3` and `handle_cast/2` clauses that monitor the process which the request names, or the caller itself, without looking whether it is monitored already, in a module that never removes a monitor.',
  why: 'Each call of `Process.monitor/1` makes a new monitor, also of the same process (`Process.monitor/1`); only `Process.demonitor/2` or the end of that process removes it. A long-lived process that asks again and again gathers monitors on both sides, and when it ends, the server gets one `:DOWN` for each of them.',
  instead:
    'Keep the monitors in the state by pid, make one only where there is none yet, and call `Process.demonitor(ref, [:flush])` where the process is let go.',
  limits: [
    'A process that asks only as it starts, as far as the callers in the project show, is left alone. Where they do not show it, there is a finding, as advice, only if processes can be let go before they end (`:unsubscribe`, `leave/1`) and the reference is thrown away.',
    'In a module that calls `Process.demonitor` for a monitor that it keeps, monitors are taken to be cared for; so is a monitor behind a condition on the process or on something looked up.',
    'Monitors of processes that the server starts or finds by itself, or hears of by a plain message, are not looked at.',
  ],
  examples: {
    bad: [
      `defmodule Shop.Presence do
  use GenServer

  def watch(pid), do: GenServer.call(__MODULE__, {:watch, pid})

  @impl true
  def init(_opts), do: {:ok, MapSet.new()}

  @impl true
  def handle_call({:watch, pid}, _from, watched) do
    Process.monitor(pid)
    {:reply, :ok, MapSet.put(watched, pid)}
  end

  @impl true
  def handle_info({:DOWN, _ref, :process, pid, _reason}, watched) do
    {:noreply, MapSet.delete(watched, pid)}
  end
end

defmodule Shop.Cart do
  use GenServer

  @impl true
  def init(items), do: {:ok, items}

  @impl true
  def handle_cast({:add, item}, items) do
    Shop.Presence.watch(self())
    {:noreply, [item | items]}
  end
end
`,
    ],
    good: [
      `defmodule Shop.Presence do
  use GenServer

  def watch(pid), do: GenServer.call(__MODULE__, {:watch, pid})

  @impl true
  def init(_opts), do: {:ok, %{}}

  @impl true
  def handle_call({:watch, pid}, _from, watched) do
    {:reply, :ok, Map.put_new_lazy(watched, pid, fn -> Process.monitor(pid) end)}
  end

  @impl true
  def handle_info({:DOWN, _ref, :process, pid, _reason}, watched) do
    {:noreply, Map.delete(watched, pid)}
  end
end
`,
      `defmodule Shop.Presence do
  use GenServer

  def watch(pid), do: GenServer.call(__MODULE__, {:watch, pid})

  @impl true
  def init(_opts), do: {:ok, MapSet.new()}

  @impl true
  def handle_call({:watch, pid}, _from, watched) do
    Process.monitor(pid)
    {:reply, :ok, MapSet.put(watched, pid)}
  end
end

defmodule Shop.Cart do
  use GenServer

  @impl true
  def init(items) do
    Shop.Presence.watch(self())
    {:ok, items}
  end
end
`,
    ],
  },
  module({ server, def }, { project }) {
    if (!server || def.quoted || def.damaged) return undefined;
    return repeatedMonitorsOf(server).map((found) => problemOf(found, project));
  },
});

function problemOf({ callback, site, chain, asked, release }: RepeatedMonitor, project: Project): Problem {
  const watched = site.module === ':erlang' ? site.args[1] : site.args[0];
  const name = watched ? `\`${shownExpr(watched)}\`` : 'the process';
  const { fn } = callback.clause;
  return {
    place: project.placeOfCall(site),
    message: `each time this runs it makes one more monitor of ${name}, and nothing in the module removes any before that process ends; look whether it is monitored already, and \`Process.demonitor/2\` where it is let go`,
    evidence: [
      project.evidenceAtHead(callback.clause, `\`${fn.name}/${fn.arity}\` is asked by other processes`),
      ...chain.slice(0, -1).map((step) => project.evidence(step, `calls \`${callText(step)}\``)),
      ...(asked ? [project.evidence(asked.site, 'a process may ask here any number of times')] : []),
      ...(release ? [project.evidenceAtHead(release, 'lets a process go, and leaves its monitor')] : []),
    ],
    ...(asked ? {} : { level: 'info' }),
  };
}
