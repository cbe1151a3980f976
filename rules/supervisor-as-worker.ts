import type { Evidence, Problem } from '../src/lint/finding.js';
import { defineRule } from '../src/lint/rule.js';
import { type WrittenSpec, writtenSpecs } from '../src/otp/supervision/written-specs.js';
import { OTP } from '../src/otp/vocabulary.js';
import { isSupervisorModule } from '../src/project/process-kinds.js';
import type { Project } from '../src/project/project.js';

/** What a worker gets at shutdown unless its child spec says otherwise (`Supervisor`, "Shutdown values"). */
const DEFAULT_SHUTDOWN = 5_000;

export default defineRule({
  id: 'supervisor-as-worker',
  level: 'warning',
  pointsTo: { section: 'supervision' },
  speaksOf: OTP,
  summary: 'a supervisor whose hand-written child spec makes it a worker',
  what: "Finds child specs written out as a map, as a tuple or with `Supervisor.Spec.worker/3` that start a supervisor, the project's own or a library's, without `type: :supervisor`; and child specs that give a supervisor a `shutdown` in milliseconds.",
  why: 'The keys of a child spec have defaults: `type: :worker` and, for workers, `shutdown: 5_000`; for supervisors it is `:infinity`, so that a subtree has time to stop child by child (`Supervisor`, "Child specification"). A supervisor that counts as a worker is killed after five seconds, and with it goes whatever below it was still putting its work away; release upgrades do not look below it either.',
  instead:
    'Write `type: :supervisor` into the map, or let the module make its own child spec: `{MyApp.Workers, arg}` in the list, `use Supervisor` in the module, `Supervisor.child_spec/2` for another `id`.',
  limits: [
    "A map without `type:` for a library's supervisor that runs none of the project's processes (a cache, a registry, a pool) is advice.",
    'Of libraries only those that are known to start a supervisor are judged.',
    'A module that is known only at run time is left alone.',
  ],
  examples: {
    bad: [
      `defmodule MyApp.Workers do
  use Supervisor

  def child_spec(arg), do: %{id: __MODULE__, start: {__MODULE__, :start_link, [arg]}}
  def start_link(arg), do: Supervisor.start_link(__MODULE__, arg)

  @impl true
  def init(_arg), do: Supervisor.init([MyApp.Worker], strategy: :one_for_one)
end
`,
      `defmodule MyApp.Application do
  use Application

  @impl true
  def start(_type, _args) do
    children = [
      %{
        id: MyApp.Jobs,
        start: {DynamicSupervisor, :start_link, [[name: MyApp.Jobs]]},
        type: :supervisor,
        shutdown: 10_000
      }
    ]

    Supervisor.start_link(children, strategy: :one_for_one)
  end
end
`,
    ],
    good: [
      `defmodule MyApp.Application do
  use Application

  @impl true
  def start(_type, _args) do
    children = [
      {DynamicSupervisor, name: MyApp.Jobs},
      Supervisor.child_spec({Task.Supervisor, name: MyApp.Tasks}, id: :tasks),
      %{id: MyApp.Workers, start: {MyApp.Workers, :start_link, [[]]}, type: :supervisor}
    ]

    Supervisor.start_link(children, strategy: :one_for_one)
  end
end

defmodule MyApp.Workers do
  use Supervisor

  def start_link(arg), do: Supervisor.start_link(__MODULE__, arg)

  @impl true
  def init(_arg), do: Supervisor.init([MyApp.Worker], strategy: :one_for_one)
end
`,
    ],
  },
  module(module, { project }) {
    if (module.def.quoted) return [];
    return writtenSpecs(module).flatMap((written) => problemOf(written, project) ?? []);
  },
});

function problemOf({ spec, expr, clause }: WrittenSpec, project: Project): Problem | undefined {
  const { module = '', type, shutdown, handWritten } = spec;
  if (!isSupervisorModule(module, spec.start, project)) return undefined;
  const place = project.place(clause.fn.module, expr);
  const evidence = evidenceOf(module, project);
  if (handWritten && type !== 'supervisor') {
    const how = type === 'worker' ? 'says `type: :worker`' : 'has no `type:` and so makes it a worker';
    return {
      place,
      message: `\`${module}\` is a supervisor, but this child spec ${how}: its subtree ${cutOff(shutdown ?? DEFAULT_SHUTDOWN)}; write \`type: :supervisor\``,
      evidence,
      ...(type === undefined && shutdown === undefined && isSelfContained(module, project)
        ? { level: 'info' }
        : {}),
    };
  }
  if (shutdown === undefined || shutdown === Number.POSITIVE_INFINITY) return undefined;
  return {
    place,
    message: `\`${module}\` is a supervisor, but its \`shutdown\` leaves it no time to stop its children: its subtree ${cutOff(shutdown)}; write \`shutdown: :infinity\`, the default of supervisors`,
    evidence,
  };
}

/** Supervisors of OTP and Elixir, below which the project's own processes run. */
const HOSTS: ReadonlySet<string> = new Set([
  'Supervisor',
  ':supervisor',
  'DynamicSupervisor',
  'PartitionSupervisor',
  'Task.Supervisor',
  'Horde.DynamicSupervisor',
]);

/** True for a library's supervisor that has only the library's own processes below it: those stop in no time. */
function isSelfContained(module: string, project: Project): boolean {
  return !HOSTS.has(module) && project.moduleNamed(module) === undefined;
}

function cutOff(shutdown: number): string {
  if (shutdown === 0) return 'is killed at shutdown without being asked';
  if (shutdown === Number.POSITIVE_INFINITY) return 'is left out of release upgrades';
  return `gets ${shutdown % 1000 === 0 ? `${shutdown / 1000} s` : `${shutdown} ms`} at shutdown and is then killed`;
}

function evidenceOf(name: string, project: Project): Evidence[] {
  const home = project.moduleNamed(name);
  if (!home) return [];
  const { def } = home;
  return [
    {
      ...project.place(def, { start: def.headStart, end: def.headEnd }),
      message: `\`${name}\` is a supervisor`,
    },
  ];
}
