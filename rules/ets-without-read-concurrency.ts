import { shownExpr } from '../src/elixir/shown.js';
import { readConcurrencyFix } from '../src/fix/table-options.js';
import type { Evidence } from '../src/lint/finding.js';
import { defineRule } from '../src/lint/rule.js';
import { isRequestPath } from '../src/otp/requests/request-path.js';
import { type EtsTable, etsTables, isForeign, type TableUse } from '../src/otp/tables/ets-tables.js';
import { OTP } from '../src/otp/vocabulary.js';
import type { ProjectModule } from '../src/project/project-module.js';
import { functionText } from '../src/project/reach.js';
import type { Run } from '../src/project/runs.js';

const SHOWN = 3;

export default defineRule({
  id: 'ets-without-read-concurrency',
  level: 'info',
  pointsTo: { ironLaw: [3], section: 'storage' },
  speaksOf: OTP,
  summary: 'an ETS table that callers read, made without `read_concurrency: true`',
  what: 'Finds `:ets.new/2` without `read_concurrency: true` for a `:public` or `:protected` table that has a name, or whose reference stands in `:persistent_term` or in a `Registry`, and whose rows are read by functions that run in the processes of their callers.',
  why: 'Without the option, readers on different schedulers share one lock of the table, and contend for the memory it stands in (`:ets.new/2`, `read_concurrency`). With it, reads that follow one another go on side by side, and only the switch between reading and writing costs more: right for a table that is read much more often than written.',
  instead:
    'Add `read_concurrency: true` to the options of `:ets.new/2`. Where callers write as often as they read, leave it, and say so with `read_concurrency: false`.',
  limits: [
    'How often a table is read is not known, which makes this advice. Tables whose callers count with `update_counter`, or write in every function that reads, are left alone.',
    'Options, names or references that only run time knows are not followed: such a table is left alone.',
    'A table that one server alone reads beside its owner is left alone. So is one whose reference is only handed out by the owning process, or kept in its state.',
  ],
  examples: {
    bad: [
      `defmodule Rates do
  use GenServer

  def get(currency), do: :ets.lookup(:rates, currency)

  @impl true
  def init(rates) do
    :ets.new(:rates, [:named_table, :protected])
    :ets.insert(:rates, rates)
    {:ok, nil}
  end
end
`,
    ],
    good: [
      `defmodule Rates do
  use GenServer

  def get(currency), do: :ets.lookup(:rates, currency)

  @impl true
  def init(rates) do
    :ets.new(:rates, [:named_table, :protected, read_concurrency: true])
    :ets.insert(:rates, rates)
    {:ok, nil}
  end
end
`,
      `defmodule Seen do
  use GenServer

  @impl true
  def init(_opts), do: {:ok, :ets.new(:seen, [:named_table])}

  @impl true
  def handle_call({:seen?, id}, _from, table) do
    seen? = not :ets.insert_new(table, {id})
    {:reply, seen? and :ets.member(table, id), table}
  end
end
`,
    ],
  },
  project(project) {
    return etsTables(project).flatMap((table) => {
      const readers = readersOf(table);
      if (readers.length === 0 || !wouldGain(table)) return [];
      const [name] = table.site.args;
      return [
        {
          place: project.placeOfCall(table.site),
          message: `${name ? `\`${shownExpr(name)}\`` : 'this table'} is read in the processes of its callers, who share one lock without \`read_concurrency: true\`; add it to the options`,
          fix: readConcurrencyFix(table.site, project),
          evidence: readers.slice(0, SHOWN).map((use): Evidence => project.evidence(use.site, readBy(use))),
        },
      ];
    });
  },
});

/** The reads of rows that run in other processes than the owner's, where these are more than one. */
function readersOf(table: EtsTable): TableUse[] {
  const readers = table.uses.filter(
    ({ site, access, runs }) =>
      access !== 'write' && !SIZES.has(site.name) && runs.some((run) => isForeign(run, table)),
  );
  const runs = readers.flatMap((use) => use.runs).filter((run) => isForeign(run, table));
  const modules = new Set(runs.map(onlyModule));
  const [only] = modules;
  return modules.size === 1 && only && !isRequestPath(only) ? [] : readers;
}

/** The module whose one process, or whose task, is the reader. */
function onlyModule({ runner }: Run): ProjectModule | undefined {
  if (runner.kind === 'callback') return runner.server.module;
  return runner.kind === 'task' ? runner.starter : undefined;
}

const SIZES: ReadonlySet<string> = new Set(['select_count', 'first', 'last']);

/** False where others cannot read the table, where the option is set, or where they write as often as they read. */
function wouldGain(table: EtsTable): boolean {
  const { complete, options, protection, named, published } = table;
  if (!complete || options.has('read_concurrency')) return false;
  if (protection === 'private' || !protection || !(named || published)) return false;
  const written = table.uses.filter(
    ({ access, runs }) => access === 'write' && runs.some((run) => isForeign(run, table)),
  );
  if (written.some(({ site }) => site.name === 'update_counter')) return false;
  if (written.some(({ site }) => site.name.startsWith('insert')) && options.has('write_concurrency'))
    return false;
  return !readersOf(table).every(({ site }) =>
    written.some(
      ({ site: write }) => write.situation.clause === site.situation.clause && write.situation.branches === 0,
    ),
  );
}

function readBy({ site }: TableUse): string {
  const { clause } = site.situation;
  return `${clause ? `\`${functionText(clause)}\`` : 'a caller'} reads it in the process that calls it`;
}
