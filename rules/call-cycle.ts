import type { Evidence, Problem } from '../src/lint/finding.js';
import { defineRule } from '../src/lint/rule.js';
import { OTP } from '../src/otp/vocabulary.js';
import { callCycles } from '../src/project/call-cycles.js';
import type { Project } from '../src/project/project.js';
import { callText, chainText } from '../src/project/reach.js';
import type { ServerCall } from '../src/project/server-calls.js';

export default defineRule({
  id: 'call-cycle',
  level: 'warning',
  pointsTo: { ironLaw: [2], section: 'genserver' },
  speaksOf: OTP,
  summary: 'servers whose callbacks wait for each other',
  what: 'Finds two or more processes, each the only one of its module, whose callbacks make synchronous calls to each other in a circle, directly or through functions of the project.',
  why: 'A process handles one message at a time and, while its callback waits in `GenServer.call/3`, handles none. When all processes of the circle wait at once, none of them can answer: each call exits after its timeout, 5 seconds unless told otherwise, and takes its caller down.',
  instead:
    'Let the calls go one way only: give what is needed along with the first call, answer with `GenServer.cast/2` or a message, or move the state that both need into one process or into ETS.',
  limits: [
    'Processes of which there may be many are left alone: which of them waits for which is not known from the source. One per instance or tenant is reported at `info`.',
    'Which branch a callback takes is not followed; calls from `terminate/2` are left to another rule.',
  ],
  examples: {
    bad: [
      `defmodule MyApp.Stock do
  use GenServer

  def start_link(_), do: GenServer.start_link(__MODULE__, %{}, name: __MODULE__)
  def take(item), do: GenServer.call(__MODULE__, {:take, item})
  def level(item), do: GenServer.call(__MODULE__, {:level, item})

  @impl true
  def init(levels), do: {:ok, levels}

  @impl true
  def handle_call({:level, item}, _from, levels), do: {:reply, levels[item], levels}

  def handle_call({:take, item}, _from, levels) do
    MyApp.Orders.note(item)
    {:reply, :ok, Map.update!(levels, item, &(&1 - 1))}
  end
end

defmodule MyApp.Orders do
  use GenServer

  def start_link(_), do: GenServer.start_link(__MODULE__, [], name: __MODULE__)
  def note(item), do: GenServer.call(__MODULE__, {:note, item})

  @impl true
  def init(orders), do: {:ok, orders}

  @impl true
  def handle_call({:note, item}, _from, orders) do
    {:reply, :ok, [{item, MyApp.Stock.level(item)} | orders]}
  end
end
`,
    ],
    good: [
      `defmodule MyApp.Stock do
  use GenServer

  def start_link(_), do: GenServer.start_link(__MODULE__, %{}, name: __MODULE__)
  def level(item), do: GenServer.call(__MODULE__, {:level, item})

  @impl true
  def init(levels), do: {:ok, levels}

  @impl true
  def handle_call({:level, item}, _from, levels) do
    MyApp.Orders.note(item)
    {:reply, levels[item], levels}
  end
end

defmodule MyApp.Orders do
  use GenServer

  def start_link(_), do: GenServer.start_link(__MODULE__, [], name: __MODULE__)
  def note(item), do: GenServer.cast(__MODULE__, {:note, item})

  @impl true
  def init(orders), do: {:ok, orders}

  @impl true
  def handle_cast({:note, item}, orders) do
    {:noreply, [{item, MyApp.Stock.level(item)} | orders]}
  end
end
`,
    ],
  },
  project(project) {
    return callCycles(project).map(({ calls, perInstance, certain }): Problem => {
      const [first] = calls;
      const circle = [...calls.map(({ from }) => from.module.name), first.from.module.name];
      const when = certain
        ? 'this very call can never be answered'
        : 'when all are busy at once, none can answer';
      return {
        place: project.placeOfCall(first.chain[0] ?? first.site),
        message: `${waitText(circle)}: ${when}; make one direction a cast or a message, or hand over what is asked for`,
        evidence: calls.flatMap((call) => evidenceOf(call, project)),
        ...(perInstance ? { level: 'info' } : {}),
      };
    });
  },
});

/** `` `A` waits for `B`, which waits for `A` ``. */
function waitText(circle: readonly string[]): string {
  return circle
    .map((name, index) => `${['', ' waits for ', ', which waits for '][Math.min(index, 2)]}\`${name}\``)
    .join('');
}

function evidenceOf({ callback, chain, site, to }: ServerCall, project: Project): Evidence[] {
  const { fn } = callback.clause;
  const way = chainText(`${fn.name}/${fn.arity}`, chain);
  const [first = site] = chain;
  const steps = [project.evidence(first, `\`${way}\` waits for \`${to.name}\``)];
  return site === first ? steps : [...steps, project.evidence(site, `\`${callText(site)}\` waits here`)];
}
