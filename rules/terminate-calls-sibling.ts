import type { CallSite } from '../src/elixir/model.js';
import type { Evidence, Problem } from '../src/lint/finding.js';
import { defineRule } from '../src/lint/rule.js';
import { nodeText } from '../src/otp/node-text.js';
import { lateCalls, type SiblingCall, stopsOfSiblings } from '../src/otp/requests/sibling-calls.js';
import { OTP } from '../src/otp/vocabulary.js';
import type { Project } from '../src/project/project.js';
import { callText, chainText } from '../src/project/reach.js';

export default defineRule({
  id: 'terminate-calls-sibling',
  level: 'warning',
  pointsTo: { section: 'supervision' },
  speaksOf: OTP,
  summary: 'a process that calls a sibling that has stopped before it, or stops one itself',
  what: 'Finds `terminate/2` callbacks that wait, without catching the exit, for an answer of a process that starts after their own; and callbacks that stop a process of another branch of the supervision tree with `GenServer.stop/3`, `Supervisor.stop/3` or `Process.exit/2`.',
  why: 'A supervisor stops its children in the opposite order of their start (`Supervisor`, "Start and shutdown"): what starts later is gone when `terminate/2` runs, and the call exits with `:noproc` before the clean-up is done. And what a supervisor has started is its own to stop: a child that ends behind its back counts as one that ended by itself, is started again unless its restart value says otherwise, and uses up the restarts of all its siblings.',
  instead:
    'Put what the clean-up needs before the process in the list, or catch the exit. To stop or restart a child, ask its supervisor: `Supervisor.terminate_child/2` and `Supervisor.restart_child/2`.',
  limits: [
    'Only processes with a literal name are known apart.',
    'Without `trap_exit` `terminate/2` does not run at shutdown and is left alone.',
    'A pid that comes from elsewhere than the name is not followed.',
  ],
  examples: {
    bad: [
      `defmodule MyApp.Application do
  use Application

  @impl true
  def start(_type, _args) do
    Supervisor.start_link([MyApp.Meter, MyApp.Journal], strategy: :one_for_one)
  end
end

defmodule MyApp.Meter do
  use GenServer

  def start_link(_), do: GenServer.start_link(__MODULE__, 0)

  @impl true
  def init(count) do
    Process.flag(:trap_exit, true)
    {:ok, count}
  end

  @impl true
  def terminate(_reason, count), do: MyApp.Journal.write(count)
end

defmodule MyApp.Journal do
  use GenServer

  def start_link(_), do: GenServer.start_link(__MODULE__, [], name: __MODULE__)
  def write(line), do: GenServer.call(__MODULE__, {:write, line})

  @impl true
  def init(lines), do: {:ok, lines}

  @impl true
  def handle_call({:write, line}, _from, lines), do: {:reply, :ok, [line | lines]}
end
`,
    ],
    good: [
      `defmodule MyApp.Application do
  use Application

  @impl true
  def start(_type, _args) do
    Supervisor.start_link([MyApp.Journal, MyApp.Meter], strategy: :one_for_one)
  end
end

defmodule MyApp.Meter do
  use GenServer

  def start_link(_), do: GenServer.start_link(__MODULE__, 0)

  @impl true
  def init(count) do
    Process.flag(:trap_exit, true)
    {:ok, count}
  end

  @impl true
  def terminate(_reason, count), do: MyApp.Journal.write(count)
end

defmodule MyApp.Journal do
  use GenServer

  def start_link(_), do: GenServer.start_link(__MODULE__, [], name: __MODULE__)
  def write(line), do: GenServer.call(__MODULE__, {:write, line})

  @impl true
  def init(lines), do: {:ok, lines}

  @impl true
  def handle_call({:write, line}, _from, lines), do: {:reply, :ok, [line | lines]}
end
`,
    ],
  },
  module(module, { project }) {
    if (module.def.quoted) return [];
    const found = new Map<CallSite, Problem>();
    const note = (call: SiblingCall, message: string): void => {
      const mistake = call.chain.findLast(({ situation }) => situation.owner === module.def) ?? call.site;
      if (!found.has(mistake)) found.set(mistake, problemOf(call, message, project));
    };
    for (const call of lateCalls(module)) note(call, lateMessage(call));
    for (const call of stopsOfSiblings(module)) note(call, stopMessage(call));
    return [...found.values()];
  },
});

function problemOf(call: SiblingCall, message: string, project: Project): Problem {
  const [first = call.site] = call.chain;
  return { place: project.placeOfCall(first), message, evidence: evidenceOf(call, project) };
}

function chainOf({ callback: { clause }, chain }: SiblingCall): string {
  return chainText(`${clause.fn.name}/${clause.fn.arity}`, chain);
}

function lateMessage(call: SiblingCall): string {
  return `\`${chainOf(call)}\` waits for \`${nodeText(call.target)}\`, which starts after \`${nodeText(call.node)}\` and so has already stopped; start it before, or catch the exit`;
}

function stopMessage(call: SiblingCall): string {
  return `\`${chainOf(call)}\` stops \`${nodeText(call.target)}\`, which belongs to its supervisor and counts there as failed; ask the supervisor, with \`terminate_child\` and \`restart_child\``;
}

function evidenceOf({ chain, target, node }: SiblingCall, project: Project): Evidence[] {
  return [
    ...chain.map((site) => project.evidence(site, `calls \`${callText(site)}\``)),
    { ...project.place(node.owner, node), message: `\`${nodeText(node)}\` starts here` },
    { ...project.place(target.owner, target), message: `\`${nodeText(target)}\` starts here` },
  ];
}
