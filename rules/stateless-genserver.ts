import type { Evidence } from '../src/lint/finding.js';
import { defineRule } from '../src/lint/rule.js';
import type { Server } from '../src/otp/processes/server.js';
import { placeOfServer } from '../src/otp/processes/server-place.js';
import { clientFunctionsOf } from '../src/otp/requests/clients.js';
import { type StatelessServer, statelessServerOf } from '../src/otp/state/stateless.js';
import { OTP } from '../src/otp/vocabulary.js';

export default defineRule({
  id: 'stateless-genserver',
  level: 'warning',
  redFlag: 'RF1',
  pointsTo: { ironLaw: [1], decisionTree: ['Need state?', 'no'] },
  speaksOf: OTP,
  summary: 'a GenServer whose callbacks need no state',
  what: 'Finds GenServers that remember nothing: `init/1` returns a constant or its argument, every other callback hands the state back as it came and does its work without it, and the process owns nothing, watches nothing and has no timer.',
  why: 'A GenServer takes one message at a time (`GenServer`, "When (not) to use a GenServer": do not use one for code organization). Without state to protect, this only makes callers wait for each other, copies every argument and result between processes, and adds a time-out and a crash that a function call does not have.',
  instead:
    'Write plain functions: each caller runs them itself, and all callers at once. Work that nobody waits for goes to a `Task.Supervisor`. Where something outside really takes one request at a time, say so by name: a lock, a pool of size one, a queue.',
  limits: [
    'Nothing is said about a server that takes messages in `handle_info/2`, has a timer, a `terminate/2` or a process dictionary, owns a table, port, socket, monitor, link, name or subscription, writes ETS or other shared memory, sleeps, uses `self()`, runs functions that callers send, is asked on other nodes, or works in a `:poolboy` pool: it may need to be a process.',
    'A state that callbacks read counts as configuration, unless it is one literal for all time.',
    'Servers in tests, scripts and Mix tasks are left alone: a stub may well be stateless.',
    'Callbacks that a macro writes are not judged.',
  ],
  productionOnly: true,
  examples: {
    bad: [
      `defmodule Calculator do
  use GenServer

  def start_link(initial), do: GenServer.start_link(__MODULE__, initial, name: __MODULE__)

  def add(a, b), do: GenServer.call(__MODULE__, {:add, a, b})
  def subtract(a, b), do: GenServer.call(__MODULE__, {:subtract, a, b})

  @impl true
  def init(initial), do: {:ok, initial}

  @impl true
  def handle_call({:add, a, b}, _from, state), do: {:reply, a + b, state}
  def handle_call({:subtract, a, b}, _from, state), do: {:reply, a - b, state}
end
`,
      `defmodule Reports.Mailer do
  use GenServer

  def start_link(_opts), do: GenServer.start_link(__MODULE__, nil, name: __MODULE__)
  def send_report(user), do: GenServer.cast(__MODULE__, {:send, user})

  @impl true
  def init(nil), do: {:ok, %{}}

  @impl true
  def handle_cast({:send, user}, state) do
    user |> Reports.render() |> Reports.Mail.deliver()
    {:noreply, state}
  end
end
`,
    ],
    good: [
      `defmodule Calculator do
  def add(a, b), do: a + b
  def subtract(a, b), do: a - b
end
`,
      `defmodule RateLimiter do
  use GenServer

  def start_link(limit), do: GenServer.start_link(__MODULE__, limit, name: __MODULE__)
  def allow?(key), do: GenServer.call(__MODULE__, {:allow?, key})

  @impl true
  def init(limit), do: {:ok, %{limit: limit, seen: %{}}}

  @impl true
  def handle_call({:allow?, key}, _from, state) do
    count = Map.get(state.seen, key, 0)
    {:reply, count < state.limit, put_in(state.seen[key], count + 1)}
  end
end
`,
      `defmodule Cleaner do
  use GenServer

  def start_link(_opts), do: GenServer.start_link(__MODULE__, nil, name: __MODULE__)
  def clean_now, do: GenServer.cast(__MODULE__, :clean)

  @impl true
  def init(nil) do
    Process.send_after(self(), :tick, 60_000)
    {:ok, nil}
  end

  @impl true
  def handle_cast(:clean, state) do
    Files.remove_old()
    {:noreply, state}
  end

  @impl true
  def handle_info(:tick, state) do
    Files.remove_old()
    Process.send_after(self(), :tick, 60_000)
    {:noreply, state}
  end
end
`,
    ],
  },
  module(module) {
    const { server } = module;
    const stateless = statelessServerOf(module);
    if (!server || !stateless) return undefined;
    return {
      place: placeOfServer(server),
      message: messageFor(server, stateless),
      evidence: evidenceFor(server, stateless),
    };
  },
});

function messageFor(server: Server, { handlers, effect }: StatelessServer): string {
  const casts = handlers.every(({ name }) => name === 'handle_cast');
  const cure = casts ? 'plain, run under a `Task.Supervisor` where nobody waits for it' : 'a plain function';
  const names = functionsOf(server, handlers);
  const waits = `no callback of \`${server.module.name}\` needs its state, yet all its work goes through one process, one message at a time`;
  const serial =
    effect === undefined ? '' : `, and if ${effect} must come one at a time, let a lock or a queue say so`;
  return `${waits}; make ${names} ${cure}${serial}`;
}

/** The functions that could be plain ones; the callbacks where callers ask the server directly. */
function functionsOf(server: Server, handlers: StatelessServer['handlers']): string {
  const clients = new Set(
    handlers.flatMap((handler) =>
      clientFunctionsOf(handler, server).map(({ name, arity }) => `\`${name}/${arity}\``),
    ),
  );
  if (clients.size > 0) return [...clients].join(', ');
  const callbacks = new Set(handlers.map(({ name, clause }) => `\`${name}/${clause.fn.arity}\``));
  return `what its ${[...callbacks].join(' and ')} does`;
}

function evidenceFor({ module, callbacks }: Server, { handlers }: StatelessServer): Evidence[] {
  const init = callbacks.find(({ name }) => name === 'init');
  const start = init
    ? [module.project.evidenceAtHead(init.clause, 'what `init/1` returns as the state is never needed')]
    : [];
  return [
    ...start,
    ...handlers.map(({ clause }) =>
      module.project.evidenceAtHead(clause, 'does its work without the state and hands it back as it came'),
    ),
  ];
}
