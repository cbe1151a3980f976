import type { CallSite } from '../src/elixir/model.js';
import { shownExpr } from '../src/elixir/shown.js';
import type { Evidence } from '../src/lint/finding.js';
import { defineRule } from '../src/lint/rule.js';
import { serverNoun } from '../src/otp/processes/callback-code.js';
import { isStartFunction } from '../src/otp/processes/start-functions.js';
import { isRequestPath } from '../src/otp/requests/request-path.js';
import { type EtsTable, etsTables } from '../src/otp/tables/ets-tables.js';
import { goesOnForEver } from '../src/otp/tasks/ending-tasks.js';
import { OTP } from '../src/otp/vocabulary.js';
import type { Project } from '../src/project/project.js';
import { callText, functionText } from '../src/project/reach.js';
import type { Run } from '../src/project/runs.js';

export default defineRule({
  id: 'ets-unowned-table',
  level: 'warning',
  pointsTo: { section: 'storage' },
  speaksOf: OTP,
  summary: 'an ETS table made by whatever process calls a function',
  what: 'Finds `:ets.new/2` for a table with a name, or one whose reference is put into `:persistent_term`, in a function that a request, a task, a job or any caller runs in its own process.',
  why: 'A table belongs to the process that makes it and is deleted when that process ends (`:ets`, "Table Ownership"). Made by a request or a task it is gone a moment later, with every row, and whoever reads it next gets an `ArgumentError`. A second call while the first owner lives raises too: the name is taken.',
  instead:
    'Make the table in `init/1` of a GenServer that a supervisor starts before the readers, in the `init/1` of a supervisor, or in `Application.start/2`; let the functions that need it only use it.',
  limits: [
    'A public function that nothing in the project calls counts as called by anyone, also where its name is `init` and the module has no such callback.',
    'A table without a name that a function returns belongs to its caller, as any value does, and is left alone. So is one that the function deletes itself, gives away, or makes with an heir.',
    'Code that is called through values which the source does not show is left alone, and so are callbacks of other behaviours.',
  ],
  examples: {
    bad: [
      `defmodule Shop.Cache do
  def setup, do: :ets.new(:shop_cache, [:named_table, :public])
  def get(key), do: :ets.lookup(:shop_cache, key)
end
`,
      `defmodule Shop.Warmer do
  def warm(products) do
    Task.start(fn ->
      :ets.new(:products, [:named_table, :public, read_concurrency: true])
      :ets.insert(:products, products)
    end)
  end
end
`,
    ],
    good: [
      `defmodule Shop.Application do
  use Application

  @impl true
  def start(_type, _args) do
    Shop.Cache.setup()
    Supervisor.start_link([], strategy: :one_for_one)
  end
end

defmodule Shop.Cache do
  def setup, do: :ets.new(:shop_cache, [:named_table, :public])
end
`,
      `defmodule Shop.Sort do
  def distinct(rows) do
    table = :ets.new(:distinct, [:set, :private])
    :ets.insert(table, rows)
    found = :ets.tab2list(table)
    :ets.delete(table)
    found
  end
end
`,
    ],
  },
  project(project) {
    return etsTables(project).flatMap((table) => {
      const run = keepsNoOwner(table)
        ? table.makers.find((maker) => isPassing(maker, table, project))
        : undefined;
      if (!run) return [];
      return [
        {
          place: project.placeOfCall(table.site),
          message: messageFor(table, run),
          evidence: evidenceFor(run, table.site).map(
            ([site, text]): Evidence => project.evidence(site, text),
          ),
        },
      ];
    });
  },
});

/** True for a table that others are meant to find, and that nothing but its owner's end deletes. */
function keepsNoOwner({ site, named, published, options }: EtsTable): boolean {
  if (!(named || published) || options.has('heir')) return false;
  const { clause } = site.situation;
  return !clause?.calls.some(
    ({ module, name, arity }) =>
      module === ':ets' && ((name === 'delete' && arity === 1) || name === 'give_away' || name === 'setopts'),
  );
}

/** True where the process that makes a table is there for something else, and ends before the table should. */
function isPassing({ runner }: Run, { site }: EtsTable, project: Project): boolean {
  switch (runner.kind) {
    case 'task':
      return !isService(runner.site, site, project);
    case 'request':
      return true;
    case 'anyone':
      return !runner.tested;
    case 'callback':
      return isRequestPath(runner.server.module);
    default:
      return false;
  }
}

/** True for a task that a supervisor starts, and that goes on for ever once it has made the table. */
function isService(start: CallSite, { situation: { clause } }: CallSite, project: Project): boolean {
  const starter = start.situation.clause;
  if (!starter || !clause || start.name !== 'start_link') return false;
  return isStartFunction(starter.fn, project) && goesOnForEver(clause, project);
}

function messageFor({ site, named }: EtsTable, run: Run): string {
  const [name] = site.args;
  const table = name ? `\`${shownExpr(name)}\`` : 'the table';
  const second = named ? ', and making it twice raises' : '';
  return `${table} belongs to ${ownerText(run)} and is deleted when that ends${second}; make it in \`init/1\` of a supervised process or in \`Application.start/2\``;
}

function ownerText({ runner }: Run): string {
  switch (runner.kind) {
    case 'task':
      return `the task that \`${callText(runner.site)}\` starts`;
    case 'request':
      return `the process that runs \`${functionText(runner.clause)}\` for one request`;
    case 'callback':
      return `one ${serverNoun(runner.server.kind)}`;
    case 'anyone':
      return `whatever process calls \`${functionText(runner.clause)}\``;
    default:
      return 'whatever process makes it';
  }
}

/** The calls that lead to the making, from the outermost on. */
function evidenceFor({ runner, chain }: Run, made: CallSite): [CallSite, string][] {
  const first: [CallSite, string][] =
    runner.kind === 'task' ? [[runner.site, 'the process that is started here owns the table']] : [];
  const steps = chain.filter((site) => site !== made);
  return [...first, ...steps.map((site): [CallSite, string] => [site, `calls \`${callText(site)}\``])];
}
