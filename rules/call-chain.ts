import { defineRule } from '../src/lint/rule.js';
import { OTP } from '../src/otp/vocabulary.js';
import { callChains } from '../src/project/call-chains.js';
import { chainText } from '../src/project/reach.js';

export default defineRule({
  id: 'call-chain',
  level: 'info',
  pointsTo: { ironLaw: [2] },
  speaksOf: OTP,
  summary: 'a call whose answer waits for a second server, which waits for a third',
  what: 'Finds `handle_call` clauses that wait for the answer of a second server of the project, whose clause for that request in turn waits for a third.',
  why: 'A process that waits in `GenServer.call/3` handles nothing else. Whoever calls the first server waits for all three, all other callers of each wait with it, and every link of the chain gives up after 5 seconds by itself: the first caller may see a timeout while the last server still works.',
  instead:
    'Let the caller ask the servers one after the other, read what is only looked up from ETS, or answer later with `GenServer.reply/2` once the others have sent what they know.',
  limits: [
    'Only requests whose message is written out are followed into the clause that takes them, and only to servers and agents of the project that can be told from the source.',
  ],
  examples: {
    bad: [
      `defmodule MyApp.Cart do
  use GenServer

  def start_link(_), do: GenServer.start_link(__MODULE__, %{}, name: __MODULE__)
  def total, do: GenServer.call(__MODULE__, :total)

  @impl true
  def init(items), do: {:ok, items}

  @impl true
  def handle_call(:total, _from, items), do: {:reply, MyApp.Prices.sum(items), items}
end

defmodule MyApp.Prices do
  use GenServer

  def start_link(_), do: GenServer.start_link(__MODULE__, %{}, name: __MODULE__)
  def sum(items), do: GenServer.call(__MODULE__, {:sum, items})

  @impl true
  def init(prices), do: {:ok, prices}

  @impl true
  def handle_call({:sum, items}, _from, prices) do
    {:reply, Enum.sum(Enum.map(items, &prices[&1])) * MyApp.Rates.current(), prices}
  end
end

defmodule MyApp.Rates do
  use GenServer

  def start_link(_), do: GenServer.start_link(__MODULE__, 1, name: __MODULE__)
  def current, do: GenServer.call(__MODULE__, :current)

  @impl true
  def init(rate), do: {:ok, rate}

  @impl true
  def handle_call(:current, _from, rate), do: {:reply, rate, rate}
end
`,
    ],
    good: [
      `defmodule MyApp.Cart do
  use GenServer

  def start_link(_), do: GenServer.start_link(__MODULE__, %{}, name: __MODULE__)
  def total, do: GenServer.call(__MODULE__, :total)

  @impl true
  def init(items), do: {:ok, items}

  @impl true
  def handle_call(:total, _from, items), do: {:reply, length(items) * MyApp.Rates.current(), items}
end

defmodule MyApp.Rates do
  use GenServer

  def start_link(_), do: GenServer.start_link(__MODULE__, 1, name: __MODULE__)
  def current, do: GenServer.call(__MODULE__, :current)

  @impl true
  def init(rate), do: {:ok, rate}

  @impl true
  def handle_call(:current, _from, rate), do: {:reply, rate, rate}
end
`,
    ],
  },
  module(module, { project }) {
    return callChains(module).map(([first, second]) => {
      const [site = first.site] = first.chain;
      const [next = second.site] = second.chain;
      return {
        place: project.placeOfCall(site),
        message: `whoever calls \`${module.name}\` here waits for \`${first.to.name}\` too, which waits for \`${second.to.name}\`: all three are as slow as the last; ask them one after the other from the caller, or answer later with \`GenServer.reply/2\``,
        evidence: [
          project.evidence(
            site,
            `\`${chainText('handle_call/3', first.chain)}\` waits for \`${first.to.name}\``,
          ),
          project.evidenceAtHead(second.callback.clause, `\`${first.to.name}\` takes the request here`),
          project.evidence(
            next,
            `\`${chainText('handle_call/3', second.chain)}\` waits for \`${second.to.name}\``,
          ),
        ],
      };
    });
  },
});
