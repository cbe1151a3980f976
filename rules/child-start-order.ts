import type { Evidence, Problem } from '../src/lint/finding.js';
import { defineRule } from '../src/lint/rule.js';
import { nodeText } from '../src/otp/node-text.js';
import { type EarlyChild, earlyChildren, type LateSibling } from '../src/otp/supervision/start-order.js';
import { OTP } from '../src/otp/vocabulary.js';
import type { Project } from '../src/project/project.js';
import { callText, chainText } from '../src/project/reach.js';
import type { SupervisedNode } from '../src/project/supervision/supervised-node.js';

const SHOWN = 3;

export default defineRule({
  id: 'child-start-order',
  level: 'warning',
  redFlag: 'RF7',
  pointsTo: { section: 'supervision' },
  speaksOf: OTP,
  summary: 'a child that starts before a sibling that it needs',
  what: 'Finds children that use a sibling which stands after them in the list: their start function, `init/1` or the `handle_continue/2` that follows it leads to a call to the sibling or to a process below it; they, or what starts below them, take their names from a registry that starts later; an endpoint accepts requests that lead to processes which are not there yet; and the order that libraries ask for is broken.',
  why: 'A supervisor starts its children in the order of the list, each when the one before has started, and stops them in the opposite order (`Supervisor`, "Start and shutdown"). A child that needs a later one fails to start, or works only while nobody hurries it; and at shutdown the later one is gone while the earlier still works with it.',
  instead:
    'Put what is needed before what needs it: repositories, `Phoenix.PubSub`, registries, task supervisors and caches first, then what works with them, `Oban` after its repository, the endpoint last.',
  limits: [
    'Children that are made at run time have no order that the source could tell.',
    'Messages that a process gets later by a timer are followed only where they lead to PubSub, a registry, a repository, Finch or a task supervisor.',
    'A use behind a condition or a `rescue` is advice.',
    'Behind an endpoint, what nothing in its request path leads to is left alone.',
  ],
  examples: {
    bad: [
      `defmodule MyApp.Application do
  use Application

  @impl true
  def start(_type, _args) do
    children = [
      MyApp.Feed,
      {Phoenix.PubSub, name: MyApp.PubSub}
    ]

    Supervisor.start_link(children, strategy: :one_for_one)
  end
end

defmodule MyApp.Feed do
  use GenServer

  def start_link(_), do: GenServer.start_link(__MODULE__, nil)

  @impl true
  def init(_) do
    Phoenix.PubSub.subscribe(MyApp.PubSub, "feed")
    {:ok, []}
  end
end
`,
      `defmodule MyApp.Application do
  use Application

  @impl true
  def start(_type, _args) do
    Supervisor.start_link([{Oban, repo: MyApp.Repo}, MyApp.Repo], strategy: :one_for_one)
  end
end

defmodule MyApp.Repo do
  use Ecto.Repo, otp_app: :my_app, adapter: Ecto.Adapters.Postgres
end
`,
    ],
    good: [
      `defmodule MyApp.Application do
  use Application

  @impl true
  def start(_type, _args) do
    children = [
      {Phoenix.PubSub, name: MyApp.PubSub},
      MyApp.Feed
    ]

    Supervisor.start_link(children, strategy: :one_for_one)
  end
end

defmodule MyApp.Feed do
  use GenServer

  def start_link(_), do: GenServer.start_link(__MODULE__, nil)

  @impl true
  def init(_) do
    Phoenix.PubSub.subscribe(MyApp.PubSub, "feed")
    {:ok, []}
  end
end
`,
    ],
  },
  project(project) {
    return [...project.supervision.supervisors()].flatMap((supervisor) =>
      earlyChildren(supervisor, project).map((early) => problemOf(early, project)),
    );
  },
});

function problemOf({ child, place, late }: EarlyChild, project: Project): Problem {
  const sorted = late.toSorted((a, b) => weight(a) - weight(b));
  return {
    place: project.place(place.owner, place),
    message: messageOf(child, sorted),
    evidence: sorted.slice(0, SHOWN).flatMap((one) => evidenceOf(one, project)),
    ...(sorted.every(isMaybe) ? { level: 'info' } : {}),
  };
}

/** What requests lead to tells most about an endpoint; what is only possible comes last. */
function weight(one: LateSibling): number {
  if (one.reason.kind === 'request') return 0;
  return isMaybe(one) ? 2 : 1;
}

function isMaybe({ reason }: LateSibling): boolean {
  return reason.kind === 'use' && reason.use.maybe;
}

function messageOf(early: SupervisedNode, late: readonly LateSibling[]): string {
  const [main] = late;
  if (!main) return '';
  const child = `\`${nodeText(early)}\``;
  const sibling = siblingText(main);
  const others = late.length > 1 ? `, and before ${late.length - 1} more that it needs` : '';
  switch (main.reason.kind) {
    case 'request':
      return `${child} accepts requests before the start of ${listed(late)}, which they use; an endpoint comes last, behind all that its requests need`;
    case 'name':
      return `${child} starts before ${sibling}${others}, the registry that gives \`${nodeText(main.reason.node)}\` its name; put the registry first`;
    case 'known':
      return `${child} ${main.reason.how} ${sibling}, which starts after it; put ${child} behind it`;
    default: {
      const { use } = main.reason;
      const may = use.maybe ? 'may need' : 'needs';
      return `${child} starts before ${sibling}${others}, but its \`${chainText(use.from, use.chain)}\` ${may} it; put ${sibling} first`;
    }
  }
}

function siblingText({ sibling, needed }: LateSibling): string {
  const text = `\`${nodeText(sibling)}\``;
  return needed === sibling ? text : `${text} with its \`${nodeText(needed)}\``;
}

function listed(late: readonly LateSibling[]): string {
  const names = [...new Set(late.map(({ sibling }) => `\`${nodeText(sibling)}\``))];
  const more = names.length - SHOWN;
  const shown = names.slice(0, SHOWN);
  if (more > 0) return `${shown.join(', ')} and ${more} more`;
  return shown.length > 1 ? `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}` : `${shown[0]}`;
}

function evidenceOf({ sibling, needed, reason, place }: LateSibling, project: Project): Evidence[] {
  const start = {
    ...project.place(place.owner, place),
    message: `\`${nodeText(sibling)}\` starts only here`,
  };
  if (reason.kind === 'known') return [start];
  if (reason.kind === 'name') {
    const { node, name } = reason;
    return [
      { ...project.place(node.owner, node), message: `\`${nodeText(node)}\` is named \`${name}\`` },
      start,
    ];
  }
  const { chain, how } = reason.use;
  const last = chain.length - 1;
  const steps = chain.map((site, index) =>
    project.evidence(site, index === last ? `${how} \`${nodeText(needed)}\`` : `calls \`${callText(site)}\``),
  );
  return [...steps, start];
}
