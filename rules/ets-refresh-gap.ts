import { shownExpr } from '../src/elixir/shown.js';
import { defineRule } from '../src/lint/rule.js';
import { etsTables } from '../src/otp/tables/ets-tables.js';
import { type RefreshGap, refreshGapsOf } from '../src/otp/tables/table-refresh.js';
import { OTP } from '../src/otp/vocabulary.js';
import { callText } from '../src/project/reach.js';

export default defineRule({
  id: 'ets-refresh-gap',
  level: 'warning',
  pointsTo: { section: 'storage' },
  speaksOf: OTP,
  summary: 'an ETS table emptied and filled again while others read it',
  what: 'Finds `:ets.delete_all_objects/1`, or `:ets.delete/1` with a new table of the same name, followed by inserts into the same table, where functions that run in other processes than the owner read it.',
  why: 'Every call of `:ets` is atomic by itself, and no two of them are together (`:ets`, "Concurrency"). Between the emptying and the last insert every reader sees an empty or half filled table and takes what is there for not being there; with the table itself deleted the reader raises `ArgumentError`. Where the refresh crashes in between, the table stays empty.',
  instead:
    'Insert the new rows first, in one `:ets.insert/2` with a list, which is atomic, and delete the keys that are no longer among them. Or fill a second table and swap: put its reference into `:persistent_term`, or rename it.',
  limits: [
    'A table read only by the process that owns it, and one that is filled while it starts, are left alone.',
    'The inserts are looked for after the emptying in the same function, in what it calls from there on, and in the function that calls it.',
    'Tables whose name only run time knows are followed as far as their parameter or field has the same name.',
  ],
  examples: {
    bad: [
      `defmodule Rates do
  use GenServer

  def get(currency), do: :ets.lookup(:rates, currency)

  @impl true
  def init(_opts) do
    :ets.new(:rates, [:named_table, read_concurrency: true])
    {:ok, nil}
  end

  @impl true
  def handle_info({:rates, rates}, state) do
    :ets.delete_all_objects(:rates)
    :ets.insert(:rates, rates)
    {:noreply, state}
  end
end
`,
    ],
    good: [
      `defmodule Rates do
  use GenServer

  def get(currency), do: :ets.lookup(:rates, currency)

  @impl true
  def init(_opts) do
    :ets.new(:rates, [:named_table, read_concurrency: true])
    {:ok, nil}
  end

  @impl true
  def handle_info({:rates, rates}, state) do
    :ets.insert(:rates, rates)
    current = MapSet.new(rates, &elem(&1, 0))
    for {key, _} <- :ets.tab2list(:rates), key not in current, do: :ets.delete(:rates, key)
    {:noreply, state}
  end
end
`,
    ],
  },
  project(project) {
    const gaps = etsTables(project).flatMap((table) => refreshGapsOf(table, project));
    return firstOfEachRun(gaps).map(({ emptied, filled, readers }) => {
      const [table] = emptied.args;
      const [reader] = readers;
      const harm =
        emptied.name === 'delete'
          ? 'raise until the table is made anew'
          : 'find it empty until the rows are back';
      return {
        place: project.placeOfCall(emptied),
        message: `readers of ${table ? `\`${shownExpr(table)}\`` : 'the table'} ${harm}; insert the new rows first and delete those that are stale, or fill a second table and swap`,
        evidence: [
          project.evidence(filled, `\`${callText(filled)}\` fills it again`),
          ...(reader ? [project.evidence(reader.site, 'other processes read it here')] : []),
        ],
      };
    });
  },
});

/** Several tables emptied one after the other are one refresh: the first of each clause. */
function firstOfEachRun(gaps: readonly RefreshGap[]): RefreshGap[] {
  const firsts = new Map<unknown, RefreshGap>();
  for (const gap of gaps) {
    const { clause } = gap.emptied.situation;
    const known = firsts.get(clause);
    if (!known || gap.emptied.start < known.emptied.start) firsts.set(clause, gap);
  }
  return [...firsts.values()];
}
