import type { Problem } from '../src/lint/finding.js';
import { defineRule } from '../src/lint/rule.js';
import { type StaticValue, staticValuesIn } from '../src/otp/state/static-values.js';
import { OTP } from '../src/otp/vocabulary.js';
import type { Project } from '../src/project/project.js';

export default defineRule({
  id: 'static-value-process',
  level: 'warning',
  pointsTo: { decisionTree: ['Need state?', 'no'], section: 'storage' },
  productionOnly: true,
  speaksOf: OTP,
  summary: 'a process that only holds a value that never changes',
  what: 'Finds Agents and GenServers whose state is set when they start and only read from then on: no update, no cast, no message and no timer ever changes it.',
  why: 'A process is there for state that changes (`Agent`: "a simple abstraction around state"). A value that never does is read through one process all the same: every reader waits for it, gets a copy, and fails while it restarts. `:persistent_term` is made for what is read often and hardly ever written, and is read without a copy.',
  instead:
    'Make it a module attribute or a plain function where it is known at compile time, an argument where it belongs to one caller, the application’s environment where it is configuration, and `:persistent_term` where it is computed at start.',
  limits: [
    'A value that is a resource (a pid, port, socket, table, reference) is left alone: its process has to live. So is a server with a timer, a `terminate/2`, a subscription, or a callback that does anything but read.',
    'A GenServer of which there may be many is left alone: that it is there may be the point.',
    'Where another module changes an agent that it does not name, that may be this one, and nothing is said.',
  ],
  examples: {
    bad: [
      `defmodule Atlas.Countries do
  use Agent

  def start_link(_opts), do: Agent.start_link(fn -> Atlas.Csv.read("countries.csv") end, name: __MODULE__)
  def all, do: Agent.get(__MODULE__, & &1)
end
`,
      `defmodule Atlas.Limits do
  use GenServer

  def start_link(limits), do: GenServer.start_link(__MODULE__, limits, name: __MODULE__)
  def limit(name), do: GenServer.call(__MODULE__, {:limit, name})

  @impl true
  def init(limits), do: {:ok, Map.new(limits)}

  @impl true
  def handle_call({:limit, name}, _from, limits), do: {:reply, Map.get(limits, name), limits}
end
`,
    ],
    good: [
      `defmodule Atlas.Counter do
  use Agent

  def start_link(_opts), do: Agent.start_link(fn -> 0 end, name: __MODULE__)
  def count, do: Agent.get(__MODULE__, & &1)
  def increment, do: Agent.update(__MODULE__, &(&1 + 1))
end
`,
      `defmodule Atlas.Countries do
  def load, do: :persistent_term.put(__MODULE__, Atlas.Csv.read("countries.csv"))
  def all, do: :persistent_term.get(__MODULE__)
end
`,
    ],
  },
  module(module) {
    return staticValuesIn(module).map((value) => problemOf(value, module.project));
  },
});

function problemOf({ kind, owner, set, reads }: StaticValue, project: Project): Problem {
  const noun = kind === 'agent' ? 'Agent' : 'GenServer';
  return {
    place: project.place(owner, set),
    message: `the ${noun} in \`${owner.name}\` gets its state here and nothing ever changes it, yet every reader goes through one process; keep the value in \`:persistent_term\` or the application environment, or make it a plain function`,
    evidence: reads.map((read) =>
      'nameStart' in read
        ? project.evidence(read, 'it is only read')
        : project.evidenceAtHead(read, 'it is only read'),
    ),
  };
}
