import type { Problem } from '../src/lint/finding.js';
import { defineRule } from '../src/lint/rule.js';
import { type LinkedYield, linkedYieldsIn } from '../src/otp/exits/linked-yields.js';
import type { OutcomeBranch } from '../src/otp/tasks/task-outcomes.js';
import { OTP } from '../src/otp/vocabulary.js';
import type { Project } from '../src/project/project.js';
import { callText } from '../src/project/reach.js';

const BRANCHES: Record<OutcomeBranch['kind'], string> = {
  exit: 'the `{:exit, reason}` branch',
  nil: 'the `nil` branch',
  rest: 'the branch for the rest',
};

export default defineRule({
  id: 'linked-task-yield',
  level: 'warning',
  pointsTo: { section: 'tasks' },
  productionOnly: true,
  speaksOf: OTP,
  summary: '`Task.yield` on a linked task, whose crash kills the caller first',
  what: 'Finds `Task.yield`, `Task.yield_many` and `Task.shutdown` with a branch for a task that failed or is late, where the task was started with `Task.async` or `Task.Supervisor.async` in a process that does not trap exits.',
  why: 'Such a task is linked to its caller (`Task.async/1`, "Linking"; `Task.Supervisor.async/3`). When it crashes, the exit signal kills the caller where it waits, so that `{:exit, reason}` never comes back from `Task.yield/2` and none of the code after it runs. Only a task that is late is seen.',
  instead:
    'Start the task with `Task.Supervisor.async_nolink/3`, which monitors it without a link: then `Task.yield/2` gives `{:exit, reason}` and the caller goes on.',
  limits: [
    'A process that may trap exits, by the function, its server or a near caller, is left alone; so is a task that `Process.unlink/1` frees, and one whose whole function is a `try` with `rescue` or `catch`.',
    'A task that is stored and asked about later is not followed.',
    'A match on `{:ok, result}` alone, and `Task.yield(task) || default`, is no branch.',
  ],
  examples: {
    bad: [
      'defmodule Weather do\n  def today(city) do\n    task = Task.async(fn -> Weather.Client.get(city) end)\n\n    case Task.yield(task, 2_000) || Task.shutdown(task) do\n      {:ok, weather} -> weather\n      {:exit, _reason} -> :unknown\n      nil -> :unknown\n    end\n  end\nend\n',
      'defmodule Weather do\n  def all(cities) do\n    cities\n    |> Enum.map(&Task.Supervisor.async(Weather.Tasks, Weather.Client, :get, [&1]))\n    |> Task.yield_many(2_000)\n    |> Enum.map(fn\n      {_task, {:ok, weather}} -> weather\n      {task, nil} -> Task.shutdown(task, :brutal_kill)\n    end)\n  end\nend\n',
    ],
    good: [
      'defmodule Weather do\n  def today(city) do\n    task = Task.Supervisor.async_nolink(Weather.Tasks, fn -> Weather.Client.get(city) end)\n\n    case Task.yield(task, 2_000) || Task.shutdown(task) do\n      {:ok, weather} -> weather\n      {:exit, _reason} -> :unknown\n      nil -> :unknown\n    end\n  end\nend\n',
      'defmodule Weather do\n  def today(city) do\n    task = Task.async(fn -> Weather.Client.get(city) end)\n    Task.await(task, 2_000)\n  end\nend\n',
    ],
  },
  project(project) {
    return linkedYieldsIn(project).map((found) => problemOf(found, project));
  },
});

function problemOf({ site, branch, starts }: LinkedYield, project: Project): Problem {
  const [first] = starts;
  const by = first ? `\`${callText(first)}\`` : 'its start';
  const what = BRANCHES[branch.kind];
  const blind =
    branch.kind === 'exit' ? `${what} is not reached` : `${what} helps at most against a task that is late`;
  return {
    place: project.placeOfCall(site),
    message: `${by} links the task to its caller, so a crash kills the caller before \`${callText(site)}\` answers: ${blind}; start it with \`Task.Supervisor.async_nolink\``,
    evidence: [
      ...starts.map((start) => project.evidence(start, 'a task is started here, linked to its caller')),
      {
        ...project.place(branch.owner, branch.pattern),
        message: `${what} is meant for a task that gives no result`,
      },
    ],
  };
}
