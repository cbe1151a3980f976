import { keywordValue } from '../src/elixir/literals.js';
import { shownExpr } from '../src/elixir/shown.js';
import { followValue } from '../src/elixir/values.js';
import type { Evidence } from '../src/lint/finding.js';
import { defineRule } from '../src/lint/rule.js';
import { namingOf } from '../src/otp/names/naming.js';
import type { Callback, Server } from '../src/otp/processes/server.js';
import { clientFunctionsOf } from '../src/otp/requests/clients.js';
import { type TableReply, tableReplyOf } from '../src/otp/tables/table-reads.js';
import { OTP } from '../src/otp/vocabulary.js';
import { callText, chainText } from '../src/project/reach.js';

export default defineRule({
  id: 'ets-read-through-genserver',
  level: 'warning',
  redFlag: 'RF4',
  pointsTo: { ironLaw: [3], section: 'storage' },
  speaksOf: OTP,
  summary: 'a `handle_call` clause that only reads an ETS table',
  what: 'Finds `handle_call/3` clauses whose reply comes from an ETS table, by `lookup`, `lookup_element`, `member`, `match`, `select`, `tab2list` or their like, directly or through other functions, and that change nothing.',
  why: 'ETS tables can be read by many processes at once (`:ets`, "Concurrency"), each in its own time. A read through the server waits behind every other message, copies the answer twice, and fails when the server is busy for 5 seconds: the table is there, and its readers queue as if it were not.',
  instead:
    'Make the table named and `:protected` (the default) with `read_concurrency: true`, let the client function read it, and keep the server for the writes. A table without a name is published by its reference, as in `:persistent_term`.',
  limits: [
    'A table without a name, of a server that is one of many, is reported at `info`: its readers need its reference first.',
    'A clause that reads other parts of the state, or writes, sends or starts anything, is left alone: it may need its turn.',
    'A read that must come after earlier writes of the same caller is meant; say so in a suppression. Reads through wrappers such as Cachex are not looked at.',
  ],
  examples: {
    bad: [
      `defmodule Rates do
  use GenServer

  def start_link(opts), do: GenServer.start_link(__MODULE__, opts, name: __MODULE__)
  def get(key), do: GenServer.call(__MODULE__, {:get, key})
  def put(key, rate), do: GenServer.call(__MODULE__, {:put, key, rate})

  @impl true
  def init(_opts) do
    :ets.new(:rates, [:named_table, :set])
    {:ok, nil}
  end

  @impl true
  def handle_call({:get, key}, _from, state), do: {:reply, :ets.lookup(:rates, key), state}

  def handle_call({:put, key, rate}, _from, state) do
    :ets.insert(:rates, {key, rate})
    {:reply, :ok, state}
  end
end
`,
      `defmodule Sessions do
  use GenServer

  def fetch(id), do: GenServer.call(__MODULE__, {:fetch, id})

  @impl true
  def init(_opts), do: {:ok, %{table: :ets.new(:sessions, [:set, :private])}}

  @impl true
  def handle_call({:fetch, id}, _from, %{table: table} = state) do
    case find(table, id) do
      {:ok, session} -> {:reply, {:ok, session}, state}
      :error -> {:reply, {:error, :not_found}, state}
    end
  end

  defp find(table, id) do
    case :ets.lookup(table, id) do
      [{^id, session}] -> {:ok, session}
      [] -> :error
    end
  end
end
`,
    ],
    good: [
      `defmodule Rates do
  use GenServer

  def get(key), do: :ets.lookup(__MODULE__, key)
  def put(key, rate), do: GenServer.call(__MODULE__, {:put, key, rate})

  @impl true
  def init(_opts) do
    :ets.new(__MODULE__, [:named_table, read_concurrency: true])
    {:ok, nil}
  end

  @impl true
  def handle_call({:put, key, rate}, _from, state) do
    :ets.insert(__MODULE__, {key, rate})
    {:reply, :ok, state}
  end
end
`,
      `defmodule Limits do
  use GenServer

  @impl true
  def init(limit), do: {:ok, %{limit: limit, table: :ets.new(:limits, [:private])}}

  @impl true
  def handle_call({:allowed?, key}, _from, state) do
    {:reply, length(:ets.lookup(state.table, key)) < state.limit, state}
  end
end
`,
    ],
  },
  module(module, { project }) {
    const { server } = module;
    if (server?.kind !== 'gen_server' && server?.kind !== 'gen_stage') return undefined;
    return server.callbacks.flatMap((callback) => {
      const reply = tableReplyOf(callback, server.kind, project);
      if (!reply) return [];
      const level = concernsAll(reply, server) ? 'warning' : 'info';
      return [
        {
          level,
          place: project.placeOfHead(callback.clause),
          message: messageFor(callback, reply, server),
          evidence: evidenceFor(reply, server),
        },
      ];
    });
  },
});

/** A named table, or the table of a server that is the only one of its kind, is the same for all readers. */
function concernsAll({ site, table }: TableReply, { module }: Server): boolean {
  const value = table && followValue(table, site.situation.owner, site.situation.clause);
  const named =
    value?.kind === 'atom' ||
    value?.kind === 'alias' ||
    (value?.kind === 'variable' && value.name === '__MODULE__');
  return named || namingOf(module).kind === 'fixed';
}

function messageFor(callback: Callback, { site, chain, table }: TableReply, server: Server): string {
  const clients = clientFunctionsOf(callback, server).map(({ name, arity }) => `\`${name}/${arity}\``);
  const reader = clients.length > 0 ? clients.join(', ') : 'the client function';
  const where = table && table.kind !== 'variable' ? ` of \`${shownExpr(table)}\`` : '';
  const way = chain.length > 1 ? chainText('handle_call/3', chain) : callText(site);
  return `every read${where} waits for its turn in \`${server.module.name}\` only to answer what \`${way}\` finds; let ${reader} read the table in the caller's process${privateTable(server) ? ', and make it `:protected`' : ''}`;
}

function evidenceFor({ site, chain }: TableReply, { module: { project } }: Server): Evidence[] {
  return chain.map((step) =>
    project.evidence(
      step,
      step === site ? 'the answer is read from the table here' : `calls \`${callText(step)}\``,
    ),
  );
}

/** True where the module makes a table that no other process may read. */
function privateTable({ module }: Server): boolean {
  return module.sites.some(({ module: callee, name, args }) => {
    if (callee !== ':ets' || name !== 'new' || args[1]?.kind !== 'list') return false;
    return (
      keywordValue(args[1], 'named_table') === undefined &&
      args[1].items.some((item) => item.kind === 'atom' && item.value === 'private')
    );
  });
}
