import { shownExpr } from '../src/elixir/shown.js';
import type { Problem } from '../src/lint/finding.js';
import { defineRule } from '../src/lint/rule.js';
import { type CancelRace, cancelRacesOf } from '../src/otp/timers/timer-races.js';
import { OTP } from '../src/otp/vocabulary.js';
import type { Project } from '../src/project/project.js';
import { callText } from '../src/project/reach.js';

export default defineRule({
  id: 'timer-cancel-race',
  level: 'info',
  pointsTo: { section: 'genserver' },
  speaksOf: OTP,
  summary: 'a timer cancelled and armed again, whose message may have been sent already',
  what: 'Finds callbacks that cancel a timer and arm the same message again, where the answer of `Process.cancel_timer` is not looked at, nothing takes an earlier message out of the mailbox, and the message has no reference by which its handler could tell the old timer from the new one.',
  why: '`Process.cancel_timer/1` stops a timer that is still running. Where it has fired already, its message is in the mailbox and stays there ("Even if the timer had expired and the message was sent, this function does not tell you if the timeout message has arrived at its destination yet", `Process.cancel_timer/2`). The handler then takes it for the new timer: a timeout that had just been put off happens at once, or work runs twice.',
  instead:
    'Put a reference into the message, `Process.send_after(self(), {:flush, ref}, time)` with `ref = make_ref()` kept in the state, and match it in the handler; `:erlang.start_timer/3` makes one by itself. Or, where `cancel_timer` answers `false`, take the message out with `receive do :flush -> :ok after 0 -> :ok end`.',
  limits: [
    'Which timer is cancelled is told by the key that its reference is kept under; where that is out of sight, only modules with a single timer message are looked at.',
    'The handler of the message itself may cancel and arm: its own timer has fired. `terminate/2` is left alone, and so are timers of the module `:timer`.',
    'Whether a second run would do harm is not known: the finding is advice.',
  ],
  examples: {
    bad: [
      `defmodule Shop.Basket do
  use GenServer

  @impl true
  def init(_opts), do: {:ok, reset(%{timer: nil, items: []})}

  @impl true
  def handle_call({:add, item}, _from, state) do
    {:reply, :ok, reset(%{state | items: [item | state.items]})}
  end

  @impl true
  def handle_info(:abandon, state), do: {:stop, :normal, state}

  defp reset(state) do
    if state.timer, do: Process.cancel_timer(state.timer)
    %{state | timer: Process.send_after(self(), :abandon, 60_000)}
  end
end
`,
    ],
    good: [
      `defmodule Shop.Basket do
  use GenServer

  @impl true
  def init(_opts), do: {:ok, reset(%{timer: nil, ref: nil, items: []})}

  @impl true
  def handle_call({:add, item}, _from, state) do
    {:reply, :ok, reset(%{state | items: [item | state.items]})}
  end

  @impl true
  def handle_info({:abandon, ref}, %{ref: ref} = state), do: {:stop, :normal, state}
  def handle_info({:abandon, _old}, state), do: {:noreply, state}

  defp reset(state) do
    if state.timer, do: Process.cancel_timer(state.timer)
    ref = make_ref()
    %{state | ref: ref, timer: Process.send_after(self(), {:abandon, ref}, 60_000)}
  end
end
`,
      `defmodule Shop.Basket do
  use GenServer

  @impl true
  def init(_opts), do: {:ok, reset(%{timer: nil, items: []})}

  @impl true
  def handle_call({:add, item}, _from, state) do
    {:reply, :ok, reset(%{state | items: [item | state.items]})}
  end

  @impl true
  def handle_info(:abandon, state), do: {:stop, :normal, state}

  defp reset(state) do
    if state.timer && Process.cancel_timer(state.timer) == false do
      receive do
        :abandon -> :ok
      after
        0 -> :ok
      end
    end

    %{state | timer: Process.send_after(self(), :abandon, 60_000)}
  end
end
`,
    ],
  },
  module({ server, def }, { project }) {
    if (!server || def.quoted || def.damaged) return undefined;
    return cancelRacesOf(server).map((race) => problemOf(race, project));
  },
});

function problemOf({ callback, cancel, again, taker }: CancelRace, project: Project): Problem {
  const message = `\`${shownExpr(again.message)}\``;
  const { fn } = callback.clause;
  return {
    place: project.placeOfCall(cancel),
    message: `${message} may be in the mailbox already when this timer is cancelled, and is then taken for that of the timer armed next; put a reference into the message that the handler checks, or flush it where \`cancel_timer\` answers \`false\``,
    evidence: [
      project.evidenceAtHead(callback.clause, `\`${fn.name}/${fn.arity}\` leads to this`),
      project.evidence(again.site, `\`${callText(again.site)}\` arms the same message again`),
      project.evidenceAtHead(taker.clause, `takes ${message} of whichever timer`),
    ],
  };
}
