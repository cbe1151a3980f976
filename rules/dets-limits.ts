import { shownExpr } from '../src/elixir/shown.js';
import { defineRule } from '../src/lint/rule.js';

export default defineRule({
  id: 'dets-limits',
  level: 'info',
  pointsTo: { section: 'storage' },
  summary: 'a DETS table, which holds at most 2 GB',
  what: 'Finds every call of `:dets.open_file/1,2`, also as a capture.',
  why: 'A DETS file cannot grow beyond 2 GB (`:dets`, "Description"): writes fail from then on. Every operation is a disk seek made by the one process that owns the table, a table that was not closed is repaired the next time it is opened, which takes long for a large one, and there is no ordered set and no replication.',
  instead:
    'Keep what can grow in a database (SQLite through `exqlite` where it must be a local file), or several tables in Mnesia fragments. DETS fits a small table that one process writes: close it in `terminate/2` and delete what is old.',
  limits: [
    'How large the table becomes cannot be seen, so every table is reported, at `info`.',
    'A table opened by a wrapper, or by Mnesia with `disc_only_copies`, is not found.',
  ],
  examples: {
    bad: [
      `defmodule Seen do
  def open(path), do: :dets.open_file(:seen, file: String.to_charlist(path), type: :set)
end
`,
    ],
    good: [
      `defmodule Seen do
  def close, do: :dets.close(:seen)
  def seen?(id), do: :dets.member(:seen, id)
end
`,
    ],
  },
  calls: [':dets.open_file/_'],
  check(call, { project }) {
    if (call.situation.quoted) return undefined;
    const [table] = call.args;
    const which = table && !call.captured ? `the DETS table \`${shownExpr(table)}\`` : 'a DETS table';
    return {
      place: project.placeOfCall(call),
      message: `${which} can hold 2 GB and no more, and every write after that fails; keep data that grows in a database, or delete what is old`,
    };
  },
});
