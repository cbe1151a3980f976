import type { FunctionClause } from '../src/elixir/model.js';
import type { Problem } from '../src/lint/finding.js';
import { defineRule } from '../src/lint/rule.js';
import { SUPERVISING, waitInTransaction } from '../src/otp/requests/transaction-waits.js';
import { transactionsOf } from '../src/otp/requests/transactions.js';
import { waitEvidence } from '../src/otp/requests/waiting.js';
import { OTP } from '../src/otp/vocabulary.js';
import { startOfCall } from '../src/project/project.js';
import { callText, chainText } from '../src/project/reach.js';

export default defineRule({
  id: 'slow-work-in-transaction',
  level: 'warning',
  pointsTo: { ironLaw: [2] },
  speaksOf: OTP,
  summary: 'requests, sleeps, mail or calls to other processes inside a database transaction',
  what: 'Finds HTTP requests, mail, sleeps, operating system commands, awaited tasks and calls to other processes that run inside `Repo.transaction`, `Repo.transact` or a step of an `Ecto.Multi`; followed through functions of the project.',
  why: 'A transaction keeps one connection of the pool and every row it has locked until its function returns (`Ecto.Repo.transaction/2`). Work that waits for something other than the database makes everyone else queue for connections and locks, up to timeouts in requests that have nothing to do with it. What has left the system is not undone by a rollback, and a process that is asked runs its queries on another connection, where it sees none of the changes and can wait for the very locks that are held.',
  instead:
    'Do the work before the transaction and bring its result along, or after the commit. What has to follow a commit for certain goes into an Oban job inserted in the same transaction.',
  limits: [
    'A call to a server of the project that only looks into its state is left alone.',
    'Queries, also through other drivers, and reading or writing files are left alone.',
    'Work that happens only behind a cache miss, and starting or stopping other processes, are advice.',
    'A multi that is built from functions given by module, name and arguments is not followed.',
  ],
  productionOnly: true,
  examples: {
    bad: [
      `defmodule MyApp.Orders do
  alias MyApp.Repo

  def pay(order) do
    Repo.transaction(fn ->
      {:ok, charge} = charge(order)
      Repo.update!(MyApp.Order.paid(order, charge))
    end)
  end

  defp charge(order), do: HTTPoison.post("https://pay.example/charges", order.token)
end
`,
      `defmodule MyApp.Accounts do
  alias Ecto.Multi
  alias MyApp.{Mailer, Repo}

  def register(changeset) do
    Multi.new()
    |> Multi.insert(:user, changeset)
    |> Multi.run(:mail, fn _repo, %{user: user} -> user |> MyApp.Mail.welcome() |> Mailer.deliver() end)
    |> Repo.transaction()
  end
end
defmodule MyApp.Mailer do
  use Swoosh.Mailer, otp_app: :my_app
end
`,
    ],
    good: [
      `defmodule MyApp.Orders do
  alias MyApp.Repo

  def pay(order) do
    with {:ok, charge} <- HTTPoison.post("https://pay.example/charges", order.token) do
      Repo.transaction(fn -> Repo.update!(MyApp.Order.paid(order, charge)) end)
    end
  end
end
`,
      `defmodule MyApp.Accounts do
  alias Ecto.Multi
  alias MyApp.Repo

  def register(changeset) do
    Multi.new()
    |> Multi.insert(:user, changeset)
    |> Oban.insert(:mail, fn %{user: user} -> MyApp.Workers.Welcome.new(%{id: user.id}) end)
    |> Repo.transaction()
  end
end
`,
    ],
  },
  module(module, { project }) {
    const multis = new Set<FunctionClause>();
    return transactionsOf(module).flatMap((transaction): Problem[] => {
      const { site, step } = transaction;
      const { clause } = site.situation;
      if (!clause || (step && multis.has(clause))) return [];
      const wait = waitInTransaction(transaction, project);
      if (!wait) return [];
      if (step) multis.add(clause);
      return [
        {
          place: project.place(module.def, {
            start: startOfCall(site),
            end: site.nameStart + site.name.length,
          }),
          message: messageOf(chainText(callText(site), wait.chain), wait.work, wait.sometimes),
          evidence: waitEvidence(wait, project),
          ...(wait.sometimes || SUPERVISING.has(wait.work) ? { level: 'info' } : {}),
        },
      ];
    });
  },
});

/** Work that leaves the system. */
const LEAVES = /request$|^mail|command$/;

function messageOf(chain: string, work: string, sometimes: boolean): string {
  const rarely = sometimes ? ' on some runs' : '';
  const lasting = LEAVES.test(work) ? ', and no rollback takes it back' : '';
  return `\`${chain}\` is ${work}${rarely} while the transaction keeps its connection and locks${lasting}; do it before or after, or in an Oban job inserted here`;
}
