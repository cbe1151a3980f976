import { defineRule } from '../src/lint/rule.js';
import { dirtyOperation, transactionsOf } from '../src/otp/tables/mnesia.js';

export default defineRule({
  id: 'mnesia-dirty-operation',
  level: 'info',
  pointsTo: { section: 'storage' },
  summary: 'a dirty Mnesia operation in a project that has transactions',
  what: 'Finds calls and captures of `:mnesia.dirty_*` in a project whose production code also runs `:mnesia.transaction`, `:mnesia.sync_transaction` or `:mnesia.activity(:transaction, …)`.',
  why: 'A dirty operation takes no locks and looks at none (`:mnesia`, "dirty_*"; Mnesia User\'s Guide, "Dirty Operations"). It reads rows that a running transaction is about to replace, and it writes between the read and the write of a transaction, which then undoes it. Inside a transaction it is not undone when the transaction aborts.',
  instead:
    'Do it in a transaction (`:mnesia.read/1`, `:mnesia.write/1`), or by `:mnesia.activity(:ets, …)` where the table is local and speed has been measured. A counter that nothing else writes may stay `:mnesia.dirty_update_counter/3`.',
  limits: [
    'Whether the transactions work on the same tables is not looked at.',
    'Wrappers such as Memento and Amnesia are not looked at, nor `:mnesia.activity(:async_dirty, …)`, which names itself.',
  ],
  examples: {
    bad: [
      `defmodule Accounts do
  def balance(id), do: :mnesia.dirty_read(:accounts, id)

  def deposit(id, amount) do
    :mnesia.transaction(fn ->
      [{:accounts, ^id, balance}] = :mnesia.wread({:accounts, id})
      :mnesia.write({:accounts, id, balance + amount})
    end)
  end
end
`,
    ],
    good: [
      `defmodule Accounts do
  def balance(id), do: :mnesia.transaction(fn -> :mnesia.read(:accounts, id) end)
end
`,
      `defmodule Seen do
  def seen?(id), do: :mnesia.dirty_read(:seen, id) != []
  def mark(id), do: :mnesia.dirty_write({:seen, id})
end
`,
    ],
  },
  calls: [':mnesia._/_'],
  check(call, module, { project }) {
    const operation = dirtyOperation(call);
    if (!operation || call.situation.quoted) return undefined;
    const transactions = transactionsOf(project);
    const [transaction] = [
      ...transactions.filter(({ situation }) => situation.owner === module.def),
      ...transactions,
    ];
    if (!transaction) return undefined;
    const harm =
      operation === 'write'
        ? 'writes between the steps of the transactions that this project runs, without a lock'
        : 'reads past the locks of the transactions that this project runs';
    return {
      place: project.placeOfCall(call),
      message: `\`:mnesia.${call.name}/${call.arity}\` ${harm}; do it in a transaction too`,
      evidence: [project.evidence(transaction, 'a transaction runs here')],
    };
  },
});
