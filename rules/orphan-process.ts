import type { Problem } from '../src/lint/finding.js';
import { defineRule } from '../src/lint/rule.js';
import { type Orphan, orphansOf } from '../src/otp/supervision/orphans.js';
import { OTP } from '../src/otp/vocabulary.js';
import type { Project } from '../src/project/project.js';
import { callText } from '../src/project/reach.js';

export default defineRule({
  id: 'orphan-process',
  level: 'info',
  pointsTo: { section: 'supervision' },
  productionOnly: true,
  speaksOf: OTP,
  summary: 'a process module that nothing starts',
  what: 'Finds modules of a project with an application that are a GenServer, GenStage, state machine, Agent, Task or supervisor and that no list of children, no other code and no configuration file names.',
  why: 'A module with callbacks is no process until something starts it (`Supervisor`: the children a supervisor starts are those it is given). Whoever calls the client functions of one that was never started exits with `:noproc`; where nobody does, the module is dead code.',
  instead:
    'List the module among a supervisor’s children, start it on demand with `DynamicSupervisor.start_child/2`, or remove it.',
  limits: [
    'A module that stands anywhere as a value (in a list, a tuple, options, an attribute, a string), also by its last part alone, counts as started; so does one that starts itself in a function of its own.',
    'Projects without a production `Application` are libraries, and are left alone; so are implementations of a behaviour of the project, which somebody’s configuration may choose.',
    'A module that uses a macro of the project is left alone: the macro may start it, or define a supervisor for it.',
    'A module that only tests or a remote shell start looks the same.',
  ],
  examples: {
    bad: [
      `defmodule Shop.Application do
  use Application

  @impl true
  def start(_type, _args), do: Supervisor.start_link([Shop.Repo], strategy: :one_for_one)
end

defmodule Shop.Prices do
  use GenServer

  def start_link(_opts), do: GenServer.start_link(__MODULE__, %{}, name: __MODULE__)
  def price(id), do: GenServer.call(__MODULE__, {:price, id})

  @impl true
  def init(prices), do: {:ok, prices}

  @impl true
  def handle_call({:price, id}, _from, prices), do: {:reply, prices[id], prices}
end
`,
    ],
    good: [
      `defmodule Shop.Application do
  use Application

  @impl true
  def start(_type, _args), do: Supervisor.start_link([Shop.Prices], strategy: :one_for_one)
end

defmodule Shop.Prices do
  use GenServer

  def start_link(_opts), do: GenServer.start_link(__MODULE__, %{}, name: __MODULE__)

  @impl true
  def init(prices), do: {:ok, prices}
end
`,
      `defmodule Prices do
  use GenServer

  def start_link(_opts), do: GenServer.start_link(__MODULE__, %{}, name: __MODULE__)

  @impl true
  def init(prices), do: {:ok, prices}
end
`,
    ],
  },
  project(project) {
    return orphansOf(project).map((orphan) => problemOf(orphan, project));
  },
});

const NOUNS: Partial<Record<Orphan['kind'], string>> = {
  supervisor: 'supervisor',
  dynamic_supervisor: 'supervisor',
  agent: 'agent',
  task: 'task',
};

function problemOf({ module: { def, name }, kind, asked }: Orphan, project: Project): Problem {
  const cost = asked
    ? `\`${callText(asked)}\` is called, but where it asks the process there is none`
    : 'nothing calls its functions either';
  const cure = asked
    ? 'list it among a supervisor’s children'
    : 'list it among a supervisor’s children or remove it';
  return {
    place: project.place(def, { start: def.headStart, end: def.headEnd }),
    message: `no supervisor lists the ${NOUNS[kind] ?? 'server'} \`${name}\`, no code starts it and no configuration names it, and ${cost}; ${cure}`,
    evidence: asked ? [project.evidence(asked, 'here code calls the module')] : [],
  };
}
