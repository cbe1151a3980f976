import type { Evidence } from '../src/lint/finding.js';
import { defineRule } from '../src/lint/rule.js';
import { type Pipeline, type Producer, pipelinesOf, producerOf } from '../src/otp/jobs/broadway.js';
import {
  claimsRows,
  type Effect,
  effectOf,
  type JobSource,
  jobSourceOf,
  subjectOf,
} from '../src/otp/jobs/job-source.js';
import { OTP } from '../src/otp/vocabulary.js';
import type { Project, ProjectModule } from '../src/project/project.js';
import { callText, chainText } from '../src/project/reach.js';

export default defineRule({
  id: 'broadway-as-job-queue',
  level: 'warning',
  redFlag: 'RF5',
  pointsTo: { section: 'broadway-oban' },
  speaksOf: OTP,
  summary: 'a Broadway pipeline that runs the background jobs of the application itself',
  what: 'Finds Broadway pipelines whose messages come from the application itself, not from a queue outside: a producer of the project that polls the database, or that other code pushes work into, where a message is work to do for one thing, such as a mail to send or a record to process.',
  why: 'Broadway takes in data from a system that keeps it until it is acknowledged (`Broadway`). A producer that polls a table, or holds messages in memory, has nothing behind it: what is under way is lost with the node, nothing is tried again, scheduled or kept unique, and each of these has to be built by hand. Oban keeps jobs in the database and does all of it.',
  instead:
    'Write an Oban worker and insert a job where the work arises, in the transaction that it belongs to. Queues of their own with a limit do what the concurrency of the processors did.',
  limits: [
    'A producer that asks a socket, a file, a broker, another service or a module that is only known at run time is taken as external.',
    'Pipelines that batch events, logs, metrics or changes through memory are left alone; they are told from work by their names and by what is done for one message.',
    'A producer that is named only by the configuration or by a caller is not seen.',
  ],
  productionOnly: true,
  examples: {
    bad: [
      `# lib/my_app/mailing/pipeline.ex
defmodule MyApp.Mailing.Pipeline do
  use Broadway

  def start_link(_opts) do
    Broadway.start_link(__MODULE__,
      name: __MODULE__,
      producer: [module: {MyApp.Mailing.Producer, []}],
      processors: [default: [concurrency: 5]]
    )
  end

  @impl true
  def handle_message(_processor, message, _context) do
    MyApp.Mailer.deliver(message.data)
    message
  end
end
# lib/my_app/mailing/producer.ex
defmodule MyApp.Mailing.Producer do
  use GenStage

  import Ecto.Query

  alias MyApp.{Mail, Repo}

  @impl true
  def init(_opts), do: {:producer, 0}

  @impl true
  def handle_demand(demand, state) do
    mails = Repo.all(from m in Mail, where: m.status == "pending", limit: ^demand)
    {:noreply, mails, state}
  end
end
`,
      `defmodule MyApp.Thumbnails do
  use Broadway

  def start_link(_opts) do
    Broadway.start_link(__MODULE__,
      name: __MODULE__,
      producer: [module: {Broadway.DummyProducer, []}],
      processors: [default: [concurrency: 2]]
    )
  end

  def enqueue(upload), do: Broadway.test_message(__MODULE__, upload)

  @impl true
  def handle_message(_processor, message, _context) do
    System.cmd("convert", [message.data.path, "-thumbnail", "200x200"])
    message
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
      `defmodule MyApp.Workers.DeliverMail do
  use Oban.Worker, queue: :mail, max_attempts: 5

  @impl Oban.Worker
  def perform(%Oban.Job{args: %{"mail_id" => id}}), do: MyApp.Mail.deliver(id)
end
`,
    ],
  },
  module(module, { project }) {
    return pipelinesOf(module).flatMap((pipeline) => {
      const callbacks = project.moduleNamed(pipeline.callbacks);
      const producer = producerOf(pipeline, project);
      const source = callbacks && producer && jobSourceOf(pipeline, producer, project);
      if (!source) return [];
      const effect = effectOf(callbacks, project);
      if (!isWork(pipeline, producer, source, effect, project)) return [];
      return [
        {
          place: project.place(callbacks.def, headOf(callbacks, pipeline)),
          message: messageOf(pipeline, producer, source),
          evidence: evidenceOf(producer, source, effect, project),
        },
      ];
    });
  },
});

/** Whether messages are work to do for one thing, and no stream of events that is batched through memory. */
function isWork(
  pipeline: Pipeline,
  producer: Producer,
  source: JobSource,
  effect: Effect | undefined,
  project: Project,
): boolean {
  const steps = source.chain.flatMap(({ name, situation }) => [name, situation.clause?.fn.name ?? '']);
  const subject = subjectOf([pipeline.callbacks, producer.module, ...steps].map(lastSegments));
  if (subject === 'events') return false;
  if (subject === 'work' || effect !== undefined) return true;
  const module = project.moduleNamed(producer.module);
  return source.kind === 'polls' && module !== undefined && claimsRows(module, project);
}

/** The last two segments of a module's name: what it is, without the application it belongs to. */
function lastSegments(name: string): string {
  return name.split('.').slice(1).slice(-2).join('.') || name;
}

function headOf(callbacks: ProjectModule, { site }: Pipeline): { start: number; end: number } {
  return (
    callbacks.def.uses.find(({ module }) => module === 'Broadway') ??
    (site.situation.owner === callbacks.def
      ? site
      : { start: callbacks.def.headStart, end: callbacks.def.headEnd })
  );
}

function messageOf(
  { callbacks }: Pipeline,
  { module }: Producer,
  { kind, clause, chain }: JobSource,
): string {
  const { fn } = clause ?? chain[0]?.situation.clause ?? {};
  const way = fn ? chainText(`${fn.name}/${fn.arity}`, chain) : chain.map(callText).join(' → ');
  const cure = 'make each of them an Oban job, which is kept, tried again and scheduled';
  if (kind === 'polls')
    return `\`${callbacks}\` runs jobs of this application: its producer \`${module}\` polls the database for them (\`${way}\`); ${cure}`;
  if (kind === 'held')
    return `\`${callbacks}\` runs jobs of this application: its producer \`${module}\` keeps them in memory (\`${way}\`), where a restart loses them; ${cure}`;
  return `\`${callbacks}\` runs jobs that this application pushes into it (\`${way}\`); they live in memory, where a restart loses them, so ${cure}`;
}

function evidenceOf(
  producer: Producer,
  { chain }: JobSource,
  effect: Effect | undefined,
  project: Project,
): Evidence[] {
  const last = chain.at(-1);
  const work = effect?.chain.at(-1);
  return [
    { ...project.place(producer.owner, producer.expr), message: `\`${producer.module}\` is the producer` },
    ...(last ? [project.evidence(last, `\`${callText(last)}\` is where the messages come from`)] : []),
    ...(work && effect
      ? [project.evidence(work, `\`${callText(work)}\`: ${effect.what} for one message`)]
      : []),
  ];
}
