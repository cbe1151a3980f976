import { shownExpr } from '../src/elixir/shown.js';
import type { Problem } from '../src/lint/finding.js';
import { defineRule } from '../src/lint/rule.js';
import { type GlobalName, globalCalls, globalNames, takenGlobally } from '../src/otp/names/global-names.js';
import { OTP } from '../src/otp/vocabulary.js';
import type { Project, ProjectModule } from '../src/project/project.js';
import { callText } from '../src/project/reach.js';

export default defineRule({
  id: 'global-registration',
  level: 'info',
  pointsTo: { section: 'names' },
  productionOnly: true,
  speaksOf: OTP,
  summary: 'a name or a lock in the whole cluster, through `:global`',
  what: 'Finds processes that are registered as `{:global, name}` or `{:via, :global, name}`, and calls of `:global.register_name`, `re_register_name`, `set_lock` and `trans`.',
  why: 'Every registration in `:global` takes a lock on all nodes and waits for each of them. After a netsplit two processes hold the same name, and when the halves meet again one of them is killed (`:global`, "If any name clashes are discovered, function `Resolve` is called"; the default, `random_exit_name/3`, kills one at random).',
  instead:
    'Where one process a node is enough, register it in a `Registry`. Where any member of the cluster may answer, use groups of `:pg`. A singleton of the cluster needs a plan for the netsplit: a resolver given to `register_name/3`, or a lock in the database.',
  limits: [
    'Look-ups and messages (`GenServer.call({:global, name}, …)`, `whereis_name`) are left alone: the name is reported where a process takes it.',
    'A name that comes from outside the project, or is kept in a process’s state, is not followed.',
    'Other registries of the cluster, such as Horde, Swarm and syn, are not looked at.',
  ],
  examples: {
    bad: [
      `defmodule Billing.Clock do
  use GenServer

  def start_link(_opts), do: GenServer.start_link(__MODULE__, nil, name: {:global, __MODULE__})

  @impl true
  def init(nil), do: {:ok, nil}
end
`,
      `defmodule Billing.Leader do
  def claim, do: :global.register_name(:billing_leader, self())
end
`,
      `defmodule Billing.Month do
  def close(month) do
    :global.trans({{:close, month}, self()}, fn -> Billing.close(month) end)
  end
end
`,
    ],
    good: [
      `defmodule Billing.Clock do
  use GenServer

  def start_link(_opts), do: GenServer.start_link(__MODULE__, nil, name: __MODULE__)

  @impl true
  def init(nil), do: {:ok, nil}
end
`,
      `defmodule Billing.Leader do
  def tell(message), do: GenServer.cast({:global, :billing_leader}, message)
  def alive?, do: :global.whereis_name(:billing_leader) != :undefined
end
`,
    ],
  },
  project(project) {
    const names = globalNames(project).map((name) => ofName(name, project));
    return [
      ...names,
      ...project.modules.flatMap((module) => (module.production ? ofCalls(module, project) : [])),
    ];
  },
});

function ofName({ tuple, owner, used }: GlobalName, project: Project): Problem {
  const place = project.place(owner, tuple);
  const at = project.place(used.owner, used);
  const elsewhere = at.file !== place.file || at.line !== place.line;
  return {
    place,
    message: `\`${shownExpr(tuple)}\` is a name in the whole cluster: taking it waits for a lock on every node, and after a netsplit one of two holders is killed; use a \`Registry\` on each node, or \`:pg\` for the cluster`,
    evidence: elsewhere ? [{ ...at, message: 'here a process is started under this name' }] : [],
  };
}

function ofCalls(module: ProjectModule, project: Project): Problem[] {
  return globalCalls(module).flatMap((site): Problem[] => {
    const taken = takenGlobally(site);
    if (!taken || site.situation.quoted || site.situation.devOnly) return [];
    const what =
      taken === 'name'
        ? 'registers a name in the whole cluster: it waits for a lock on every node, and after a netsplit one of two holders is killed; use a `Registry` on each node, or `:pg` for the cluster'
        : 'takes a lock in the whole cluster: it waits for every node, and during a netsplit both halves get it; use a lock in the database, or one process that owns the work';
    return [{ place: project.placeOfCall(site), message: `\`${callText(site)}\` ${what}` }];
  });
}
