import type { Problem } from '../src/lint/finding.js';
import { defineRule } from '../src/lint/rule.js';
import { nodeText } from '../src/otp/node-text.js';
import { type NormalStop, normalStopsOf } from '../src/otp/supervision/normal-stops.js';
import { taskEnds } from '../src/otp/tasks/ending-tasks.js';
import { OTP } from '../src/otp/vocabulary.js';
import type { Project } from '../src/project/project.js';
import type { ProjectModule } from '../src/project/project-module.js';
import { callText } from '../src/project/reach.js';
import type { SupervisedNode } from '../src/project/supervision/supervised-node.js';

export default defineRule({
  id: 'permanent-child-stops-normally',
  level: 'warning',
  pointsTo: { section: 'supervision' },
  speaksOf: OTP,
  summary: 'a process that stops of its own accord under `restart: :permanent`',
  what: 'Finds servers that a supervisor keeps with `restart: :permanent`, the default, and whose callbacks return `{:stop, :normal, …}` or `{:stop, :shutdown, …}`; and permanent `Task` children whose function ends.',
  why: 'A `:permanent` child is restarted whatever its exit reason was (`Supervisor`, "Restart values"). The process that has done its work is started again at once; when that happens more often than `max_restarts` allows, its supervisor gives up and takes all its siblings with it.',
  instead:
    'Say when it should come back: `use GenServer, restart: :transient` for a process that is restarted only after an error, `:temporary` for one that is never restarted. Where it should be started anew, stop with a reason that says what went wrong.',
  limits: [
    'A process that no supervisor in sight starts, or whose `restart:` is known only at run time, is left alone.',
    'Reasons in variables and `exit(:normal)` are not followed.',
    '`{:shutdown, reason}` is advice: it often means that something went wrong.',
  ],
  examples: {
    bad: [
      `defmodule MyApp.Upload do
  use GenServer

  def start(file), do: DynamicSupervisor.start_child(MyApp.Uploads, {__MODULE__, file})
  def start_link(file), do: GenServer.start_link(__MODULE__, file)

  @impl true
  def init(file), do: {:ok, file}

  @impl true
  def handle_info(:done, file), do: {:stop, :normal, file}
end

defmodule MyApp.Application do
  use Application

  @impl true
  def start(_type, _args) do
    children = [{DynamicSupervisor, name: MyApp.Uploads}]
    Supervisor.start_link(children, strategy: :one_for_one)
  end
end
`,
      `defmodule MyApp.Application do
  use Application

  @impl true
  def start(_type, _args) do
    children = [Supervisor.child_spec({Task, fn -> MyApp.Seeds.load() end}, restart: :permanent)]
    Supervisor.start_link(children, strategy: :one_for_one)
  end
end
`,
    ],
    good: [
      `defmodule MyApp.Upload do
  use GenServer, restart: :transient

  def start(file), do: DynamicSupervisor.start_child(MyApp.Uploads, {__MODULE__, file})
  def start_link(file), do: GenServer.start_link(__MODULE__, file)

  @impl true
  def init(file), do: {:ok, file}

  @impl true
  def handle_info(:done, file), do: {:stop, :normal, file}
end

defmodule MyApp.Application do
  use Application

  @impl true
  def start(_type, _args) do
    children = [{DynamicSupervisor, name: MyApp.Uploads}, {Task, fn -> MyApp.Seeds.load() end}]
    Supervisor.start_link(children, strategy: :one_for_one)
  end
end
`,
    ],
  },
  project(project) {
    const servers = project.modules.flatMap((module) => problemOfServer(module, project) ?? []);
    return [...servers, ...problemsOfTasks(project)];
  },
});

function isPermanent({ spec }: SupervisedNode): boolean {
  return spec.restart === 'permanent' && !spec.restartOpen;
}

function problemOfServer(module: ProjectModule, project: Project): Problem | undefined {
  if (module.def.quoted || !module.server) return undefined;
  const stops = normalStopsOf(module);
  if (stops.length === 0) return undefined;
  const node = project.supervision.nodesAnywhere(module.name).find(isPermanent);
  const grave = stops.filter(({ reason }) => reason.startsWith(':'));
  const [stop] = grave.length > 0 ? grave : stops;
  if (!node || !stop) return undefined;
  const { callback, reason, chain } = stop;
  return {
    place: project.place(stop.at, stop.expr),
    message: `\`${nameOf(stop)}\` stops with \`${reason}\`, but \`${module.name}\` is a \`:permanent\` child and is started again at once; give it \`restart: :transient\` or \`:temporary\``,
    evidence: [
      ...chain.map((site) => project.evidence(site, `\`${callback.name}\` calls \`${callText(site)}\``)),
      {
        ...project.place(node.owner, node),
        message: `its supervisor starts it here as \`:permanent\`${givenBy(node)}`,
      },
      ...stops
        .filter((other) => other !== stop)
        .slice(0, 3)
        .map((other) => ({
          ...project.place(other.at, other.expr),
          message: `it also stops with \`${other.reason}\` here`,
        })),
    ],
    ...(grave.length > 0 ? {} : { level: 'info' }),
  };
}

function nameOf({ callback: { clause } }: NormalStop): string {
  return `${clause.fn.name}/${clause.fn.arity}`;
}

function givenBy({ spec }: SupervisedNode): string {
  return spec.handWritten ? '' : ', the default of its child spec';
}

function problemsOfTasks(project: Project): Problem[] {
  const seen = new Set<string>();
  return [...project.supervision.supervisors()].flatMap(({ children }) =>
    children.flatMap((node): Problem[] => {
      if (node.kind !== 'task' || !isPermanent(node) || taskEnds(node, project) !== true) return [];
      const place = project.place(node.owner, node);
      const key = `${place.file}:${place.line}:${place.column}`;
      if (seen.has(key)) return [];
      seen.add(key);
      return [
        {
          place,
          message: `the task \`${nodeText(node)}\` comes to its end, but it is a \`:permanent\` child and is started again at once; leave it \`:temporary\`, or make it \`:transient\``,
        },
      ];
    }),
  );
}
