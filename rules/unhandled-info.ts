import type { Evidence, Place, Problem } from '../src/lint/finding.js';
import { defineRule } from '../src/lint/rule.js';
import { type UnhandledMessage, unhandledMessages } from '../src/otp/messages/unhandled-messages.js';
import { type UnhandledTimeout, unhandledTimeouts } from '../src/otp/messages/unhandled-timeouts.js';
import { OTP } from '../src/otp/vocabulary.js';
import type { Project, ProjectModule } from '../src/project/project.js';
import { callText } from '../src/project/reach.js';

export default defineRule({
  id: 'unhandled-info',
  level: 'error',
  pointsTo: { section: 'genserver' },
  speaksOf: OTP,
  summary: 'a message that a process is bound to get and has no clause for',
  what: 'Finds messages that a process gets for certain and that no clause of its `handle_info/2` (in a `:gen_statem`, no `:info` event) can match: what it sends to itself with `send/2`, `Process.send_after/3`, `:erlang.start_timer/3` or `:timer.send_interval/2`; `:DOWN` of its monitors; `{ref, result}` and `:DOWN` of tasks started with `Task.Supervisor.async_nolink/2`; the `:timeout` after a callback that returns one, `{:noreply, state, 5_000}`; `:EXIT` where it traps exits and links to a process.',
  why: 'Plain messages go to `handle_info/2` and nowhere else, not to `handle_cast/2` (`GenServer`, "Receiving regular messages"). Where no clause matches it raises `FunctionClauseError` and the process loses its state; with no `handle_info/2` at all the message is logged and dropped, and what it was to start never runs.',
  instead:
    'Add the clause. `Process.demonitor(ref, [:flush])` in the clause for `{ref, result}` makes the `:DOWN` of a task that went well superfluous, but not that of one that crashed.',
  limits: [
    'With no `handle_info/2` at all the finding is a warning: `use GenServer` logs the message and goes on.',
    'A clause for any message takes whatever comes; one that does no more than log it does not take what the process sends to itself and has a `handle_cast/2` clause for (a warning).',
    'Guards and state patterns are not evaluated. Where the process awaits tasks, demonitors or unlinks anywhere, their messages are taken to be settled.',
    'A `receive` in the module that could take the message settles it. Modules that `use` a module outside the project, which may add clauses, are left alone.',
  ],
  examples: {
    bad: [
      `defmodule MyApp.Sweeper do
  use GenServer

  @impl true
  def init(state) do
    Process.send_after(self(), :sweep, 1_000)
    {:ok, state}
  end

  @impl true
  def handle_cast(:sweep, state), do: {:noreply, state}

  @impl true
  def handle_info({:swept, _count}, state), do: {:noreply, state}
end
`,
      `defmodule MyApp.Importer do
  use GenServer

  @impl true
  def init(state), do: {:ok, state}

  @impl true
  def handle_cast({:import, path}, state) do
    Task.Supervisor.async_nolink(MyApp.TaskSupervisor, fn -> MyApp.Csv.import(path) end)
    {:noreply, state}
  end

  @impl true
  def handle_info({ref, _result}, state) when is_reference(ref), do: {:noreply, state}
end
`,
    ],
    good: [
      `defmodule MyApp.Sweeper do
  use GenServer

  @impl true
  def init(state) do
    Process.send_after(self(), :sweep, 1_000)
    {:ok, state}
  end

  @impl true
  def handle_info(:sweep, state) do
    Process.send_after(self(), :sweep, 1_000)
    {:noreply, state}
  end
end
`,
      `defmodule MyApp.Importer do
  use GenServer

  @impl true
  def init(state), do: {:ok, state}

  @impl true
  def handle_cast({:import, path}, state) do
    Task.Supervisor.async_nolink(MyApp.TaskSupervisor, fn -> MyApp.Csv.import(path) end)
    {:noreply, state}
  end

  @impl true
  def handle_info({ref, _result}, state) when is_reference(ref) do
    Process.demonitor(ref, [:flush])
    {:noreply, state}
  end

  def handle_info({:DOWN, _ref, :process, _pid, _reason}, state), do: {:noreply, state}
end
`,
    ],
  },
  module(module, { project }) {
    return [
      ...unhandledMessages(module).map((unhandled) => problemOf(unhandled, module, project)),
      ...timeoutProblems(module, project),
    ];
  },
});

