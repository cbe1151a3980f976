import type { Evidence } from '../src/lint/finding.js';
import { defineRule } from '../src/lint/rule.js';
import { attachedOnce, type OnceOnly } from '../src/otp/telemetry/telemetry-restarts.js';
import { OTP } from '../src/otp/vocabulary.js';
import type { Project } from '../src/project/project.js';
import { callText } from '../src/project/reach.js';

export default defineRule({
  id: 'telemetry-attach-on-restart',
  level: 'warning',
  pointsTo: { section: 'telemetry' },
  productionOnly: true,
  speaksOf: OTP,
  summary: 'a process that attaches a telemetry handler in a way that fails when it is restarted',
  what: 'Finds processes that attach a telemetry handler while they start (`init/1`, the `handle_continue/2` that follows, `start_link`) and match the result in a way that fails on `{:error, :already_exists}`, without having detached the handler first or in `terminate/2`.',
  why: 'A handler belongs to no process: it stays attached when the one that attached it dies (`:telemetry.attach/4`). The restarted process finds the id taken, the match fails, and it crashes again and again until its supervisor gives up (`Supervisor`, "max_restarts").',
  instead:
    'Attach in `Application.start/2`, where it happens once, or detach before attaching. A handler that serves one process gets an id with `self()` in it, and is detached in `terminate/2` with `trap_exit` set.',
  limits: [
    'An id that holds a pid, a reference or a random part is taken to be new each time.',
    'That `terminate/2`, where it detaches, does not run when the process is killed, is not held against it.',
    'An application that attaches in `start/2` is left alone: it is seldom restarted in the same system.',
    'A result that is kept in a variable and matched later is not followed.',
  ],
  examples: {
    bad: [
      `defmodule Shop.Metrics do
  use GenServer

  def start_link(_opts), do: GenServer.start_link(__MODULE__, nil, name: __MODULE__)

  @impl true
  def init(nil) do
    :ok = :telemetry.attach("shop-orders", [:shop, :order, :stop], &__MODULE__.handle_event/4, nil)
    {:ok, %{orders: 0}}
  end
end
`,
      `defmodule Shop.Reporter do
  use GenServer

  @impl true
  def init(opts) do
    :ok = attach(opts[:events])
    {:ok, opts}
  end

  defp attach(events), do: :telemetry.attach_many({__MODULE__, :report}, events, &Shop.Log.handle/4, nil)
end
`,
    ],
    good: [
      `defmodule Shop.Metrics do
  use GenServer

  @impl true
  def init(nil) do
    :telemetry.detach("shop-orders")
    :ok = :telemetry.attach("shop-orders", [:shop, :order, :stop], &__MODULE__.handle_event/4, nil)
    {:ok, %{orders: 0}}
  end
end
`,
      `defmodule Shop.Watch do
  use GenServer

  @impl true
  def init(event) do
    :ok = :telemetry.attach({__MODULE__, self()}, event, &__MODULE__.handle_event/4, self())
    {:ok, event}
  end
end
`,
    ],
  },
  module(module) {
    const [first, ...others] = attachedOnce(module);
    if (!first) return undefined;
    const { project } = module;
    return {
      place: project.placeOfCall(first.demanded),
      message: `the handler stays attached when \`${module.name}\` dies, so that the restarted process gets \`{:error, :already_exists}\` from \`${callText(first.site)}\` and this match crashes it again; detach it first, attach it in \`Application.start/2\`, or put \`self()\` into its id`,
      evidence: evidenceFor(first, others, project),
    };
  },
});

function evidenceFor(first: OnceOnly, others: readonly OnceOnly[], project: Project): Evidence[] {
  const { start, chain, demanded } = first;
  const steps = chain
    .slice(chain.indexOf(demanded) + 1)
    .map((site) => project.evidence(site, `the value comes from \`${callText(site)}\``));
  const name = `${start.clause.fn.name}/${start.clause.fn.arity}`;
  return [
    project.evidenceAtHead(start.clause, `\`${name}\` runs at every start`),
    ...steps,
    ...others.slice(0, 3).map((other) => project.evidence(other.demanded, 'the same happens here')),
  ];
}
