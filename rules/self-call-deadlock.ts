import type { CallSite } from '../src/elixir/model.js';
import type { Problem } from '../src/lint/finding.js';
import { defineRule } from '../src/lint/rule.js';
import {
  agentCallsToItself,
  callsToItself,
  namesItself,
  ownClauses,
} from '../src/otp/requests/self-calls.js';
import { askingCalls } from '../src/otp/requests/synchronous.js';
import { OTP } from '../src/otp/vocabulary.js';
import type { Project } from '../src/project/project.js';
import { callText, chainText, type Reached } from '../src/project/reach.js';

/** Functions of `ExUnit` that expect the exit. */
const EXPECTED: ReadonlySet<string> = new Set(['catch_exit', 'assert_raise']);

export default defineRule({
  id: 'self-call-deadlock',
  level: 'error',
  pointsTo: { ironLaw: [1], section: 'genserver' },
  speaksOf: OTP,
  summary: 'a process that waits for an answer of itself',
  what: 'Finds callbacks that lead, directly or through functions of the project, to a synchronous call to their own process: to `self()`, or to the name under which the one process of the module is registered. A call to `self()` is reported wherever it stands.',
  why: 'A process handles one message at a time. It cannot answer while it waits for the answer, so the call can never succeed: given a local name or pid of the caller, `GenServer.call/3` exits with `:calling_self` at once, and through another kind of name it exits when the time is up.',
  instead:
    'Call the function that does the work with the state at hand, or send the process a message (`GenServer.cast/2`, `send/2`, `{:continue, …}`) that it handles after the current one.',
  limits: [
    'A process registered under a name with data in it, or one of many, is followed only through `self()`.',
    'A call behind a condition that asks for `self()` or a flag in the process dictionary is taken to be safe.',
    'Which branch a function takes for which state is not followed.',
  ],
  examples: {
    bad: [
      `defmodule MyApp.Counter do
  use GenServer

  def start_link(_), do: GenServer.start_link(__MODULE__, 0, name: __MODULE__)
  def value, do: GenServer.call(__MODULE__, :value)

  @impl true
  def init(count), do: {:ok, count}

  @impl true
  def handle_call(:value, _from, count), do: {:reply, count, count}

  @impl true
  def handle_cast(:print, count) do
    IO.puts("count is #{value()}")
    {:noreply, count}
  end
end
`,
      `defmodule MyApp.Room do
  use GenServer

  @impl true
  def init(users), do: {:ok, users}

  @impl true
  def handle_call(:users, _from, users), do: {:reply, users, users}
  def handle_call(:count, _from, users), do: {:reply, length(GenServer.call(self(), :users)), users}
end
`,
    ],
    good: [
      `defmodule MyApp.Counter do
  use GenServer

  def start_link(_), do: GenServer.start_link(__MODULE__, 0, name: __MODULE__)
  def value, do: GenServer.call(__MODULE__, :value)

  @impl true
  def init(count), do: {:ok, count}

  @impl true
  def handle_call(:value, _from, count), do: {:reply, count, count}

  @impl true
  def handle_cast(:print, count) do
    Task.Supervisor.start_child(MyApp.TaskSupervisor, fn -> IO.puts("count is #{value()}") end)
    {:noreply, count}
  end
end
`,
    ],
  },
  module(module, { project }) {
    const found = new Map<CallSite, Problem>();
    const note = (reached: Reached, start: string): void => {
      const [first] = reached.chain;
      if (first && !found.has(first) && !isExpected(first))
        found.set(first, problemOf(reached, start, project));
    };
    for (const site of askingCalls(module)) {
      if (!site.situation.quoted && namesItself(site)) note({ site, chain: [site] }, whereOf(site));
    }
    for (const clause of ownClauses(module)) {
      for (const reached of callsToItself(clause, module))
        note(reached, `${clause.fn.name}/${clause.fn.arity}`);
    }
    for (const reached of agentCallsToItself(module)) note(reached, 'the function run by the agent');
    return [...found.values()];
  },
});

function isExpected(site: CallSite): boolean {
  const { parent, closure } = site.situation;
  return EXPECTED.has(parent?.site.name ?? '') || EXPECTED.has(closure?.via?.name ?? '');
}

function whereOf({ situation }: CallSite): string {
  const { clause, owner } = situation;
  return clause ? `${clause.fn.name}/${clause.fn.arity}` : owner.name;
}

function problemOf({ site, chain }: Reached, start: string, project: Project): Problem {
  const [first = site] = chain;
  return {
    place: project.placeOfCall(first),
    message: `\`${chainText(start, chain)}\` waits for an answer of the process that runs it, which never comes; use the state at hand, or send a message to handle afterwards`,
    evidence: chain.map((step) =>
      project.evidence(
        step,
        step === site ? 'waits for its own process here' : `calls \`${callText(step)}\``,
      ),
    ),
  };
}
