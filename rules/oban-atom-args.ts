import type { Problem } from '../src/lint/finding.js';
import { defineRule } from '../src/lint/rule.js';
import { hasArgsSchema, jobQuestionsOf, type Perform, performsOf } from '../src/otp/jobs/oban.js';
import { argumentReadsOf, directRunOf, type KeyRead } from '../src/otp/jobs/oban-args.js';
import { OTP } from '../src/otp/vocabulary.js';
import type { ProjectModule } from '../src/project/project-module.js';

export default defineRule({
  id: 'oban-atom-args',
  level: 'error',
  pointsTo: { section: 'broadway-oban' },
  speaksOf: OTP,
  summary: 'an Oban worker that takes its arguments by atom keys',
  what: 'Finds `perform/1` clauses (also `process/1` of Oban Pro, `backoff/1` and `timeout/1`) that match or read the arguments of a job by atoms: `%Oban.Job{args: %{id: id}}`, `args.id`, `args[:id]`, `Map.get(args, :id)`.',
  why: 'Oban stores the arguments as JSON, which has no atoms: whatever `new/1` was given, `perform/1` gets string keys (`Oban.Worker`). A pattern with an atom key never matches, so every run of the job fails until it is discarded; `args[:id]` is always `nil`.',
  instead:
    'Match string keys, `%Oban.Job{args: %{"id" => id}}`, and turn values such as atoms or dates back by hand.',
  limits: [
    'A worker with `args_schema` (Oban Pro) gets a struct and is left alone, and so is one that takes the same key as a string too.',
    'A worker that production code runs itself, with arguments of its own, is left alone.',
    'Arguments are followed into private functions of the worker that nobody else calls, not into other modules.',
  ],
  examples: {
    bad: [
      `defmodule MyApp.Workers.SendInvoice do
  use Oban.Worker, queue: :mail

  @impl Oban.Worker
  def perform(%Oban.Job{args: %{invoice_id: id}}), do: MyApp.Invoices.deliver(id)
end
`,
      `defmodule MyApp.Workers.SendInvoice do
  use Oban.Worker, queue: :mail

  @impl true
  def perform(job), do: MyApp.Invoices.deliver(job.args[:invoice_id])
end
`,
      `defmodule MyApp.Workers.SendInvoice do
  use Oban.Worker, queue: :mail

  alias Oban.Job

  @impl true
  def perform(%Job{args: args}), do: deliver(args)

  defp deliver(%{invoice_id: id}), do: MyApp.Invoices.deliver(id)
end
`,
    ],
    good: [
      `defmodule MyApp.Workers.SendInvoice do
  use Oban.Worker, queue: :mail

  @impl Oban.Worker
  def perform(%Oban.Job{args: %{"invoice_id" => id}}), do: MyApp.Invoices.deliver(id)
end
`,
      `defmodule MyApp.Workers.SendInvoice do
  use Oban.Pro.Worker, queue: :mail

  args_schema do
    field :invoice_id, :id, required: true
  end

  @impl true
  def process(%Oban.Job{args: %{invoice_id: id}}), do: MyApp.Invoices.deliver(id)
end
`,
    ],
  },
  module(module, { project }) {
    if (!module.is('oban_worker') || module.def.damaged || getsOther(module)) return undefined;
    const performs = performsOf(module);
    if (performs.some((perform) => directRunOf(perform, project))) return undefined;
    const reads = [...performs, ...jobQuestionsOf(module)].map((perform) => ({
      perform,
      keys: argumentReadsOf(perform, module),
    }));
    const strings = new Set(
      reads.flatMap(({ keys }) => keys.flatMap(({ key, atom }) => (atom ? [] : [key]))),
    );
    return reads.flatMap(({ perform, keys }): Problem[] => {
      const [first, ...others] = keys.filter(({ key, atom }) => atom && !strings.has(key));
      if (!first) return [];
      return [
        {
          place: project.place(module.def, first),
          message: messageOf(first, perform),
          evidence: others.map((read) => ({
            ...project.place(module.def, read),
            message: `\`${read.key}\` is an atom key here too`,
          })),
        },
      ];
    });
  },
});

/** True where something between Oban and the worker makes other arguments of them. */
function getsOther(module: ProjectModule): boolean {
  return (
    hasArgsSchema(module) ||
    module.injectedFunctions.some(({ name }) => name === 'perform' || name === 'process')
  );
}

function messageOf({ key, how, clause }: KeyRead, perform: Perform): string {
  const { name, arity } = perform.clause.fn;
  const via = clause === perform.clause ? '' : ` → ${clause.fn.name}/${clause.fn.arity}`;
  const outcome = how === 'matches' ? 'and never finds it' : 'which is never there';
  return `\`${name}/${arity}${via}\` ${how} the atom key \`${key}\` of the job's arguments, ${outcome}: they come from JSON with string keys, so use \`"${key}"\``;
}
