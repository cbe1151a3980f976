import type { Problem } from '../src/lint/finding.js';
import { defineRule } from '../src/lint/rule.js';
import { type DurableWork, durableWorkIn } from '../src/otp/tasks/durable-work.js';
import { OTP } from '../src/otp/vocabulary.js';
import type { Project } from '../src/project/project.js';
import { callText } from '../src/project/reach.js';

export default defineRule({
  id: 'durable-work-in-task',
  level: 'info',
  pointsTo: { section: 'broadway-oban' },
  productionOnly: true,
  speaksOf: OTP,
  summary: 'mail, webhooks or database writes in a process that nobody waits for',
  what: 'Finds fire-and-forget processes (`Task.start`, `Task.Supervisor.start_child`, `spawn` and their like) that send mail, make an HTTP request which changes something (`POST`, `PUT`, `PATCH`, `DELETE`) or write to the database.',
  why: 'A task lives in memory: it is lost when the node stops or is deployed, and when it crashes nothing tries again (`Task.Supervisor.start_child/3`: `:restart` is `:temporary` unless told otherwise, and `:transient` ends with the node, too). Whoever asked for the mail has been told that all is well.',
  instead:
    'Insert an Oban job, best in the transaction that makes it necessary, and do the work in its worker: it is kept in the database, tried again, and seen.',
  limits: [
    'Only a function written in the function that starts the process, or named there, is looked into; the work is followed through a few calls.',
    'A process whose end or answer somebody waits for, one that sends a message back, and one that loops are left alone; so is work that starts anew with the application or with the next tick of a timer, and what a module of a cache writes, by its name.',
    'Work that may be lost, such as a counter or a time of last use, looks the same in source.',
    'Oban workers and Broadway pipelines are left alone: what runs them tries again.',
  ],
  examples: {
    bad: [
      'defmodule Shop.Orders do\n  def place(order) do\n    Task.Supervisor.start_child(Shop.Tasks, fn -> Shop.Mailer.deliver(Shop.Mails.confirm(order)) end)\n    {:ok, order}\n  end\nend\n',
      'defmodule Shop.Webhooks do\n  def notify(url, event), do: Task.start(fn -> Req.post(url, json: event) end)\nend\n',
      'defmodule Shop.Visits do\n  def count(page) do\n    spawn(__MODULE__, :store, [page])\n    page\n  end\n\n  def store(page), do: Shop.Repo.insert!(%Shop.Visit{page: page})\nend\n',
    ],
    good: [
      'defmodule Shop.Orders do\n  def place(order) do\n    %{order_id: order.id} |> Shop.ConfirmWorker.new() |> Oban.insert()\n  end\nend\n',
      'defmodule Shop.Rates do\n  def warm(shop), do: Task.start(fn -> Shop.Cache.put(shop, Req.get!(shop.url)) end)\nend\n',
    ],
  },
  module(module) {
    return durableWorkIn(module).map((work) => problemOf(work, module.project));
  },
});

function problemOf({ start, chain, what }: DurableWork, project: Project): Problem {
  const last = chain.at(-1);
  return {
    place: project.placeOfCall(start),
    message: `the process of \`${callText(start)}\` ${what}, and nobody tries again when it crashes or the node stops; make it an Oban job`,
    evidence: chain.map((site) =>
      project.evidence(
        site,
        site === last ? `\`${callText(site)}\` ${what}` : 'the way to it leads through here',
      ),
    ),
  };
}
