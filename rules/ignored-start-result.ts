import { isThrownAway } from '../src/elixir/thrown-away.js';
import { defineRule } from '../src/lint/rule.js';
import { answeredCalls, isAnsweredStart, startsChild } from '../src/otp/processes/answered-starts.js';
import { OTP } from '../src/otp/vocabulary.js';
import { callText } from '../src/project/reach.js';

export default defineRule({
  id: 'ignored-start-result',
  level: 'info',
  pointsTo: { section: 'supervision' },
  speaksOf: OTP,
  summary: 'the result of starting a process thrown away',
  what: 'Finds `start_link`, `DynamicSupervisor.start_child`, `Supervisor.start_child` and `Supervisor.start_link` whose result nobody looks at.',
  why: 'Starting a process answers `{:ok, pid}`, `:ignore` or `{:error, reason}` (`GenServer.on_start/0`, `DynamicSupervisor.on_start_child/0`) and does not raise. Thrown away, a process that never started, or was running already, looks like one that did, and the failure shows up later and elsewhere.',
  instead:
    'Match `{:ok, pid} = …` where a failure must stop the caller, handle `{:error, {:already_started, pid}}` and `{:error, reason}` where it may happen, or write `_ = …` where it truly does not matter.',
  limits: [
    'Tasks are left alone: `Task.Supervisor.start_child`, `Task.start_link` and a child `{Task, fun}`.',
    'A function of the project that wraps a start and hands its result back is not looked at where it is called, but for a module’s own `start_link`.',
    'Test modules are left alone.',
  ],
  examples: {
    bad: [
      'defmodule Chat.Rooms do\n  def open(room) do\n    DynamicSupervisor.start_child(Chat.RoomSupervisor, {Chat.Room, room})\n    {:ok, room}\n  end\nend\n',
      'defmodule Chat.Boot do\n  def open_all(rooms) do\n    Enum.each(rooms, &DynamicSupervisor.start_child(Chat.RoomSupervisor, {Chat.Room, &1}))\n  end\nend\n',
      'defmodule Chat.Console do\n  def setup do\n    Supervisor.start_link([Chat.Repo], strategy: :one_for_one)\n    :ok\n  end\nend\n',
    ],
    good: [
      'defmodule Chat.Rooms do\n  def open(room) do\n    case DynamicSupervisor.start_child(Chat.RoomSupervisor, {Chat.Room, room}) do\n      {:ok, pid} -> {:ok, pid}\n      {:error, {:already_started, pid}} -> {:ok, pid}\n    end\n  end\nend\n',
      'defmodule Chat.Rooms do\n  def open(room) do\n    _ = DynamicSupervisor.start_child(Chat.RoomSupervisor, {Chat.Room, room})\n    {:ok, room}\n  end\nend\n',
      'defmodule Chat.Room do\n  use GenServer\n\n  def start_link(room), do: GenServer.start_link(__MODULE__, room)\nend\n',
    ],
  },
  module(module, { project }) {
    if (module.is('test')) return [];
    return answeredCalls(module)
      .filter((site) => !site.situation.quoted && isAnsweredStart(site, project) && isThrownAway(site))
      .map((site) => ({
        place: project.placeOfCall(site),
        message: `nobody looks at what \`${callText(site)}\` answers, so a ${startsChild(site) ? 'child' : 'process'} that does not start goes unnoticed; match \`{:ok, pid}\`, or handle \`{:error, reason}\``,
      }));
  },
});
