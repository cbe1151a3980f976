import { shownExpr } from '../src/elixir/shown.js';
import type { Evidence, Problem } from '../src/lint/finding.js';
import { defineRule } from '../src/lint/rule.js';
import { type DoubledLoop, doubledLoopsOf } from '../src/otp/timers/timer-loops.js';
import type { Arming } from '../src/otp/timers/timers.js';
import { OTP } from '../src/otp/vocabulary.js';
import type { Project } from '../src/project/project.js';
import { callText, chainText } from '../src/project/reach.js';

export default defineRule({
  id: 'duplicate-timer-loop',
  level: 'warning',
  pointsTo: { section: 'genserver' },
  speaksOf: OTP,
  summary: 'a timer that keeps itself going and that another callback starts once more',
  what: 'Finds timers whose handler arms them again on every path, and that another callback arms as well each time it runs, without cancelling the one that is running or looking whether there is one. An interval that a repeated callback starts counts as well.',
  why: 'Each armed timer sends its own message (`Process.send_after/4`). A handler that always arms the next one keeps a loop alive for as long as the process lives, so each time another callback arms the same message there is one loop more, and none ever ends: the work runs twice, three times, a hundred times as often as it should.',
  instead:
    'Keep the reference in the state and cancel it before arming again (`Process.cancel_timer/1`), or do the work in the other callback without arming anything: the loop that runs comes round by itself.',
  limits: [
    'Messages with variable parts, as for one timer for each key, are left alone, and so are timers that are armed under a condition on a field that the process changes.',
    'A timer that is cancelled anywhere in the callback, or in the handler of its message, is taken to be the one that is armed again.',
    'Of the clauses that macros add, those of macros in the project are seen.',
    'A message that other processes send to a loop, as a client function may with `send/2`, is not seen.',
  ],
  examples: {
    bad: [
      `defmodule Shop.Prices do
  use GenServer

  def refresh, do: GenServer.cast(__MODULE__, :refresh)

  @impl true
  def init(state), do: {:ok, schedule(state)}

  @impl true
  def handle_cast(:refresh, state), do: {:noreply, schedule(load(state))}

  @impl true
  def handle_info(:poll, state), do: {:noreply, schedule(load(state))}

  defp schedule(state) do
    Process.send_after(self(), :poll, 60_000)
    state
  end

  defp load(state), do: %{state | prices: Shop.Api.prices()}
end
`,
      `defmodule ShopWeb.OrdersLive do
  use Phoenix.LiveView

  def mount(_params, _session, socket), do: {:ok, socket}

  def handle_params(_params, _uri, socket) do
    if connected?(socket), do: Process.send_after(self(), :tick, 1_000)
    {:noreply, socket}
  end

  def handle_info(:tick, socket) do
    Process.send_after(self(), :tick, 1_000)
    {:noreply, assign(socket, :now, DateTime.utc_now())}
  end
end
`,
    ],
    good: [
      `defmodule Shop.Prices do
  use GenServer

  def refresh, do: GenServer.cast(__MODULE__, :refresh)

  @impl true
  def init(state), do: {:ok, schedule(state)}

  @impl true
  def handle_cast(:refresh, state) do
    Process.cancel_timer(state.timer)
    {:noreply, schedule(load(state))}
  end

  @impl true
  def handle_info(:poll, state), do: {:noreply, schedule(load(state))}

  defp schedule(state), do: %{state | timer: Process.send_after(self(), :poll, 60_000)}
  defp load(state), do: %{state | prices: Shop.Api.prices()}
end
`,
      `defmodule Shop.Prices do
  use GenServer

  def refresh, do: GenServer.cast(__MODULE__, :refresh)

  @impl true
  def init(state) do
    Process.send_after(self(), :poll, 60_000)
    {:ok, state}
  end

  @impl true
  def handle_cast(:refresh, state), do: {:noreply, load(state)}

  @impl true
  def handle_info(:poll, state) do
    Process.send_after(self(), :poll, 60_000)
    {:noreply, load(state)}
  end

  defp load(state), do: %{state | prices: Shop.Api.prices()}
end
`,
    ],
  },
  module({ server, def }, { project }) {
    if (!server || def.quoted || def.damaged) return undefined;
    return doubledLoopsOf(server).map((loop) => problemOf(loop, project));
  },
});

function problemOf(loop: DoubledLoop, project: Project): Problem {
  const { message, rearmed, again, others } = loop;
  if (loop.added) return addedProblemOf(loop, project);
  const text = `\`${shownExpr(message)}\``;
  const harm = rearmed
    ? `starts one more ${text} loop each time it runs, as \`${nameOf(rearmed)}\` arms ${text} again for ever`
    : `starts one more interval of ${text} each time it runs, and none ever ends`;
  const steps: Evidence[] = [];
  if (rearmed) steps.push(...stepsOf(rearmed, `\`${nameOf(rearmed)}\` takes ${text}`, project));
  for (const arming of others) steps.push(project.evidenceAtHead(arming.callback.clause, `arms ${text} too`));
  const [first = again.site] = again.chain;
  const place = again.continued ? project.placeOfHead(again.callback.clause) : project.placeOfCall(first);
  return {
    place,
    message: `\`${wayTo(again)}\` ${harm}; keep the reference and cancel it first, or leave the next ${text} to the loop`,
    evidence: [
      ...steps,
      ...again.chain
        .slice(1)
        .map((site) => project.evidence(site, `this callback leads to \`${callText(site)}\``)),
    ],
  };
}

/** Where a macro adds what arms again: all that the module itself can change is its own end of the loop. */
function addedProblemOf({ message, rearmed, again }: DoubledLoop, project: Project): Problem {
  const text = `\`${shownExpr(message)}\``;
  const { callback, chain } = again;
  const [entry = again.site, first = again.site] = chain;
  const comes = callback.message ? `each time \`${shownExpr(callback.message)}\` comes` : 'each time it runs';
  const more = rearmed
    ? `one more ${text} loop beside those that \`${nameOf(rearmed)}\` keeps going for ever`
    : `one more interval of ${text}, and none ever ends`;
  const instead = rearmed
    ? 'put a reference made for each loop into the message and drop those of an earlier one'
    : 'start it where it runs once, or keep its reference where the next run finds it';
  return {
    place: project.placeOfCall(rearmed?.chain[0] ?? first),
    message: `${comes}, a clause that a macro adds runs \`${wayTo(again)}\` and starts ${more}; ${instead}`,
    evidence: [
      project.evidence(entry, `the clause that a macro adds calls \`${callText(entry)}\``),
      ...chain.slice(1).map((site) => project.evidence(site, `which leads to \`${callText(site)}\``)),
      ...(rearmed ? stepsOf(rearmed, `\`${nameOf(rearmed)}\` takes ${text}`, project) : []),
    ],
  };
}

function nameOf({ callback: { clause } }: Arming): string {
  return `${clause.fn.name}/${clause.fn.arity}`;
}

/** `handle_cast/2 → schedule/1 → Process.send_after/3`. */
function wayTo(arming: Arming): string {
  const through = arming.continued ? ' → handle_continue/2' : '';
  return chainText(`${nameOf(arming)}${through}`, arming.chain);
}

/** From the head of a callback to the call that arms. */
function stepsOf({ callback, site }: Arming, head: string, project: Project): Evidence[] {
  return [project.evidenceAtHead(callback.clause, head), project.evidence(site, 'and arms it again here')];
}
