import type { CallSite } from '../src/elixir/model.js';
import type { Problem } from '../src/lint/finding.js';
import { defineRule } from '../src/lint/rule.js';
import { isBeforeEnd } from '../src/otp/exits/ending-processes.js';
import { fatesOfReturnedTask, fatesOfTask, isDropped, type TaskFate } from '../src/otp/tasks/task-fates.js';
import { replyTakerOf } from '../src/otp/tasks/task-replies.js';
import { type TaskStart, taskStartsOf } from '../src/otp/tasks/tasks.js';
import { OTP } from '../src/otp/vocabulary.js';
import type { Project } from '../src/project/project.js';
import { callText } from '../src/project/reach.js';

export default defineRule({
  id: 'task-never-awaited',
  level: 'error',
  pointsTo: { section: 'tasks' },
  speaksOf: OTP,
  summary: 'an async task whose result nobody takes',
  what: 'Finds `Task.async`, `Task.Supervisor.async` and `Task.Supervisor.async_nolink` whose task is thrown away: it reaches no `Task.await`, `yield`, `shutdown` or `ignore`, is not kept anywhere, and the process has no clause for `{ref, result}`. A task that a function returns is followed to that function’s callers.',
  why: 'An async task always answers its caller with a message, `{ref, result}`, and is monitored by it besides (`Task`, "async and await"). Nobody who asks for them means that both stay in the mailbox, or crash a server that has no clause for them; and a result, or an error, is lost without a word.',
  instead:
    'Where the result does not matter, use `Task.Supervisor.start_child/2`. Where it does, await it, or keep the task’s `ref` in the state and take `{ref, result}` and `:DOWN` in `handle_info/2`.',
  limits: [
    'A task that is put into a state, a struct or a data store, sent on, or given to a function outside the project counts as awaited.',
    'A public function that returns its task and that nobody in the project calls is left to its callers.',
    'A clause for `{ref, result}` counts for every task of its process.',
    'A callback that ends its process right after it (`:ignore`, `{:stop, …}`) has no mailbox to fill: there it is advice.',
  ],
  examples: {
    bad: [
      'defmodule Newsletter do\n  def send_all(readers) do\n    Enum.each(readers, fn reader -> Task.async(fn -> Mail.send(reader) end) end)\n  end\nend\n',
      'defmodule Orders do\n  def place(order) do\n    Task.Supervisor.async_nolink(Orders.Tasks, fn -> Stock.reserve(order) end)\n    {:ok, order}\n  end\nend\n',
      'defmodule Search do\n  def warm(terms) do\n    _tasks = Enum.map(terms, &Task.async(Index, :load, [&1]))\n    :ok\n  end\nend\n',
    ],
    good: [
      'defmodule Newsletter do\n  def send_all(readers) do\n    Enum.each(readers, fn reader -> Task.Supervisor.start_child(Newsletter.Tasks, fn -> Mail.send(reader) end) end)\n  end\nend\n',
      'defmodule Prices do\n  def fetch(shops) do\n    shops |> Enum.map(&Task.async(Shop, :price, [&1])) |> Task.await_many()\n  end\nend\n',
      'defmodule Prices do\n  use GenServer\n\n  def handle_cast(:refresh, state) do\n    task = Task.Supervisor.async_nolink(Prices.Tasks, fn -> Shop.prices() end)\n    {:noreply, %{state | ref: task.ref}}\n  end\n\n  def handle_info({ref, prices}, %{ref: ref} = state) do\n    Process.demonitor(ref, [:flush])\n    {:noreply, %{state | prices: prices}}\n  end\nend\n',
    ],
  },
  // A task can be thrown away in another module than the one that starts it.
  project(project) {
    return project.modules
      .filter(({ def }) => !def.quoted)
      .flatMap((module) => taskStartsOf(module).flatMap((start) => problemsOf(start, project)));
  },
});

function problemsOf(start: TaskStart, project: Project): Problem[] {
  const fates = fatesOfTask(start, project);
  const taker = replyTakerOf(start.site, project);
  if (taker === 'clause') return [];
  const level = taker === 'catch_all' ? ({ level: 'warning' } as const) : {};
  const dropped = droppingCallers(fates).filter((caller) => isDropped(fatesOfReturnedTask(caller, project)));
  if (!isDropped(fates)) return dropped.map((site) => ({ ...atCaller(site, start, project), ...level }));
  if (isBeforeEnd(start.site, project)) return [atEnd(start, project)];
  return [{ ...atStart(start, fates, project), ...level }];
}

/** A process that ends at once has no mailbox that could fill. */
function atEnd({ site }: TaskStart, project: Project): Problem {
  return {
    place: project.placeOfCall(site),
    level: 'info',
    message: `nobody awaits the task of \`${callText(site)}\`, and its caller ends here; say so with \`Task.Supervisor.start_child\``,
  };
}

function atStart({ site, starter }: TaskStart, fates: readonly TaskFate[], project: Project): Problem {
  const name = callText(site);
  const lost = starter.linked
    ? 'its reply lands in the mailbox of the caller'
    : 'its reply and `:DOWN` land in the mailbox of the caller';
  return {
    place: project.placeOfCall(site),
    message: `nobody awaits the task of \`${name}\`, so ${lost}; await it, or use \`Task.Supervisor.start_child\` where the result does not matter`,
    evidence: droppingCallers(fates).map((caller) =>
      project.evidence(caller, `\`${callText(caller)}\` returns the task, and it is thrown away here`),
    ),
  };
}

/** A function returns the task, and one of its callers throws it away while others do not. */
function atCaller(caller: CallSite, { site }: TaskStart, project: Project): Problem {
  return {
    place: project.placeOfCall(caller),
    message: `\`${callText(caller)}\` returns a task that is thrown away here, so its reply lands in the mailbox; await it`,
    evidence: [project.evidence(site, `\`${callText(site)}\` starts the task`)],
  };
}

function droppingCallers(fates: readonly TaskFate[]): CallSite[] {
  return [
    ...new Set(fates.flatMap((fate) => (fate.kind === 'discarded' && fate.caller ? [fate.caller] : []))),
  ];
}
