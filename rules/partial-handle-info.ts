import type { FunctionDef } from '../src/elixir/model.js';
import { catchAllFix } from '../src/fix/catch-all.js';
import type { Evidence } from '../src/lint/finding.js';
import { defineRule } from '../src/lint/rule.js';
import {
  isTaken,
  type MessageSource,
  messageSourcesOf,
  type SourceKind,
} from '../src/otp/messages/message-sources.js';
import {
  infoCallbacks,
  infoHandlers,
  macroTakesEveryMessage,
  takesEveryMessage,
} from '../src/otp/processes/clauses.js';
import type { Server, ServerKind } from '../src/otp/processes/server.js';
import { OTP } from '../src/otp/vocabulary.js';
import type { Project } from '../src/project/project.js';
import { callText } from '../src/project/reach.js';

/** Processes whose own framework starts them and restarts them at once: a crash costs one page or client. */
const LIGHT: ReadonlySet<ServerKind> = new Set([
  'live_view',
  'live_component',
  'channel',
  'websocket_client',
]);

const BRINGS: Record<SourceKind, string> = {
  monitor: '`:DOWN` messages',
  exits: '`:EXIT` messages of whatever is linked',
  task: 'the results of tasks',
  port: 'what the program behind the port writes',
  socket: 'what the other side of the socket sends',
  nodes: 'word of nodes that come and go',
  subscription: 'whatever is sent to its subscribers',
};

export default defineRule({
  id: 'partial-handle-info',
  level: 'warning',
  pointsTo: { section: 'genserver' },
  speaksOf: OTP,
  summary: '`handle_info` without a clause for unexpected messages, in a process that gets some',
  what: 'Finds processes whose `handle_info` (in a `:gen_statem`, the clauses for `:info` events) has no clause that takes every message, although the process monitors, traps exits, starts tasks, opens a port or a socket, or subscribes to something.',
  why: 'Any process may send any other a message. `use GenServer` brings a `handle_info/2` that logs what it does not know and goes on, but the first clause of your own replaces it (`GenServer`, "Receiving regular messages"): from then on, a message that no clause matches raises `FunctionClauseError`, and the process loses its state.',
  instead: 'End with a clause that takes every message, logs it and leaves the state as it is.',
  limits: [
    'Where the clauses take all that the sources in sight can send, or where there is no such source, the finding is advice; so it is in LiveViews, channels and websocket clients.',
    'A clause whose state pattern names keys counts as a catch-all, unless `init/1` shows that a key is missing.',
    'What a library sends to the process that uses it is known for common libraries only; a `subscribe` of any other counts.',
    'A catch-all that a macro of a dependency adds is not seen.',
  ],
  examples: {
    bad: [
      `defmodule MyApp.Prices do
  use GenServer

  @impl true
  def init(topic) do
    Phoenix.PubSub.subscribe(MyApp.PubSub, topic)
    {:ok, %{}}
  end

  @impl true
  def handle_info({:price, symbol, price}, prices) do
    {:noreply, Map.put(prices, symbol, price)}
  end
end
`,
      `defmodule MyApp.Workers do
  use GenServer

  @impl true
  def init(_), do: {:ok, %{}}

  @impl true
  def handle_call({:watch, pid}, _from, refs) do
    {:reply, :ok, Map.put(refs, Process.monitor(pid), pid)}
  end

  @impl true
  def handle_info({:DOWN, ref, :process, _pid, _reason}, refs) when is_map_key(refs, ref) do
    {:noreply, Map.delete(refs, ref)}
  end
end
`,
    ],
    good: [
      `defmodule MyApp.Prices do
  use GenServer
  require Logger

  @impl true
  def init(topic) do
    Phoenix.PubSub.subscribe(MyApp.PubSub, topic)
    {:ok, %{}}
  end

  @impl true
  def handle_info({:price, symbol, price}, prices) do
    {:noreply, Map.put(prices, symbol, price)}
  end

  def handle_info(message, prices) do
    Logger.warning("unexpected message: #{inspect(message)}")
    {:noreply, prices}
  end
end
`,
      `defmodule MyApp.Refs do
  use GenServer

  @impl true
  def init(pid), do: {:ok, Process.monitor(pid)}
end
`,
    ],
  },
  module(module, { project }) {
    const { server } = module;
    if (!server || module.def.damaged) return undefined;
    const callbacks = infoCallbacks(server);
    const [first] = callbacks;
    const partial = first && infoHandlers(server).find((handler) => !takesAll(handler, server));
    if (!partial) return undefined;
    const sources = messageSourcesOf(server);
    const untaken = sources.filter((source) => !isTaken(source, callbacks, server));
    return {
      place: project.placeOfHead(first.clause),
      message: messageOf(partial, sources, untaken),
      evidence: evidenceOf(untaken.length > 0 ? untaken : sources, project),
      ...(untaken.length === 0 || LIGHT.has(server.kind) ? { level: 'info' } : {}),
      fix: catchAllFix(partial, server),
    };
  },
});

function takesAll(handler: FunctionDef, server: Server): boolean {
  const own = infoCallbacks(server).some(
    (callback) => callback.clause.fn === handler && takesEveryMessage(callback, server),
  );
  return own || macroTakesEveryMessage(server.module, handler);
}

function messageOf(
  handler: FunctionDef,
  sources: readonly MessageSource[],
  untaken: readonly MessageSource[],
): string {
  const name = `\`${handler.name}/${handler.arity}\``;
  const process = `\`${handler.module.name}\``;
  const cure = 'end with a clause that logs it and goes on';
  const [source] = untaken;
  if (source) {
    return `${name} has no clause for messages it does not expect, while \`${callText(source.site)}\` brings ${BRINGS[source.kind]}: the first that matches nothing crashes ${process}; ${cure}`;
  }
  const known = sources[0] ? `takes all that \`${callText(sources[0].site)}\` brings but has` : 'has';
  return `${name} ${known} no clause for messages it does not expect: a stray one crashes ${process}; ${cure}`;
}

/** The calls from a callback to the first source, and where the next ones are. */
function evidenceOf([first, ...others]: readonly MessageSource[], project: Project): Evidence[] {
  if (!first) return [];
  const steps = first.chain.slice(0, -1).map((step) => project.evidence(step, `calls \`${callText(step)}\``));
  const brings = ({ site, kind }: MessageSource): Evidence =>
    project.evidence(site, `\`${callText(site)}\` brings ${BRINGS[kind]}`);
  return [...steps, brings(first), ...others.slice(0, 3).map(brings)];
}
