import type { Evidence, Problem } from '../src/lint/finding.js';
import { defineRule } from '../src/lint/rule.js';
import { serverNoun } from '../src/otp/processes/callback-code.js';
import { type UnsupervisedStart, unsupervisedStartsIn } from '../src/otp/supervision/unsupervised-starts.js';
import { OTP } from '../src/otp/vocabulary.js';
import type { Project } from '../src/project/project.js';
import { callText } from '../src/project/reach.js';

export default defineRule({
  id: 'unsupervised-process',
  level: 'warning',
  redFlag: 'RF7',
  pointsTo: { section: 'supervision', decisionTree: ['Supervision?', 'yes'] },
  productionOnly: true,
  speaksOf: OTP,
  summary: 'a long-lived process that no supervisor restarts',
  what: 'Finds calls of `start_link` and `start` that start a GenServer, Agent, supervisor, registry, connection or other long-lived process from ordinary code, from `Application.start/2` beside its supervisor, or from another process’s callback.',
  why: 'Only a supervisor restarts a process and stops it in order at shutdown (`Supervisor`). A process started with `start_link` elsewhere is linked to whoever happened to run that line and dies with it, or takes it along; one started with `GenServer.start/3` has no tie to anything, and nobody hears of its end (`GenServer.start/3`: "without links (outside of a supervision tree)").',
  instead:
    'List the process among a supervisor’s children. One that is started on demand goes under a `DynamicSupervisor` with `start_child/2`, and is found by its name or through a `Registry`. A helper that lives and dies with one process can stand beside it under a small supervisor with `:one_for_all` or `:rest_for_one`.',
  limits: [
    'A function that hands the started process back as its own result is left alone where it is called `start_link…`, where a child spec or another `{module, function, args}` names it, or where nobody in the project calls it: a supervisor may.',
    'A process that is stopped in the function that starts it, or in a function that is given it, is not long-lived.',
    'Helpers that a server starts from its callbacks are reported at level info, one finding a callback, where server and helper fall together or the server acts on the helper’s exit.',
    'Tasks and `spawn` are the business of `unsupervised-task`. A start through a module in a variable is not seen.',
  ],
  examples: {
    bad: [
      `defmodule Shop.Cart do
  use GenServer

  def open(user), do: {GenServer.start(__MODULE__, user), user}

  @impl true
  def init(user), do: {:ok, %{user: user}}
end
`,
      `defmodule Shop.Application do
  use Application

  @impl true
  def start(_type, _args) do
    {:ok, _pid} = Redix.start_link(name: :redis)
    Supervisor.start_link([Shop.Repo], strategy: :one_for_one)
  end
end
`,
      `defmodule Shop.Feed do
  use GenServer

  def start_link(opts), do: GenServer.start_link(__MODULE__, opts)

  @impl true
  def init(opts) do
    {:ok, socket} = WebSockex.start_link(opts[:url], Shop.Socket, self())
    {:ok, %{socket: socket}}
  end
end
`,
    ],
    good: [
      `defmodule Shop.Cart do
  use GenServer

  def start_link(user), do: GenServer.start_link(__MODULE__, user)
  def open(user), do: DynamicSupervisor.start_child(Shop.Carts, {__MODULE__, user})

  @impl true
  def init(user), do: {:ok, %{user: user}}
end
`,
      `defmodule Shop.Application do
  use Application

  @impl true
  def start(_type, _args) do
    children = [{Redix, name: :redis}, Shop.Repo]
    Supervisor.start_link(children, strategy: :one_for_one)
  end
end
`,
      `defmodule Shop.Probe do
  def ping(url) do
    {:ok, conn} = Redix.start_link(url)
    result = Redix.command(conn, ["PING"])
    Redix.stop(conn)
    result
  end
end
`,
    ],
  },
  module(module) {
    const { project } = module;
    const groups = new Map<object, UnsupervisedStart[]>();
    for (const found of unsupervisedStartsIn(module)) {
      const group = groupOf(found);
      groups.set(group, [...(groups.get(group) ?? []), found]);
    }
    return [...groups.values()].flatMap(([first, ...others]) =>
      first ? [problemOf(first, others, project)] : [],
    );
  },
});

/** What one callback, or one function, starts is one decision. */
function groupOf({ starter, clause }: UnsupervisedStart): object {
  return starter.by === 'callback' ? starter.callback.clause : clause.fn;
}

function problemOf(
  found: UnsupervisedStart,
  others: readonly UnsupervisedStart[],
  project: Project,
): Problem {
  const { site, bound } = found;
  return {
    place: project.placeOfCall(site),
    message: messageOf(found),
    evidence: [
      ...evidenceOf(found, project),
      ...others.map((other) => project.evidence(other.site, 'and so is the process that this starts')),
    ],
    ...(bound ? { level: 'info' } : {}),
  };
}

function messageOf(found: UnsupervisedStart): string {
  const { site, clause } = found;
  const home = `${clause.fn.name}/${clause.fn.arity}`;
  return `\`${callText(site)}\` in \`${home}\` starts a process that no supervisor restarts: ${lossOf(found)}; ${cureOf(found)}`;
}

function lossOf({ start, starter, trap, bound, clause }: UnsupervisedStart): string {
  const owner = starter.by === 'callback' ? `this ${serverNoun(starter.server.kind)}` : 'its caller';
  if (!start.linked)
    return bound
      ? `it and ${owner} only watch each other`
      : 'it is linked to nothing, and its end goes unnoticed';
  if (starter.by === 'callback' && trap && !bound)
    return `${owner} traps exits and has no clause that acts on \`:EXIT\`, so that it goes on without it`;
  if (starter.by === 'callback' && trap) return `${owner} has to look after it by hand`;
  if (starter.by === 'callback' && bound) return `${owner} and it take each other along`;
  if (starter.by === 'application') return 'it stands beside the tree, linked to the application’s start';
  if (starter.by === 'supervisor') return 'the supervisor is linked to it, but it is none of its children';
  if (starter.by === 'start function') return 'it comes beside the process that is handed back';
  return `it is linked to whatever process calls \`${clause.fn.name}/${clause.fn.arity}\`, and the two take each other along`;
}

function cureOf({ starter }: UnsupervisedStart): string {
  if (starter.by === 'application' || starter.by === 'supervisor')
    return 'list it among the children of the supervisor';
  if (starter.by === 'callback' && starter.callback.name === 'init')
    return 'start both as siblings under a supervisor of their own';
  return 'list it among a supervisor’s children, or start it with `DynamicSupervisor.start_child/2`';
}

function evidenceOf({ clause, starter, trap }: UnsupervisedStart, project: Project): Evidence[] {
  if (starter.by !== 'callback') return [];
  const { callback } = starter;
  const through =
    callback.clause === clause
      ? []
      : [project.evidenceAtHead(callback.clause, 'this callback leads to the start')];
  return [...through, ...(trap ? [project.evidence(trap, 'here the owner traps exits')] : [])];
}
