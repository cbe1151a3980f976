import type { Level } from '../src/lint/finding.js';
import { defineRule } from '../src/lint/rule.js';
import { servesOthers, wokenBy } from '../src/otp/messages/wakers.js';
import { type Naming, namingOf } from '../src/otp/names/naming.js';
import type { Callback, CallbackName, Server } from '../src/otp/processes/server.js';
import { slowFunctionSent } from '../src/otp/requests/sent-functions.js';
import { slowWorkIn, type Wait, waitEvidence } from '../src/otp/requests/waiting.js';
import { OTP } from '../src/otp/vocabulary.js';
import type { Project } from '../src/project/project.js';
import { chainText, functionText } from '../src/project/reach.js';

const CALLBACKS: ReadonlySet<CallbackName> = new Set([
  'handle_call',
  'handle_cast',
  'handle_info',
  'handle_continue',
  'handle_event',
  'handle_events',
  'handle_demand',
  'handle_subscribe',
]);

export default defineRule({
  id: 'blocking-callback',
  level: 'warning',
  redFlag: 'RF4',
  pointsTo: { ironLaw: [2] },
  speaksOf: OTP,
  summary: 'slow work in a callback of a process that others wait for',
  what: 'Finds HTTP requests, database calls, sleeps, operating system commands, whole-file work, awaited tasks and long calls in the callbacks of a process of which there is one, followed through functions of the project.',
  why: 'A process handles one message at a time (`GenServer`). While a callback of the one process waits for the network, every caller waits with it and gives up after 5 s; casts pile up in the mailbox, since nothing holds their senders back.',
  instead:
    'Hand the work to a task under a `Task.Supervisor` and answer with `GenServer.reply/2` when it is done, or do it in the caller and let the process keep only the result, in ETS where many read it.',
  limits: [
    'A state machine (`:gen_statem`, `GenStateMachine`) is advice: it may postpone what it is asked, and callers wait without a limit unless they set one.',
    'A process of which there may be many is left alone: the wait is then its own.',
    'For one process per instance or tenant, for timers and for work that only a cache miss brings, the finding is advice.',
    'A function that callers send along is followed to those that the project writes, where the callback itself runs it.',
    'Calls into libraries are judged by name; a slow function that is not on the list can be added as `slowWork` in the configuration.',
  ],
  examples: {
    bad: [
      `defmodule MyApp.Rates do
  use GenServer

  def start_link(_), do: GenServer.start_link(__MODULE__, %{}, name: __MODULE__)

  @impl true
  def init(state), do: {:ok, state}

  @impl true
  def handle_call({:rate, currency}, _from, state) do
    {:reply, fetch(currency), state}
  end

  defp fetch(currency), do: HTTPoison.get("https://rates.example/" <> currency)
end
`,
    ],
    good: [
      `defmodule MyApp.Rates do
  use GenServer

  def start_link(_), do: GenServer.start_link(__MODULE__, %{}, name: __MODULE__)

  @impl true
  def init(state), do: {:ok, state}

  @impl true
  def handle_call({:rate, currency}, from, state) do
    Task.Supervisor.start_child(MyApp.TaskSupervisor, fn ->
      GenServer.reply(from, HTTPoison.get("https://rates.example/" <> currency))
    end)

    {:noreply, state}
  end
end
`,
    ],
  },
  module(module, { project }) {
    const { server } = module;
    if (!server || !['gen_server', 'gen_stage', 'gen_statem'].includes(server.kind)) return undefined;
    const naming = namingOf(module);
    if (naming.kind === 'many') return undefined;
    const waits = server.callbacks.flatMap((callback): Waiting[] => {
      const level = CALLBACKS.has(callback.name) ? levelOf(callback, server, naming) : undefined;
      const wait =
        level && (slowWorkIn(callback.clause, project) ?? slowFunctionSent(callback, server, project));
      return level && wait ? [{ callback, wait, level: wait.sometimes ? 'info' : level }] : [];
    });
    return waits
      .filter((waiting) => !isAnothers(waiting, waits, project))
      .map(({ callback, wait, level }) => ({
        place: project.placeOfHead(callback.clause),
        message: messageOf(callback, wait, naming, server),
        evidence: waitEvidence(wait, project),
        ...(level === 'info' ? { level } : {}),
      }));
  },
});

/** A callback that waits, and how much that weighs. */
interface Waiting {
  callback: Callback;
  wait: Wait;
  level: Level;
}

/**
 * True where the same wait is told at another callback clause, one of the two calling the other as a function: where
 * it weighs more, or else where it is written.
 */
function isAnothers(waiting: Waiting, waits: readonly Waiting[], project: Project): boolean {
  return waits.some((other) => {
    if (other === waiting) return false;
    if (goesThrough(waiting, other, project)) return other.level === 'warning' || waiting.level === 'info';
    const lesser = waiting.level === 'info' && other.level === 'warning';
    return lesser && other.callback.name !== waiting.callback.name && goesThrough(other, waiting, project);
  });
}

function goesThrough({ wait }: Waiting, { callback }: Waiting, project: Project): boolean {
  return wait.chain.some((site) => project.targetOf(site) === callback.clause.fn);
}

/** How much a wait in a callback weighs; `undefined` where nobody waits for the process. */
function levelOf(callback: Callback, server: Server, naming: Naming): Level | undefined {
  const asked = callback.name === 'handle_call' || callback.name === 'handle_cast';
  if (!asked && !servesOthers(server)) return undefined;
  // A state machine may postpone what it is asked, and its callers set no limit of their own (`:gen_statem.call/2`).
  if (naming.kind === 'instance' || server.kind === 'gen_statem') return 'info';
  return asked || wokenBy(callback, server) === 'others' ? 'warning' : 'info';
}

function messageOf({ name, clause }: Callback, wait: Wait, naming: Naming, { kind }: Server): string {
  const chain = chainText(functionText(clause), wait.chain);
  const process =
    naming.kind === 'instance'
      ? 'the one process of its instance'
      : `the one process of \`${clause.fn.module.name}\``;
  const cost =
    name === 'handle_call'
      ? `every caller waits for it${kind === 'gen_statem' ? '' : ' and gives up after 5 s'}`
      : name === 'handle_cast'
        ? 'casts pile up in its mailbox meanwhile'
        : 'everyone who calls it waits meanwhile';
  const rarely = wait.sometimes ? ' on some runs' : '';
  return `\`${chain}\` is ${wait.work}${rarely} that holds up ${process}: ${cost}; hand the work to a supervised task`;
}
