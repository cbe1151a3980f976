import type { Problem } from '../src/lint/finding.js';
import { defineRule } from '../src/lint/rule.js';
import {
  DEFAULT_RESTARTS,
  DEFAULT_SECONDS,
  restartBudget,
  restartedChildren,
  startsOnlyTemporary,
} from '../src/otp/supervision/restart-budget.js';
import { type SupervisorOptions, supervisorOptions } from '../src/otp/supervision/supervision.js';
import { OTP } from '../src/otp/vocabulary.js';
import type { Project } from '../src/project/project.js';
import type { ProjectModule } from '../src/project/project-module.js';

/** From this many restarts a second on, a crash loop shows in nothing but the load. */
const HIDDEN_PER_SECOND = 100;
/** From this many children on, four unrelated crashes in five seconds are no sign of one fault. */
const MANY_CHILDREN = 10;

export default defineRule({
  id: 'restart-intensity',
  level: 'info',
  pointsTo: { section: 'supervision' },
  speaksOf: OTP,
  summary: 'a restart budget that fits neither the number of children nor a crash loop',
  what: 'Finds supervisors with `max_restarts: 0`, with a budget of more than 100 restarts a second, and supervisors of ten or more children and dynamic supervisors that keep the default of 3 restarts in 5 seconds.',
  why: 'When its children crash more than `max_restarts` times within `max_seconds`, a supervisor stops all of them and itself, and the fault goes up the tree (`Supervisor`, "Strategies" and `Supervisor.init/2`). The budget is one for all children: the more there are, the sooner four crashes that have nothing to do with each other take the rest down. With a budget of none the first crash does; with one without end a crash loop never gets anywhere where somebody would see it.',
  instead:
    'Choose `max_restarts` and `max_seconds` after the number of children and how often one may fail; give groups of children that fail together a supervisor of their own.',
  limits: [
    'Options that come from a caller or from configuration are not judged.',
    'Dynamic supervisors all of whose known children are `:temporary` are left alone: these are never restarted.',
    'Children that are made at run time are counted once.',
  ],
  examples: {
    bad: [
      `defmodule MyApp.Sessions do
  use DynamicSupervisor

  def start_link(arg), do: DynamicSupervisor.start_link(__MODULE__, arg, name: __MODULE__)

  @impl true
  def init(_arg), do: DynamicSupervisor.init(strategy: :one_for_one)
end
`,
      `defmodule MyApp.Workers do
  use Supervisor

  @impl true
  def init(_arg), do: Supervisor.init([MyApp.Worker], strategy: :one_for_one, max_restarts: 0)
end
`,
    ],
    good: [
      `defmodule MyApp.Sessions do
  use DynamicSupervisor

  def start_link(arg), do: DynamicSupervisor.start_link(__MODULE__, arg, name: __MODULE__)

  @impl true
  def init(_arg), do: DynamicSupervisor.init(strategy: :one_for_one, max_restarts: 50, max_seconds: 10)
end

defmodule MyApp.Workers do
  use Supervisor

  @impl true
  def init(_arg), do: Supervisor.init([MyApp.Worker], strategy: :one_for_one)
end
`,
    ],
  },
  module(module, { project }) {
    if (module.def.quoted) return [];
    return supervisorOptions(module).flatMap((given) => problemOf(given, module, project) ?? []);
  },
});

function problemOf(given: SupervisorOptions, module: ProjectModule, project: Project): Problem | undefined {
  const message = given.kind === 'partition' ? undefined : messageOf(given, project);
  if (message === undefined) return undefined;
  return {
    place: given.site ? project.placeOfCall(given.site) : project.place(module.def, given.options),
    message,
  };
}

function messageOf(given: SupervisorOptions, project: Project): string | undefined {
  const { restarts, seconds, byDefault } = restartBudget(given, project);
  if (byDefault) return byDefaultMessage(given, project);
  if (restarts === 0)
    return '`max_restarts: 0` makes the first crash of any child stop all of them and their supervisor; allow the few restarts that a passing fault needs';
  if (restarts === undefined || !seconds || restarts / seconds <= HIDDEN_PER_SECOND) return undefined;
  return `${restarts} restarts in ${seconds} s let a child crash and start again for ever without anybody seeing it; choose a budget that a crash loop exceeds`;
}

function byDefaultMessage(given: SupervisorOptions, project: Project): string | undefined {
  const few = `${DEFAULT_RESTARTS} restarts in ${DEFAULT_SECONDS} s, the default`;
  if (given.kind === 'dynamic') {
    if (startsOnlyTemporary(given, project)) return undefined;
    return `${few}, hold for all children of this dynamic supervisor together: one more crash stops every one of them; choose \`max_restarts\` after how many there can be`;
  }
  const { least, most } = restartedChildren(given, project);
  if (most < MANY_CHILDREN) return undefined;
  const count = least >= MANY_CHILDREN ? `all ${least}${most > least ? ' or more' : ''}` : `up to ${most}`;
  return `${few}, hold for ${count} children together: one more crash stops every one of them; choose \`max_restarts\` after their number, or give groups of them a supervisor of their own`;
}
