import type { FunctionClause } from '../src/elixir/model.js';
import { defineRule } from '../src/lint/rule.js';
import { performsOf } from '../src/otp/jobs/oban.js';
import { PRODUCER_FOR, queueTakenFrom } from '../src/otp/jobs/queues.js';
import { OTP } from '../src/otp/vocabulary.js';
import type { Project } from '../src/project/project.js';
import { callText, chainText, type Reached, reach } from '../src/project/reach.js';

export default defineRule({
  id: 'oban-as-queue-consumer',
  level: 'warning',
  redFlag: 'RF6',
  pointsTo: { section: 'broadway-oban' },
  speaksOf: OTP,
  summary: 'an Oban worker that takes messages from an external queue',
  what: 'Finds Oban workers whose `perform/1` takes messages from SQS, RabbitMQ, Kafka, Google Pub/Sub, a Redis list or stream, NATS or MQTT, itself or through functions of the project.',
  why: 'The queue keeps the messages already. A job that polls it writes a row to the database for each look, handles messages one after the other, waits for the next run of the schedule, and must acknowledge, retry and slow down by hand; a crash between taking and acknowledging takes the whole batch along. A Broadway pipeline does all of it (`Broadway`).',
  instead:
    'Start a Broadway pipeline with the producer of that queue. Where a message asks for work that must outlive the pipeline, let `handle_message/3` insert an Oban job for it.',
  limits: [
    'Clients are known by name; one behind a function of configuration or a variable is not seen.',
    'Redis commands are seen where the command is written out, `Redix.command(conn, ["BRPOP", …])`; `LPOP` and `RPOP` do not count, since lists serve other ends too.',
  ],
  examples: {
    bad: [
      `defmodule MyApp.Workers.PollOrders do
  use Oban.Worker, queue: :orders

  @impl Oban.Worker
  def perform(_job) do
    {:ok, %{body: %{messages: messages}}} =
      "orders" |> ExAws.SQS.receive_message(max_number_of_messages: 10) |> ExAws.request()

    Enum.each(messages, &MyApp.Orders.import/1)
  end
end
`,
      `# lib/my_app/workers/drain_orders.ex
defmodule MyApp.Workers.DrainOrders do
  use Oban.Worker, queue: :orders

  @impl Oban.Worker
  def perform(_job), do: MyApp.Rabbit.next("orders")
end
# lib/my_app/rabbit.ex
defmodule MyApp.Rabbit do
  def next(queue) do
    {:ok, channel} = AMQP.Application.get_channel(:orders)
    AMQP.Basic.get(channel, queue)
  end
end
`,
    ],
    good: [
      `defmodule MyApp.Orders.Pipeline do
  use Broadway

  def start_link(_opts) do
    Broadway.start_link(__MODULE__,
      name: __MODULE__,
      producer: [module: {BroadwaySQS.Producer, queue_url: "https://sqs.example/orders"}],
      processors: [default: [concurrency: 10]]
    )
  end

  @impl true
  def handle_message(_processor, message, _context), do: message
end
`,
      `defmodule MyApp.Workers.PublishOrder do
  use Oban.Worker, queue: :orders

  @impl Oban.Worker
  def perform(%Oban.Job{args: %{"id" => id}}) do
    "orders" |> ExAws.SQS.send_message(id) |> ExAws.request()
  end
end
`,
    ],
  },
  module(module, { project }) {
    for (const { clause } of performsOf(module)) {
      const taken = queueIn(clause, project);
      const [first] = taken?.step.chain ?? [];
      if (!taken || !first) continue;
      const { queue, step } = taken;
      const chain = chainText(`${clause.fn.name}/${clause.fn.arity}`, step.chain);
      const producer = PRODUCER_FOR[queue];
      return {
        place: project.placeOfCall(first),
        message: `this Oban job takes messages from ${queue} (\`${chain}\`), which is a queue already; consume it with a Broadway pipeline${producer === undefined ? '' : ` over \`${producer}\``}`,
        evidence: step.chain
          .slice(1)
          .map((site) => project.evidence(site, `goes on to \`${callText(site)}\``)),
      };
    }
    return undefined;
  },
});

/** The first call that takes messages from a queue, and which queue. */
function queueIn(clause: FunctionClause, project: Project): { queue: string; step: Reached } | undefined {
  for (const step of reach(clause, project)) {
    const queue = queueTakenFrom(step.site);
    if (queue !== undefined) return { queue, step };
  }
  return undefined;
}
