import type { Problem } from '../src/lint/finding.js';
import { defineRule } from '../src/lint/rule.js';
import { type LookUpThenStart, racesIn } from '../src/otp/processes/start-races.js';
import { OTP } from '../src/otp/vocabulary.js';
import type { Project } from '../src/project/project.js';
import { callText } from '../src/project/reach.js';

export default defineRule({
  id: 'lookup-then-start',
  level: 'warning',
  pointsTo: { section: 'names' },
  speaksOf: OTP,
  summary: 'a process looked up and then started, so that two callers race',
  what: 'Finds functions that look a process up by its name (`Process.whereis`, `GenServer.whereis`, `Registry.lookup`, `:global.whereis_name`), start it where there is none, and do not handle `{:error, {:already_started, pid}}`.',
  why: 'Between the look-up and the start any other process can start it under the same name. A name is taken once, so the second start answers `{:error, {:already_started, pid}}` (`GenServer.on_start/0`, `Registry`, "Using in `:via`"): a rare error for whoever came second, about a process that is there.',
  instead:
    'Start it without looking first, and take `{:ok, pid}` and `{:error, {:already_started, pid}}` alike; the registry decides who was first. Where most callers find it there, look first and do the same with what the start answers.',
  limits: [
    'Code that only a single named server runs in its callbacks, `Application.start/2`, a supervisor’s `init/1` and what stands inside `:global.trans/2` are left alone; so are scripts, tests and Mix tasks, which one process runs.',
    'Any mention of `:already_started` in the function, in what it calls or in its nearest callers counts as handling it.',
    'A start whose result is thrown away does no harm here and is left to `ignored-start-result`.',
    'Look-up and start belong together where they share a variable or a name written out.',
  ],
  examples: {
    bad: [
      'defmodule Chat.Rooms do\n  def room(id) do\n    case Registry.lookup(Chat.Registry, id) do\n      [{pid, _}] -> {:ok, pid}\n      [] -> DynamicSupervisor.start_child(Chat.RoomSupervisor, {Chat.Room, id})\n    end\n  end\nend\n',
      'defmodule Chat.Clock do\n  use GenServer\n\n  def ensure_started do\n    Process.whereis(__MODULE__) || start!()\n  end\n\n  defp start! do\n    {:ok, pid} = GenServer.start_link(__MODULE__, [], name: __MODULE__)\n    pid\n  end\nend\n',
    ],
    good: [
      'defmodule Chat.Rooms do\n  def room(id) do\n    case DynamicSupervisor.start_child(Chat.RoomSupervisor, {Chat.Room, id}) do\n      {:ok, pid} -> {:ok, pid}\n      {:error, {:already_started, pid}} -> {:ok, pid}\n    end\n  end\nend\n',
      'defmodule Chat.Rooms do\n  def room(id) do\n    case Registry.lookup(Chat.Registry, id) do\n      [{pid, _}] -> {:ok, pid}\n      [] -> {:error, :not_found}\n    end\n  end\nend\n',
    ],
  },
  module(module, { project }) {
    if (!module.production) return [];
    return racesIn(module).flatMap((race) => problemOf(race, project));
  },
});

function problemOf({ lookUp, start }: LookUpThenStart, project: Project): Problem[] {
  const [looks] = lookUp;
  const [starts] = start;
  if (!looks || !starts) return [];
  const problem = {
    place: project.placeOfCall(looks),
    message: `between \`${callText(looks)}\` and \`${callText(starts)}\` another caller can start the same process, and \`{:error, {:already_started, pid}}\` is not handled; match it as \`{:ok, pid}\``,
    evidence: [
      ...lookUp.slice(1).map((site) => project.evidence(site, `\`${callText(site)}\` looks it up`)),
      ...start.map((site, at) =>
        project.evidence(
          site,
          at === start.length - 1
            ? `\`${callText(site)}\` starts it where there is none`
            : 'where there is none',
        ),
      ),
    ],
  };
  return [problem];
}
