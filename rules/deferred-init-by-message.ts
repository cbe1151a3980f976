import { continueInsteadOfMessage } from '../src/fix/continue.js';
import { defineRule } from '../src/lint/rule.js';
import { type SelfStart, selfStartsIn } from '../src/otp/processes/self-start.js';
import { OTP } from '../src/otp/vocabulary.js';
import type { Project } from '../src/project/project.js';
import { callText } from '../src/project/reach.js';

export default defineRule({
  id: 'deferred-init-by-message',
  level: 'info',
  pointsTo: { section: 'genserver' },
  speaksOf: OTP,
  summary: '`init/1` sends itself a message to finish its start',
  what: 'Finds an `init/1` of a GenServer that sends its own process a message or a cast, or arms a timer of 0 ms, so that the rest of its start, or the first run of its loop, comes after it.',
  why: 'The process is known to others before that message is in its mailbox: a name is registered before `init/1` runs, so a call can come first and find the state half built. `{:continue, term}` runs `handle_continue/2` right after `init/1`, before any other message (`GenServer`, `handle_continue/2`).',
  instead:
    'Return `{:ok, state, {:continue, :load}}` and do the work in `handle_continue/2`. A loop does its first run there and arms its timer as every later run does.',
  limits: [
    'A delay that is only known when the program runs is not judged.',
    '`GenStage` and `Connection` have no `handle_continue/2` of this kind, and are left alone.',
  ],
  examples: {
    bad: [
      `defmodule Rates do
  use GenServer

  def start_link(opts), do: GenServer.start_link(__MODULE__, opts, name: __MODULE__)

  @impl true
  def init(opts) do
    send(self(), :load)
    {:ok, %{opts: opts, rates: nil}}
  end

  @impl true
  def handle_info(:load, state), do: {:noreply, %{state | rates: Rates.Api.fetch(state.opts)}}
end
`,
      `defmodule Poller do
  use GenServer

  @impl true
  def init(state) do
    schedule(0)
    {:ok, state}
  end

  @impl true
  def handle_info(:poll, state) do
    schedule(60_000)
    {:noreply, state}
  end

  defp schedule(delay), do: Process.send_after(self(), :poll, delay)
end
`,
    ],
    good: [
      `defmodule Rates do
  use GenServer

  def start_link(opts), do: GenServer.start_link(__MODULE__, opts, name: __MODULE__)

  @impl true
  def init(opts), do: {:ok, %{opts: opts, rates: nil}, {:continue, :load}}

  @impl true
  def handle_continue(:load, state), do: {:noreply, %{state | rates: Rates.Api.fetch(state.opts)}}
end
`,
      `defmodule Poller do
  use GenServer

  @impl true
  def init(state) do
    Process.send_after(self(), :poll, 60_000)
    {:ok, state}
  end

  @impl true
  def handle_info(:poll, state), do: {:noreply, state}
end
`,
    ],
  },
  module(module, { project }) {
    const { server } = module;
    if (
      server?.kind !== 'gen_server' ||
      module.is('gen_stage') ||
      module.uses.some((use) => use.module === 'Connection')
    )
      return undefined;
    const inits = server.callbacks.filter(({ name }) => name === 'init');
    return inits.flatMap(({ clause }) => {
      const [first, ...others] = selfStartsIn(clause, module);
      if (!first) return [];
      return [
        {
          place: project.placeOfCall(first.chain[0] ?? first.site),
          message: messageFor(first),
          evidence: evidenceFor(first, others, project),
          fix: others.length === 0 ? continueInsteadOfMessage(first, clause, module) : undefined,
        },
      ];
    });
  },
});

function messageFor({ how, chain, site }: SelfStart): string {
  const through = chain.length > 1 && chain[0] ? ` through \`${callText(chain[0])}\`` : '';
  const deed = { message: 'sends itself a message', timer: 'arms a timer of 0 ms', cast: 'casts to itself' }[
    how
  ];
  return `\`init/1\` ${deed}${through} with \`${callText(site)}\`, and other messages can come first; return \`{:ok, state, {:continue, term}}\` and go on in \`handle_continue/2\``;
}

function evidenceFor({ chain, site }: SelfStart, others: readonly SelfStart[], project: Project) {
  const steps = chain
    .slice(1)
    .map((step) =>
      project.evidence(step, step === site ? 'the message is sent here' : `calls \`${callText(step)}\``),
    );
  return [
    ...steps,
    ...others.map((other) => project.evidence(other.chain[0] ?? other.site, 'and another one here')),
  ];
}
