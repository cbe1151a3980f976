import type { Section } from './section.js';
import { sources } from './sources.js';

export const broadwayOban: Section = {
  id: 'broadway-oban',
  title: 'Broadway and Oban',
  summary: 'Broadway takes in data from outside, Oban keeps the jobs of your own',
  blocks: [
    {
      kind: 'table',
      table: {
        head: ['', 'Broadway', 'Oban', 'Task'],
        rows: [
          ['Takes from', 'a queue outside: SQS, Kafka, RabbitMQ', 'a table of your database', 'its caller'],
          [
            'Strong at',
            'batches, back-pressure, throughput',
            'retries, schedules, unique jobs',
            'being light',
          ],
          ['Survives a deploy', 'as far as the queue does', 'yes', 'no'],
          [
            'After a failure',
            'the message is failed or returned to the queue',
            'tried again, with growing pauses',
            'nothing',
          ],
          ['Use for', 'events, imports from a stream', 'mail, reports, webhooks', 'parallel look-ups'],
        ],
      },
      source: sources.otpThinking,
    },
    { kind: 'heading', text: 'Broadway is no job queue' },
    {
      kind: 'text',
      text: 'A producer that polls your own database for work, or that your own code pushes work into, rebuilds half of Oban: no schedule, no retry, and what is in memory is lost.',
      source: sources.otpThinking,
    },
    {
      kind: 'list',
      items: [
        'Processors are for the run time, not for the order of the code. One entry under `processors:`, and `handle_message/3` picks the module by the kind of message.',
        'What fails in `handle_message/3` is caught: the message is marked as failed, the process lives. A `rescue` around everything only hides which one failed. Use `Broadway.Message.failed/2` with a reason and `handle_failed/2`.',
        'Failures that you expect, such as a lost connection, are handled in the producer. `max_restarts` is for those that you do not.',
      ],
      source: sources.broadway,
    },
    { kind: 'heading', text: 'Oban is no consumer' },
    {
      kind: 'text',
      text: 'A job that polls SQS or Kafka keeps a row in the database for each look, takes messages one by one, and has to acknowledge by hand after a crash. The Broadway producer of that queue does all of it.',
      source: sources.otpThinking,
    },
    {
      kind: 'list',
      items: [
        'Arguments travel as JSON. `perform/1` gets them with string keys: `%Oban.Job{args: %{"id" => id}}`. A pattern with atom keys never matches.',
        'Return `:ok` or `{:ok, value}` for done, `{:error, reason}` or an exception for another try, `{:cancel, reason}` for never again, `{:snooze, seconds}` for later.',
        'An error that ends in `:ok` is lost: Oban takes the job for done.',
        'Insert the job in the transaction that it belongs to. Then there is neither a job without its row nor a row without its job.',
      ],
      source: sources.obanWorker,
    },
    {
      kind: 'code',
      code: `defmodule MyApp.Workers.SendLabel do
  use Oban.Worker, queue: :mail, max_attempts: 5

  @impl Oban.Worker
  def perform(%Oban.Job{args: %{"parcel_id" => id}}) do
    with {:ok, parcel} <- Parcels.fetch(id) do
      Mailer.deliver_label(parcel)
    end
  end
end`,
      source: sources.obanWorker,
    },
  ],
};
