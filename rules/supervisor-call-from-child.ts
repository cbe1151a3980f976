import type { FunctionClause } from '../src/elixir/model.js';
import type { Evidence, Problem } from '../src/lint/finding.js';
import { defineRule } from '../src/lint/rule.js';
import { exitTrapOf } from '../src/otp/exits/exit-traps.js';
import { nodeText } from '../src/otp/node-text.js';
import { type SupervisorCall, supervisorCalls } from '../src/otp/requests/supervisor-calls.js';
import { OTP } from '../src/otp/vocabulary.js';
import type { Project } from '../src/project/project.js';
import { callText, chainText } from '../src/project/reach.js';

export default defineRule({
  id: 'supervisor-call-from-child',
  level: 'warning',
  pointsTo: { section: 'supervision' },
  speaksOf: OTP,
  summary: 'a process that waits for a supervisor above itself',
  what: 'Finds callbacks of processes that call a supervisor above their own process in the supervision tree: `start_child`, `terminate_child`, `restart_child`, `which_children` and the like, also through other functions.',
  why: 'A supervisor is a process that does one thing at a time (`:supervisor`). While it starts a child it waits for that child’s `init/1`, and while it stops one it waits for its `terminate/2`: a child that waits for its supervisor at that time deadlocks with it, until `init/1` is given up or the child is killed at the end of its shutdown time. A child that asks its supervisor to stop a branch that holds itself waits for its own end.',
  instead:
    'Start such children under a `DynamicSupervisor` that stands beside the process, before it in the list. What must change the tree above runs outside of it: in a process that is no child of the supervisor.',
  limits: [
    'A supervisor is known by its literal name, by the `self()` that it gives its child, and in functions of its own module.',
    'Of several trees of the same kind, one for each tenant, a process is taken to call its own.',
    'Under a `DynamicSupervisor` it is advice for a process that does not trap exits, outside of `init/1`: its shutdown ends the call.',
  ],
  examples: {
    bad: [
      `defmodule MyApp.Application do
  use Application

  @impl true
  def start(_type, _args) do
    Supervisor.start_link([MyApp.Feeds], strategy: :one_for_one, name: MyApp.Supervisor)
  end
end

defmodule MyApp.Feeds do
  use GenServer

  def start_link(_), do: GenServer.start_link(__MODULE__, [], name: __MODULE__)

  @impl true
  def init(feeds), do: {:ok, feeds}

  @impl true
  def handle_cast({:open, feed}, feeds) do
    {:ok, _pid} = Supervisor.start_child(MyApp.Supervisor, {MyApp.Feed, feed})
    {:noreply, [feed | feeds]}
  end
end
`,
    ],
    good: [
      `defmodule MyApp.Application do
  use Application

  @impl true
  def start(_type, _args) do
    children = [{DynamicSupervisor, name: MyApp.FeedSupervisor}, MyApp.Feeds]
    Supervisor.start_link(children, strategy: :rest_for_one, name: MyApp.Supervisor)
  end
end

defmodule MyApp.Feeds do
  use GenServer

  def start_link(_), do: GenServer.start_link(__MODULE__, [], name: __MODULE__)

  @impl true
  def init(feeds), do: {:ok, feeds}

  @impl true
  def handle_cast({:open, feed}, feeds) do
    {:ok, _pid} = DynamicSupervisor.start_child(MyApp.FeedSupervisor, {MyApp.Feed, feed})
    {:noreply, [feed | feeds]}
  end
end
`,
    ],
  },
  module(module, { project }) {
    if (module.def.quoted) return [];
    // Several calls of one function, and several ways to it, are one mistake.
    const found = new Map<FunctionClause | undefined, SupervisorCall>();
    for (const call of supervisorCalls(module)) {
      const { clause } = call.site.situation;
      if (!found.has(clause)) found.set(clause, call);
    }
    return [...found.values()].map((call) => problemOf(call, project));
  },
});

const CONSEQUENCES = {
  init: 'which waits for this `init/1` at that time: both hang',
  terminate: 'which waits for this `terminate/2` when it shuts down: the clean-up hangs until it is killed',
} as const;

function consequenceOf({ callback: { name } }: SupervisorCall): string {
  if (name === 'init' || name === 'terminate') return CONSEQUENCES[name];
  return 'which is above it and may be waiting for it, to start or to stop';
}

function problemOf(call: SupervisorCall, project: Project): Problem {
  const [first = call.site] = call.chain;
  const { fn } = call.callback.clause;
  const way = chainText(`${fn.name}/${fn.arity}`, call.chain);
  const cure =
    call.site.name === 'start_child'
      ? 'start it under a `DynamicSupervisor` that stands beside it'
      : 'leave this to a process outside of that supervisor';
  return {
    place: project.placeOfCall(first),
    message: `\`${way}\` waits for \`${nodeText(call.supervisor)}\`, ${consequenceOf(call)}; ${cure}`,
    evidence: evidenceOf(call, project),
    ...(isMild(call, project) ? { level: 'info' } : {}),
  };
}

/**
 * True where only bad luck makes it hang: a `DynamicSupervisor` ends all its children at once, and one that does not
 * trap exits ends in the middle of its call (`DynamicSupervisor`, `GenServer.terminate/2`).
 */
function isMild({ callback, node, supervisor }: SupervisorCall, project: Project): boolean {
  const server = project.moduleNamed(node.module)?.server;
  const atEdge = callback.name === 'init' || callback.name === 'terminate';
  return supervisor.kind === 'dynamic_supervisor' && !atEdge && !(server && exitTrapOf(server));
}

function evidenceOf({ chain, node, supervisor }: SupervisorCall, project: Project): Evidence[] {
  return [
    ...chain.map((site) => project.evidence(site, `calls \`${callText(site)}\``)),
    {
      ...project.place(node.owner, node),
      message: `\`${nodeText(supervisor)}\` starts \`${nodeText(node)}\` here`,
    },
  ];
}