/** One problem for all timeouts that a module returns. */
function timeoutProblems(module: ProjectModule, project: Project): Problem[] {
  const [first, ...others] = unhandledTimeouts(module);
  if (!first) return [];
  const missing = first.dropped
    ? 'has no `handle_info/2`: it is logged and dropped'
    : 'has no clause for it: it crashes the process';
  return [
    {
      place: placeOfTimeout(first, project),
      message: `with this timeout \`:timeout\` comes to \`${module.name}\` when nothing else does, and it ${missing}; add a \`handle_info/2\` clause for it, or return no timeout`,
      evidence: others.slice(0, 3).map((other) => {
        return { ...placeOfTimeout(other, project), message: 'another timeout' };
      }),
      ...(first.dropped ? { level: 'warning' } : {}),
    },
  ];
}

function placeOfTimeout({ returned, timeout }: UnhandledTimeout, project: Project): Place {
  return project.place(returned.holding.clause.fn.module, timeout);
}

function problemOf(unhandled: UnhandledMessage, module: ProjectModule, project: Project): Problem {
  const { site, castClause, droppedBy, messages } = unhandled;
  const dropped = unhandled.dropped || droppedBy !== undefined;
  const one = messages.length === 1;
  const missing = unhandled.dropped ? 'has no `handle_info/2`' : `has no clause for ${one ? 'it' : 'them'}`;
  const effect = dropped
    ? `${one ? 'it is' : 'they are'} logged and dropped`
    : `${one ? 'it crashes' : 'the first crashes'} the process`;
  const cure = castClause
    ? 'move the clause of `handle_cast/2` to `handle_info/2`'
    : `add ${one ? 'a `handle_info/2` clause' : '`handle_info/2` clauses'} for ${one ? 'it' : 'them'}`;
  return {
    place: project.placeOfCall(site),
    message: `\`${callText(site)}\` brings ${listed(unhandled)} to \`${module.name}\`, which ${missing}: ${effect}; ${cure}`,
    evidence: evidenceOf(unhandled, project),
    ...(dropped ? { level: 'warning' } : {}),
  };
}

function listed({ messages }: UnhandledMessage): string {
  return messages.map((message) => `\`${short(message)}\``).join(' and ');
}

const LONGEST = 60;

function short(message: string): string {
  return message.length > LONGEST ? `${message.slice(0, LONGEST - 1)}…` : message;
}

function evidenceOf(unhandled: UnhandledMessage, project: Project): Evidence[] {
  const { callback, chain, link, castClause, droppedBy, again, written } = unhandled;
  if (written) {
    const place = project.place(written.owner, written.expr);
    return [
      { ...place, message: 'the message is written here' },
      project.evidence(unhandled.site, 'and sent here'),
    ];
  }
  const { fn } = callback.clause;
  const steps = [
    project.evidenceAtHead(callback.clause, `\`${fn.name}/${fn.arity}\` runs in the process`),
    ...chain.slice(0, -1).map((step) => project.evidence(step, `calls \`${callText(step)}\``)),
  ];
  if (link)
    steps.push(project.evidence(link.site, `\`${callText(link.site)}\` links the process to another`));
  if (castClause) steps.push(project.evidenceAtHead(castClause.clause, 'takes it as a cast only'));
  if (droppedBy) steps.push(project.evidenceAtHead(droppedBy.clause, 'drops it, as any other message'));
  for (const other of again.slice(0, 3))
    steps.push(project.evidence(other, `brings ${listed(unhandled)} too`));
  return steps;
}
