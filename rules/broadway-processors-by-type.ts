import { defineRule } from '../src/lint/rule.js';
import { entriesOf, pipelinesOf } from '../src/otp/jobs/broadway.js';
import { OTP } from '../src/otp/vocabulary.js';

export default defineRule({
  id: 'broadway-processors-by-type',
  level: 'warning',
  pointsTo: { section: 'broadway-oban' },
  speaksOf: OTP,
  summary: 'more than one entry under `processors:` of a Broadway pipeline',
  what: 'Finds Broadway pipelines that are started with more than one entry under `processors:`.',
  why: 'Processors say how many processes run at a time, not what the code does for which message. Broadway takes one set of them and raises for a second when the pipeline starts (`Broadway.start_link/2`, "Processors options": currently only a single processor is allowed).',
  instead:
    'Keep one entry, `processors: [default: [concurrency: n]]`, and let `handle_message/3` pick the module by the kind of message. Kinds that need batches of their own get `batchers:` and `Broadway.Message.put_batcher/2`; kinds that must not hold each other up get pipelines of their own.',
  limits: ['Entries are counted where they are written out; a list that is built at run time is not seen.'],
  examples: {
    bad: [
      `defmodule MyApp.Orders.Pipeline do
  use Broadway

  def start_link(_opts) do
    Broadway.start_link(__MODULE__,
      name: __MODULE__,
      producer: [module: {BroadwaySQS.Producer, queue_url: "https://sqs.example/orders"}],
      processors: [
        created: [concurrency: 10],
        cancelled: [concurrency: 2]
      ]
    )
  end

  @impl true
  def handle_message(:created, message, _context), do: message
  def handle_message(:cancelled, message, _context), do: message
end
`,
    ],
    good: [
      `defmodule MyApp.Orders.Pipeline do
  use Broadway

  alias Broadway.Message

  def start_link(_opts) do
    Broadway.start_link(__MODULE__,
      name: __MODULE__,
      producer: [module: {BroadwaySQS.Producer, queue_url: "https://sqs.example/orders"}],
      processors: [default: [concurrency: 12]]
    )
  end

  @impl true
  def handle_message(_processor, message, _context) do
    case message.data do
      %{"type" => "created"} -> Message.update_data(message, &MyApp.Orders.Created.handle/1)
      %{"type" => "cancelled"} -> Message.update_data(message, &MyApp.Orders.Cancelled.handle/1)
    end
  end
end
`,
    ],
  },
  module(module, { project }) {
    return pipelinesOf(module).flatMap((pipeline) => {
      const [first, second, ...others] = entriesOf(pipeline, 'processors', project);
      if (!first || !second) return [];
      const names = [first, second, ...others].map(({ name }) => `\`${name}\``);
      return [
        {
          place: project.place(second.owner, second),
          message: `\`${pipeline.callbacks}\` has ${names.length} sets of processors (${names.join(', ')}), and Broadway refuses to start with more than one; keep one and tell the kinds of messages apart in \`handle_message/3\``,
          evidence: [{ ...project.place(first.owner, first), message: `\`${first.name}\` is the first` }],
        },
      ];
    });
  },
});
