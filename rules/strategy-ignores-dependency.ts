import type { Evidence, Problem } from '../src/lint/finding.js';
import { defineRule } from '../src/lint/rule.js';
import { nodeText } from '../src/otp/node-text.js';
import { type Dependency, dependenciesIn } from '../src/otp/state/kept-things.js';
import { startsBefore } from '../src/otp/supervision/sibling-order.js';
import { OTP } from '../src/otp/vocabulary.js';
import type { Project } from '../src/project/project.js';
import { callText, chainText } from '../src/project/reach.js';
import type { SupervisedNode } from '../src/project/supervision/supervised-node.js';

const SHOWN = 3;

export default defineRule({
  id: 'strategy-ignores-dependency',
  level: 'warning',
  redFlag: 'RF7',
  pointsTo: { section: 'supervision' },
  speaksOf: OTP,
  summary: 'children under `:one_for_one` of which one keeps what dies with another',
  what: "Finds supervisors with `strategy: :one_for_one` where a child, while it starts, writes into an ETS table or an Agent of a sibling, joins a `:pg` scope that a sibling starts, or takes a sibling's pid, and never does so again.",
  why: 'Under `:one_for_one` only the child that ended is started again (`Supervisor`, "Strategies"). An ETS table, the state of an Agent and the members of a `:pg` scope end with their owner; the sibling that put something there once, or that holds the old pid, goes on as if it were still there.',
  instead:
    'Say it in the strategy: `:rest_for_one` restarts all children after the one that ended, `:one_for_all` all of them. Or put the two below a supervisor of their own, or let the child monitor the other and start anew.',
  limits: [
    'A child that does the same in a callback that takes messages is taken to renew it.',
    'A child that monitors or links other processes, and has a clause for their end, is left alone.',
    'What a GenServer keeps for its clients in its own state is not followed.',
  ],
  examples: {
    bad: [
      `defmodule MyApp.Prices do
  use Supervisor

  @impl true
  def init(_arg), do: Supervisor.init([MyApp.Prices.Table, MyApp.Prices.Loader], strategy: :one_for_one)
end

defmodule MyApp.Prices.Table do
  use GenServer

  def start_link(_), do: GenServer.start_link(__MODULE__, nil)

  @impl true
  def init(_) do
    :ets.new(:prices, [:named_table, :public])
    {:ok, nil}
  end
end

defmodule MyApp.Prices.Loader do
  use GenServer

  def start_link(_), do: GenServer.start_link(__MODULE__, nil)

  @impl true
  def init(_) do
    :ets.insert(:prices, {:default, 0})
    {:ok, nil}
  end
end
`,
    ],
    good: [
      `defmodule MyApp.Prices do
  use Supervisor

  @impl true
  def init(_arg), do: Supervisor.init([MyApp.Prices.Table, MyApp.Prices.Loader], strategy: :rest_for_one)
end

defmodule MyApp.Prices.Table do
  use GenServer

  def start_link(_), do: GenServer.start_link(__MODULE__, nil)

  @impl true
  def init(_) do
    :ets.new(:prices, [:named_table, :public])
    {:ok, nil}
  end
end

defmodule MyApp.Prices.Loader do
  use GenServer

  def start_link(_), do: GenServer.start_link(__MODULE__, nil)

  @impl true
  def init(_) do
    :ets.insert(:prices, {:default, 0})
    {:ok, nil}
  end
end
`,
    ],
  },
  project(project) {
    return [...project.supervision.supervisors()].flatMap((supervisor) => {
      if (supervisor.strategy !== 'one_for_one') return [];
      const dependencies = dependenciesIn(supervisor, project);
      return problemOf(supervisor, dependencies, project) ?? [];
    });
  },
});

function problemOf(
  { strategyAt }: SupervisedNode,
  dependencies: readonly Dependency[],
  project: Project,
): Problem | undefined {
  const [main] = dependencies;
  if (!main || !strategyAt) return undefined;
  const { child, sibling, kept } = main;
  const more = dependencies.length > 1 ? ` (and ${dependencies.length - 1} more below)` : '';
  const strategy = startsBefore(sibling, child).length > 0 ? ':rest_for_one' : ':one_for_all';
  return {
    place: project.place(strategyAt.owner, strategyAt),
    message: `\`:one_for_one\` restarts \`${nodeText(sibling)}\` alone, but \`${nodeText(kept.node)}\` ${kept.what} only once, in \`${chainText(kept.from, kept.chain)}\`${more}; \`${strategy}\` restarts both`,
    evidence: dependencies.slice(0, SHOWN).flatMap((dependency) => evidenceOf(dependency, project)),
  };
}

function evidenceOf({ child, sibling, kept }: Dependency, project: Project): Evidence[] {
  const last = kept.chain.length - 1;
  const steps = kept.chain.map((site, index) =>
    project.evidence(
      site,
      index === last
        ? `\`${nodeText(kept.node)}\` ${kept.what} here, and never again`
        : `calls \`${callText(site)}\``,
    ),
  );
  return [
    { ...project.place(sibling.owner, sibling), message: `\`${nodeText(sibling)}\` is restarted alone` },
    { ...project.place(child.owner, child), message: `\`${nodeText(child)}\` lives on meanwhile` },
    ...steps,
  ];
}
