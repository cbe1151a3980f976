import { shownExpr } from '../src/elixir/shown.js';
import { defineRule } from '../src/lint/rule.js';
import { etsTables } from '../src/otp/tables/ets-tables.js';
import { racesOn, type TableRace } from '../src/otp/tables/table-races.js';
import { OTP } from '../src/otp/vocabulary.js';
import { functionText } from '../src/project/reach.js';
import type { Run } from '../src/project/runs.js';

export default defineRule({
  id: 'ets-read-modify-write',
  level: 'warning',
  pointsTo: { ironLaw: [1], section: 'storage' },
  speaksOf: OTP,
  summary: 'a row of a public ETS table looked up, then written by several processes',
  what: 'Finds functions that look up a row of a `:public` ETS table by `lookup`, `lookup_element` or `member` and then write the same key by `insert` or `update_element`, with a value made from what was read, outside the process that owns the table. Where what was read only decides whether to write, as in a cache that is filled on a miss, it is reported at `info`.',
  why: 'Every call of `:ets` is atomic by itself, and no two of them are together (`:ets`, "Concurrency"). Two processes read the same row, each computes its own new one, and the second insert undoes the first: a count, a limit or a list loses an entry, and only under load.',
  instead:
    'Let one call do it: `:ets.update_counter/4` for numbers, `:ets.insert_new/2` for the first one to come, `:ets.select_replace/2` to compare and swap. Or send the write to the process that owns the table.',
  limits: [
    'The lookup and the write are looked for in one function, and the key must be written the same way in both, or stand for the same value.',
    'Left alone: keys that hold `self()`, functions under a lock (`:global.trans/2`, or a name that says so), and a table that one server alone writes.',
    'Whether two processes ever write the same key is not known.',
  ],
  examples: {
    bad: [
      `defmodule Hits do
  use GenServer

  def hit(page) do
    case :ets.lookup(:hits, page) do
      [{^page, count}] -> :ets.insert(:hits, {page, count + 1})
      [] -> :ets.insert_new(:hits, {page, 1})
    end
  end

  @impl true
  def init(_opts), do: {:ok, :ets.new(:hits, [:named_table, :public])}
end
`,
      `defmodule Cache do
  use GenServer

  def fetch(key, fun) do
    case :ets.lookup(__MODULE__, key) do
      [{_, value}] ->
        value

      [] ->
        value = fun.(key)
        :ets.insert(__MODULE__, {key, value})
        value
    end
  end

  @impl true
  def init(_opts), do: {:ok, :ets.new(__MODULE__, [:named_table, :public])}
end
`,
    ],
    good: [
      `defmodule Hits do
  use GenServer

  def hit(page), do: :ets.update_counter(:hits, page, 1, {page, 0})

  @impl true
  def init(_opts), do: {:ok, :ets.new(:hits, [:named_table, :public])}
end
`,
      `defmodule Hits do
  use GenServer

  def hit(page), do: GenServer.cast(__MODULE__, {:hit, page})

  @impl true
  def init(_opts), do: {:ok, :ets.new(:hits, [:named_table, :public])}

  @impl true
  def handle_cast({:hit, page}, table) do
    count = if :ets.member(table, page), do: :ets.lookup_element(table, page, 2), else: 0
    :ets.insert(table, {page, count + 1})
    {:noreply, table}
  end
end
`,
    ],
  },
  project(project) {
    const races = etsTables(project).flatMap((table) => racesOn(table, project));
    return firstOfEachRead(races).map((race) => ({
      level: race.by === 'value' ? 'warning' : 'info',
      place: project.placeOfCall(race.write),
      message: messageFor(race),
      evidence: [
        project.evidence(race.read, 'the row is read here'),
        ...race.run.chain.slice(0, -1).map((site) => project.evidence(site, 'and by way of this call')),
      ],
    }));
  },
});

/** The branches of one function that write what one lookup found are one mistake: the gravest is reported. */
function firstOfEachRead(races: readonly TableRace[]): TableRace[] {
  const found = new Map<unknown, TableRace>();
  for (const race of races) {
    const { clause } = race.write.situation;
    const earlier = found.get(clause);
    if (!earlier || (earlier.by === 'choice' && race.by === 'value')) found.set(clause, race);
  }
  return [...found.values()];
}

function messageFor({ write, by, key, run }: TableRace): string {
  const { clause } = write.situation;
  const row = `\`${shownExpr(key)}\``;
  const who = runnerText(run, clause ? `\`${functionText(clause)}\`` : 'this function');
  if (by === 'choice')
    return `whether ${row} is written is decided by a read that may be out of date by then, since ${who}; \`:ets.insert_new/2\` and \`:ets.select_replace/2\` decide and write at once`;
  const instead = '`:ets.update_counter/4`, `:ets.select_replace/2` or the process that owns the table';
  return `what was read for ${row} may be out of date when it is written back, since ${who}; leave it to ${instead}`;
}

function runnerText({ runner }: Run, name: string): string {
  switch (runner.kind) {
    case 'task':
      return `${name} runs in a task`;
    case 'request':
      return `${name} runs once a request, each in its own process`;
    case 'handler':
      return `${name} runs in whatever process executes the event`;
    case 'callback':
      return `${name} runs in the process of \`${runner.server.module.name}\``;
    default:
      return `${name} runs in the process that calls it`;
  }
}
