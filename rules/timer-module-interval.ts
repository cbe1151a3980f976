import type { CallSite } from '../src/elixir/model.js';
import { shownExpr } from '../src/elixir/shown.js';
import type { Evidence } from '../src/lint/finding.js';
import { defineRule } from '../src/lint/rule.js';
import { selfSent } from '../src/otp/messages/wakers.js';
import { infoCallbacks } from '../src/otp/processes/clauses.js';
import type { ProjectModule } from '../src/project/project.js';
import { mayMatch } from '../src/project/reach.js';

export default defineRule({
  id: 'timer-module-interval',
  level: 'info',
  pointsTo: { section: 'genserver' },
  summary: 'an interval of the `:timer` module, which does not wait for the work',
  what: 'Finds `:timer.send_interval` and `:timer.apply_interval`.',
  why: 'An interval ticks whether or not the work of the last tick is done (`:timer`). Where one run takes longer than the interval, `send_interval` fills the mailbox of the process with ticks that it then handles back to back, and `apply_interval` starts one more process beside those that still run. The timer server is one process for the whole node, too; `Process.send_after/3` goes to the runtime system directly ("Timer Module", Efficiency Guide).',
  instead:
    'Arm `Process.send_after(self(), message, interval)` in `init/1`, and again at the end of the `handle_info/2` clause that does the work: the next run then begins an interval after this one has ended.',
  limits: [
    'How long the work takes is not known: an interval whose handler is quick is reported as well.',
    '`:timer.apply_repeatedly`, which waits for the last run, and one-off timers (`:timer.send_after`, `:timer.apply_after`) are left alone, and so are tests and scripts.',
  ],
  examples: {
    bad: [
      `defmodule Shop.Sweeper do
  use GenServer

  @impl true
  def init(state) do
    {:ok, _timer} = :timer.send_interval(60_000, :sweep)
    {:ok, state}
  end

  @impl true
  def handle_info(:sweep, state) do
    Shop.Carts.delete_expired()
    {:noreply, state}
  end
end
`,
      `defmodule Shop.Rates do
  def start, do: :timer.apply_interval(60_000, __MODULE__, :refresh, [])
  def refresh, do: :ok
end
`,
    ],
    good: [
      `defmodule Shop.Sweeper do
  use GenServer

  @impl true
  def init(state) do
    schedule()
    {:ok, state}
  end

  @impl true
  def handle_info(:sweep, state) do
    Shop.Carts.delete_expired()
    schedule()
    {:noreply, state}
  end

  defp schedule, do: Process.send_after(self(), :sweep, 60_000)
end
`,
    ],
  },
  calls: [':timer.send_interval/_', ':timer.apply_interval/_'],
  check(call, module, { project }) {
    if (call.situation.quoted || call.situation.devOnly) return undefined;
    if (!module.production && !module.server) return undefined;
    const runs = call.name === 'apply_interval';
    return {
      place: project.placeOfCall(call),
      message: runs
        ? '`:timer.apply_interval` starts the next run in a process of its own even while the last one still works; let a process do the work and arm `Process.send_after/3` after each run'
        : `\`:timer.send_interval\` sends${messageText(call)} whether or not the last one has been dealt with, so ticks pile up when the work is slow; arm \`Process.send_after/3\` after each run`,
      evidence: tickHandler(call, module),
    };
  },
});

function messageText(call: CallSite): string {
  const message = selfSent(call);
  return message && message.kind !== 'variable' ? ` \`${shownExpr(message)}\`` : ' the next tick';
}

/** The clause of the module's own process that takes the tick. */
function tickHandler(call: CallSite, { server, project }: ProjectModule): Evidence[] {
  const message = selfSent(call);
  if (!message || message.kind === 'variable' || !server) return [];
  const taker = infoCallbacks(server).find(
    (callback) => callback.message && mayMatch(callback.message, message),
  );
  return taker
    ? [project.evidenceAtHead(taker.clause, 'each tick waits until the one before has run this')]
    : [];
}
