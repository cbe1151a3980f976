import type { Evidence } from '../src/lint/finding.js';
import { defineRule } from '../src/lint/rule.js';
import type { Callback, Server } from '../src/otp/processes/server.js';
import { placeOfServer } from '../src/otp/processes/server-place.js';
import { clientFunctionsOf } from '../src/otp/requests/clients.js';
import { type PlainValueServer, plainValueServerOf } from '../src/otp/state/plain-value.js';
import { OTP } from '../src/otp/vocabulary.js';

export default defineRule({
  id: 'genserver-as-agent',
  level: 'off',
  pointsTo: { decisionTree: ['Need state?', 'yes', 'Complex behaviour?', 'no'] },
  speaksOf: OTP,
  summary: 'a GenServer that only gets, puts, updates or deletes in one value',
  what: 'Finds GenServers that do no more than an Agent: every callback only reads the state, or puts another value in its place, with a few lines of plain computation.',
  why: 'An Agent is a GenServer with exactly these callbacks written once ("a simple abstraction around state", `Agent`). Where there is no more behaviour than that, a message, a callback clause and a client function for each request only spell out what one `Agent.get/2` or `Agent.update/2` says in a line.',
  instead:
    'Use an Agent: `use Agent`, and in each function one `Agent.get`, `Agent.update`, `Agent.get_and_update` or `Agent.cast`. Ask the Iron Law first, though: what is read far more often than written belongs into ETS. Keep the GenServer where timers, monitors or messages are about to come.',
  limits: [
    'It is off unless it is asked for: a GenServer that could be an Agent is not wrong, and many teams write GenServers throughout.',
    'Nothing is said about a server with a `handle_continue/2`, a `terminate/2`, a timer, a `{:stop, …}`, messages of its own, anything it owns, a `from` that it uses, a name beyond its node, calls into other modules of the project, a request that no function of its own module sends, or a callback that changes more than one field or is too long for an Agent (see `agent-complex-logic`).',
    'A server whose value never changes is for `static-value-process`, one that needs no state for `stateless-genserver`, one that goes through states for `implicit-state-machine`.',
  ],
  examples: {
    bad: [
      `defmodule Shop.Prices do
  use GenServer

  def start_link(_opts), do: GenServer.start_link(__MODULE__, %{}, name: __MODULE__)
  def get(sku), do: GenServer.call(__MODULE__, {:get, sku})
  def put(sku, price), do: GenServer.cast(__MODULE__, {:put, sku, price})
  def delete(sku), do: GenServer.cast(__MODULE__, {:delete, sku})

  @impl true
  def init(prices), do: {:ok, prices}

  @impl true
  def handle_call({:get, sku}, _from, prices), do: {:reply, Map.get(prices, sku), prices}

  @impl true
  def handle_cast({:put, sku, price}, prices), do: {:noreply, Map.put(prices, sku, price)}
  def handle_cast({:delete, sku}, prices), do: {:noreply, Map.delete(prices, sku)}
end
`,
      `defmodule Counter do
  use GenServer

  def count(counter), do: GenServer.call(counter, :count)
  def increment(counter), do: GenServer.call(counter, :increment)

  @impl true
  def init(start), do: {:ok, %{count: start}}

  @impl true
  def handle_call(:count, _from, state), do: {:reply, state.count, state}

  def handle_call(:increment, _from, state) do
    count = state.count + 1
    {:reply, count, %{state | count: count}}
  end
end
`,
    ],
    good: [
      `defmodule Shop.Prices do
  use Agent

  def start_link(_opts), do: Agent.start_link(fn -> %{} end, name: __MODULE__)
  def get(sku), do: Agent.get(__MODULE__, &Map.get(&1, sku))
  def put(sku, price), do: Agent.update(__MODULE__, &Map.put(&1, sku, price))
  def delete(sku), do: Agent.update(__MODULE__, &Map.delete(&1, sku))
end
`,
      `defmodule Shop.Prices do
  use GenServer

  def start_link(_opts), do: GenServer.start_link(__MODULE__, %{}, name: __MODULE__)
  def get(sku), do: GenServer.call(__MODULE__, {:get, sku})
  def put(sku, price), do: GenServer.cast(__MODULE__, {:put, sku, price})

  @impl true
  def init(prices) do
    Process.send_after(self(), :forget, 60_000)
    {:ok, prices}
  end

  @impl true
  def handle_call({:get, sku}, _from, prices), do: {:reply, Map.get(prices, sku), prices}

  @impl true
  def handle_cast({:put, sku, price}, prices), do: {:noreply, Map.put(prices, sku, price)}

  @impl true
  def handle_info(:forget, _prices) do
    Process.send_after(self(), :forget, 60_000)
    {:noreply, %{}}
  end
end
`,
    ],
  },
  module(module) {
    const { server, name } = module;
    const plain = plainValueServerOf(module);
    if (!server || !plain) return undefined;
    return {
      place: placeOfServer(server),
      message: `\`${name}\` keeps one value, which ${namesOf(plain.reads, server)} ${verb(plain.reads, server, 'read')} and ${namesOf(plain.changes, server)} ${verb(plain.changes, server, 'change')}: that is all an Agent does, without messages and callbacks; make it one`,
      evidence: evidenceFor(server, plain),
    };
  },
});

/** How many names a sentence can hold. */
const SHOWN = 4;

/** The functions that send what some clauses take. */
function functionsOf(handlers: readonly Callback[], server: Server): string[] {
  const clients = handlers.flatMap((handler) => clientFunctionsOf(handler, server));
  return [...new Set(clients.map(({ name, arity }) => `\`${name}/${arity}\``))];
}

function namesOf(handlers: readonly Callback[], server: Server): string {
  const names = functionsOf(handlers, server);
  if (names.length > SHOWN) return `${names.length} functions`;
  const [last = '', ...others] = names.toReversed();
  return others.length > 0 ? `${others.toReversed().join(', ')} and ${last}` : last;
}

function verb(handlers: readonly Callback[], server: Server, word: string): string {
  return functionsOf(handlers, server).length === 1 ? `${word}s` : word;
}

function evidenceFor({ module: { project } }: Server, { reads, changes }: PlainValueServer): Evidence[] {
  return [
    ...reads.map(({ clause }) => project.evidenceAtHead(clause, 'only reads the value')),
    ...changes.map(({ clause }) => project.evidenceAtHead(clause, 'puts another value in its place')),
  ];
}
