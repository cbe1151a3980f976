import { shownExpr } from '../src/elixir/shown.js';
import type { Evidence, Problem } from '../src/lint/finding.js';
import { defineRule } from '../src/lint/rule.js';
import { namingOf } from '../src/otp/names/naming.js';
import type { Callback, Server } from '../src/otp/processes/server.js';
import { onlyReadsState } from '../src/otp/state/state-reads.js';
import { tableReplyOf } from '../src/otp/tables/table-reads.js';
import { OTP } from '../src/otp/vocabulary.js';
import { callText } from '../src/project/reach.js';
import { type Use, type Uses, usesOf } from '../src/project/readers.js';

/** So many modules that ask one process make it everyone's. */
const MANY_MODULES = 3;

export default defineRule({
  id: 'read-through-genserver',
  level: 'warning',
  redFlag: 'RF4',
  pointsTo: { ironLaw: [3], section: 'storage' },
  speaksOf: OTP,
  summary: 'a widely used read that goes through the one process of a server',
  what: 'Finds `handle_call/3` clauses of a process registered under one fixed name that only read its state, where the function that asks for it is called from a request path (a controller, LiveView, channel, plug or resolver), from three or more other modules, or once per item of a collection.',
  why: 'A process handles one message at a time (`GenServer`). Every reader waits behind all the others and behind whatever else the server does, and gives up after 5 seconds; the answer is copied twice. Readers of an ETS table wait for nobody (`:ets`, "Concurrency").',
  instead:
    'Let the server write what it knows into a named ETS table with `read_concurrency: true`, or into `:persistent_term` where it seldom changes, and let the client function read it there.',
  limits: [
    'Processes of which there may be many are left alone; of one per instance or tenant the finding is advice.',
    'A read that must come after earlier writes of the same caller is meant; say so in a suppression.',
    'Callers are followed through up to four functions; calls that the source does not resolve are not seen. A clause that calls into a library of unknown effect is no plain read.',
  ],
  examples: {
    bad: [
      `defmodule MyApp.Flags do
  use GenServer

  def start_link(_), do: GenServer.start_link(__MODULE__, %{}, name: __MODULE__)
  def enabled?(flag), do: GenServer.call(__MODULE__, {:enabled?, flag})
  def enable(flag), do: GenServer.cast(__MODULE__, {:enable, flag})

  @impl true
  def init(flags), do: {:ok, flags}

  @impl true
  def handle_call({:enabled?, flag}, _from, flags), do: {:reply, Map.has_key?(flags, flag), flags}

  @impl true
  def handle_cast({:enable, flag}, flags), do: {:noreply, Map.put(flags, flag, true)}
end

defmodule MyAppWeb.PageController do
  use Phoenix.Controller

  def index(conn, _params), do: render(conn, "index.html", beta: MyApp.Flags.enabled?(:beta))
end
`,
    ],
    good: [
      `defmodule MyApp.Flags do
  use GenServer

  def start_link(_), do: GenServer.start_link(__MODULE__, [], name: __MODULE__)
  def enabled?(flag), do: :ets.member(__MODULE__, flag)
  def enable(flag), do: GenServer.call(__MODULE__, {:enable, flag})

  @impl true
  def init(_) do
    :ets.new(__MODULE__, [:named_table, read_concurrency: true])
    {:ok, nil}
  end

  @impl true
  def handle_call({:enable, flag}, _from, state) do
    :ets.insert(__MODULE__, {flag})
    {:reply, :ok, state}
  end
end

defmodule MyAppWeb.PageController do
  use Phoenix.Controller

  def index(conn, _params), do: render(conn, "index.html", beta: MyApp.Flags.enabled?(:beta))
end
`,
      `defmodule MyApp.Flags do
  use GenServer

  def start_link(_), do: GenServer.start_link(__MODULE__, %{}, name: __MODULE__)
  def enabled?(flag), do: GenServer.call(__MODULE__, {:enabled?, flag})

  @impl true
  def init(flags), do: {:ok, flags}

  @impl true
  def handle_call({:enabled?, flag}, _from, flags), do: {:reply, Map.has_key?(flags, flag), flags}
end

defmodule MyApp.Nightly do
  def run, do: MyApp.Flags.enabled?(:nightly)
end
`,
    ],
  },
  module(module, { project }) {
    const { server } = module;
    if ((server?.kind !== 'gen_server' && server?.kind !== 'gen_stage') || !module.production)
      return undefined;
    const naming = namingOf(module);
    if (naming.kind === 'many') return undefined;
    return server.callbacks.flatMap((callback): Problem[] => {
      if (!onlyReadsState(callback, server.kind, project) || tableReplyOf(callback, server.kind, project))
        return [];
      const uses = usesOf(callback, server);
      const [reason, shown] = reasonOf(uses);
      if (!reason) return [];
      return [
        {
          place: project.placeOfHead(callback.clause),
          message: messageOf(callback, uses, reason, server),
          evidence: evidenceOf(shown, server),
          ...(naming.kind === 'instance' ? { level: 'info' } : {}),
        },
      ];
    });
  },
});

/** Why a read matters, as it reads after "is", and the places that show it. */
function reasonOf({ requests, modules, loops }: Uses): [string | undefined, readonly Use[]] {
  const [request] = requests;
  if (request)
    return [`called on the request path by \`${request.module.name}\`${andMore(requests)}`, requests];
  const [loop] = loops;
  if (loop) return [`called once per item of a collection in \`${loop.module.name}\``, loops];
  if (modules.length >= MANY_MODULES) return [`called by ${modules.length} other modules`, modules];
  return [undefined, []];
}

function andMore({ length }: readonly Use[]): string {
  return length > 1 ? ` and ${length - 1} more` : '';
}

function messageOf(callback: Callback, { clients }: Uses, reason: string, { module }: Server): string {
  const request = callback.message ? `\`${shownExpr(callback.message)}\`` : 'this request';
  const [client] = clients;
  const asked = client ? `\`${client.name}/${client.arity}\`` : request;
  return `${request} only reads the state of the one \`${module.name}\`, and ${asked} is ${reason}: all of them queue for it; keep what is read in ETS or \`:persistent_term\`, where callers read it themselves`;
}

/** The calls from the first place that asks to the client function, and where the next ones are. */
function evidenceOf([first, ...others]: readonly Use[], { module: { project } }: Server): Evidence[] {
  const sites = [...(first?.chain ?? []), ...others.slice(0, 3).flatMap(({ chain: [site] }) => site ?? [])];
  return sites.map((site) => project.evidence(site, `calls \`${callText(site)}\``));
}
