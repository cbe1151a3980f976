import type { Evidence } from '../src/lint/finding.js';
import { defineRule } from '../src/lint/rule.js';
import {
  type Registration,
  type StaticRegistration,
  staticRegistrations,
} from '../src/otp/messages/static-renders.js';
import { OTP } from '../src/otp/vocabulary.js';
import type { Project } from '../src/project/project.js';
import { callText } from '../src/project/reach.js';

const DOES: Record<Registration, string> = {
  subscription: 'subscribes',
  timer: 'arms a timer for',
  monitor: 'sets up a monitor for',
};

export default defineRule({
  id: 'subscribe-in-static-render',
  level: 'warning',
  pointsTo: { section: 'telemetry' },
  productionOnly: true,
  speaksOf: OTP,
  summary: 'a LiveView that subscribes, arms a timer or monitors in its static render',
  what: 'Finds `mount/3` and `handle_params/3` of LiveViews, and `on_mount/4` hooks, that subscribe to messages, arm a timer or set up a monitor without asking `connected?(socket)`.',
  why: 'Both callbacks run twice: first in the process of the HTTP request, which renders the page and is gone, then in the connected LiveView (`Phoenix.LiveView`, "Life-cycle"). The first one must not be registered: messages reach a process that has no LiveView to handle them, pile up in the mailbox of a connection that is kept alive, and every visit of a crawler adds another.',
  instead:
    'Wrap it in `if connected?(socket) do … end`: the static render shows what there is, the connected one stays up to date.',
  limits: [
    'Components, presence tracking, tasks and linked processes in the static render are not looked at; neither is a plain `send(self(), …)`.',
    'Any condition or argument on the way that speaks of being connected counts as the question, whichever way it is asked.',
    'A subscription behind a function that the source does not show is known by the name `subscribe` alone.',
  ],
  examples: {
    bad: [
      `defmodule ShopWeb.OrdersLive do
  use Phoenix.LiveView

  @impl true
  def mount(_params, _session, socket) do
    Phoenix.PubSub.subscribe(Shop.PubSub, "orders")
    {:ok, assign(socket, :orders, Shop.Orders.list())}
  end
end
`,
      `defmodule ShopWeb.ClockLive do
  use Phoenix.LiveView

  @impl true
  def mount(_params, _session, socket), do: {:ok, socket |> tick()}

  defp tick(socket) do
    Process.send_after(self(), :tick, 1_000)
    assign(socket, :now, DateTime.utc_now())
  end
end
`,
    ],
    good: [
      `defmodule ShopWeb.OrdersLive do
  use Phoenix.LiveView

  @impl true
  def mount(_params, _session, socket) do
    if connected?(socket), do: Phoenix.PubSub.subscribe(Shop.PubSub, "orders")
    {:ok, assign(socket, :orders, Shop.Orders.list())}
  end
end
`,
      `defmodule ShopWeb.OrderLive do
  use Phoenix.LiveView

  @impl true
  def mount(_params, _session, socket), do: {:ok, socket}

  @impl true
  def handle_event("watch", %{"id" => id}, socket) do
    Phoenix.PubSub.subscribe(Shop.PubSub, "order:" <> id)
    {:noreply, socket}
  end
end
`,
    ],
  },
  module(module) {
    const byFunction = new Map<string, StaticRegistration[]>();
    for (const found of staticRegistrations(module)) {
      const { name } = found.clause.fn;
      byFunction.set(name, [...(byFunction.get(name) ?? []), found]);
    }
    return [...byFunction.values()].flatMap(([first, ...others]) => {
      const [entry] = first?.chain ?? [];
      if (!first || !entry) return [];
      const { name, arity } = first.clause.fn;
      return [
        {
          place: module.project.placeOfCall(entry),
          message: `\`${name}/${arity}\` also runs in the static render, and \`${callText(entry)}\` ${DOES[first.kind]} the process of the HTTP request there; do it only \`if connected?(socket)\``,
          evidence: evidenceFor(first, others, module.project),
        },
      ];
    });
  },
});

function evidenceFor(
  { chain }: StaticRegistration,
  others: readonly StaticRegistration[],
  project: Project,
): Evidence[] {
  const steps = chain.slice(1).map((site) => project.evidence(site, `leads to \`${callText(site)}\``));
  const more = others.flatMap(({ chain: [entry] }) => entry ?? []).filter((site) => site !== chain[0]);
  const same = [...new Set(more)].slice(0, 3);
  return [...steps, ...same.map((site) => project.evidence(site, 'the same goes for this call'))];
}
