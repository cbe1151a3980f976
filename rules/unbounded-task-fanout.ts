import type { CallSite } from '../src/elixir/model.js';
import { shownExpr } from '../src/elixir/shown.js';
import { boundedFanoutFix } from '../src/fix/fanout.js';
import type { Problem } from '../src/lint/finding.js';
import { defineRule } from '../src/lint/rule.js';
import { starterOf } from '../src/otp/processes/processes.js';
import { type Fanout, fanoutsOf, streamCalls, unboundedStream } from '../src/otp/tasks/task-fanout.js';
import { OTP } from '../src/otp/vocabulary.js';
import type { Project } from '../src/project/project.js';
import { callText } from '../src/project/reach.js';
import type { Expr } from '../src/syntax/ast.js';

const STREAM = '`Task.Supervisor.async_stream_nolink/4` with `max_concurrency`';

export default defineRule({
  id: 'unbounded-task-fanout',
  level: 'warning',
  pointsTo: { section: 'tasks' },
  productionOnly: true,
  speaksOf: OTP,
  summary: 'one task per item of a collection, with no bound',
  what: 'Finds comprehensions and calls of `Enum` and `Stream` that start one process per item, with `Task.async`, `Task.start`, `Task.Supervisor.async*`, `start_child` or `spawn*`, also through a function of the project, where nothing bounds the number of items. A range that only configuration bounds is reported at `info`. A stream of tasks whose `max_concurrency` is the length of its own list has no bound either.',
  why: 'One task per item has no bound but the length of the list: ten thousand items are ten thousand requests, or checkouts of a database connection, at the same moment. `Task.async_stream/3` runs as many as `max_concurrency` allows and asks for the next item when one is done (`Task.async_stream/5`).',
  instead:
    'Use `Task.Supervisor.async_stream_nolink/4` with `max_concurrency`, and `on_timeout: :kill_task` where one slow item should not end the others. For work that nobody waits for, give the `Task.Supervisor` a `max_children`, or use a queue.',
  limits: [
    'A literal list, a range of at most ten, the nodes of the cluster, `Enum.take`, the chunks of `Enum.chunk_every` and the events of a stage count as bounded, also through variables, functions and callers of the project.',
    'A call that is told a limit (`fetch_jobs(running)`, `pop(queue, limit: 10)`) counts as bounded.',
    'Loops written as recursion are not seen.',
  ],
  examples: {
    bad: [
      'defmodule Prices do\n  def all(shops) do\n    shops\n    |> Enum.map(&Task.async(fn -> Shop.price(&1) end))\n    |> Task.await_many()\n  end\nend\n',
      'defmodule Newsletter do\n  def send_all(readers) do\n    for reader <- readers, do: Task.Supervisor.start_child(Newsletter.Tasks, fn -> Mail.send(reader) end)\n    :ok\n  end\nend\n',
      'defmodule Prices do\n  def all(shops), do: shops |> Enum.map(&price_later/1) |> Enum.map(&Task.await/1)\n\n  defp price_later(shop), do: Task.async(fn -> Shop.price(shop) end)\nend\n',
      'defmodule Prices do\n  def all(shops) do\n    shops |> Task.async_stream(&Shop.price/1, max_concurrency: length(shops)) |> Enum.to_list()\n  end\nend\n',
    ],
    good: [
      'defmodule Prices do\n  def all(shops) do\n    Prices.Tasks\n    |> Task.Supervisor.async_stream_nolink(shops, &Shop.price/1, max_concurrency: 10)\n    |> Enum.to_list()\n  end\nend\n',
      'defmodule Prices do\n  def both do\n    [:buy, :sell] |> Enum.map(&Task.async(Bank, :rate, [&1])) |> Task.await_many()\n  end\nend\n',
      'defmodule Prices do\n  def all(shops) do\n    shops\n    |> Enum.chunk_every(10)\n    |> Enum.flat_map(fn some -> some |> Enum.map(&Task.async(Shop, :price, [&1])) |> Task.await_many() end)\n  end\nend\n',
    ],
  },
  module(module, { project }) {
    const streams = streamCalls(module).flatMap((site) => {
      const collection =
        site.situation.quoted || site.situation.devOnly ? undefined : unboundedStream(site, project);
      return collection ? [ofStream(site, collection, project)] : [];
    });
    return [
      ...fanoutsOf(module).map((fanout) => ({
        ...ofLoop(fanout, project),
        fix: boundedFanoutFix(fanout, module),
      })),
      ...streams,
    ];
  },
});

function ofLoop({ site, starter, loop, configured, sometimes }: Fanout, project: Project): Problem {
  const name = callText(starter);
  const evidence = starter === site ? [] : [project.evidence(starter, `\`${name}\` starts the process`)];
  const collection = shown(loop.collection);
  const place = project.placeOfCall(site);
  if (configured) {
    const message = `one \`${name}\` for each item of ${collection}, as many as configuration says; ${STREAM} keeps the number in one place`;
    return { place, message, level: 'info', evidence };
  }
  if (sometimes) {
    const message = `up to one \`${name}\` for each item of ${collection}, with no bound; use ${STREAM}`;
    return { place, message, level: 'info', evidence };
  }
  const bounded =
    starterOf(starter)?.gives === 'task'
      ? STREAM
      : `${STREAM}, or a \`Task.Supervisor\` with \`max_children\``;
  return {
    place,
    message: `one \`${name}\` for each item of ${collection}, all at once and with no bound; use ${bounded}`,
    evidence,
  };
}

function ofStream(site: CallSite, collection: Expr, project: Project): Problem {
  const message = `\`max_concurrency\` is the number of items of ${shown(collection)}, which is no bound; give it a number`;
  return { place: project.placeOfCall(site), message };
}

/** A collection as a reader names it; a long pipe is only a collection. */
function shown(expr: Expr): string {
  if (expr.kind === 'call' && expr.args.some((arg) => arg.kind === 'fn' || arg.kind === 'capture'))
    return 'a collection';
  const text = shownExpr(expr);
  return text.includes('…') ? 'a collection' : `\`${text}\``;
}
