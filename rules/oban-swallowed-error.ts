import { exprText } from '../src/elixir/shown.js';
import type { Evidence, Problem } from '../src/lint/finding.js';
import { defineRule } from '../src/lint/rule.js';
import { type Dropped, type Swallow, swallowedBy } from '../src/otp/exits/swallowed-errors.js';
import { performsOf } from '../src/otp/jobs/oban.js';
import { OTP } from '../src/otp/vocabulary.js';
import type { Project } from '../src/project/project.js';
import type { ProjectModule } from '../src/project/project-module.js';
import { callText, chainText } from '../src/project/reach.js';

export default defineRule({
  id: 'oban-swallowed-error',
  level: 'warning',
  pointsTo: { section: 'broadway-oban' },
  speaksOf: OTP,
  summary: 'an Oban worker that makes a success of a failure',
  what: 'Finds branches of an Oban worker for `{:error, _}`, `rescue` and `catch` after which `perform/1` ends in `:ok`, `{:ok, _}` or a `Logger` call, in it or in functions of the worker; as advice also results that nobody looks at, and items of a batch.',
  why: 'Oban learns of a failure only by what `perform/1` returns or raises (`Oban.Worker`, "Results"): `{:error, reason}` and exceptions are recorded and tried again with a back-off, up to `max_attempts`. After `:ok` the job is completed: there is no other attempt, no `discarded` job to find, and telemetry counts a success.',
  instead:
    'Return `{:error, reason}` or let it raise. Where another attempt cannot help, say so: `{:cancel, reason}`; where it should wait, `{:snooze, seconds}`. Give each item of a batch a job of its own.',
  limits: [
    'Reasons that settle the matter by their name (not found, already done, invalid) are left alone, and so is the failure of a mere look-up.',
    'A health check, by its name, is left alone: the failure is its result.',
    'A branch that inserts a job is left alone, and so are functions that log, emit events or clean up, by their names.',
    'A failure that is bound to a variable and told in another way is not followed, nor is one in a function of another module.',
  ],
  productionOnly: true,
  examples: {
    bad: [
      `defmodule MyApp.Workers.SyncContact do
  use Oban.Worker, queue: :sync

  require Logger

  @impl Oban.Worker
  def perform(%Oban.Job{args: %{"id" => id}}) do
    case MyApp.CRM.push(id) do
      {:ok, _contact} -> :ok
      {:error, reason} -> Logger.error("sync failed: #{inspect(reason)}")
    end
  end
end
`,
      `defmodule MyApp.Workers.SyncContact do
  use Oban.Worker, queue: :sync

  @impl Oban.Worker
  def perform(%Oban.Job{args: %{"id" => id}}) do
    MyApp.CRM.push!(id)
    :ok
  rescue
    error ->
      Sentry.capture_exception(error)
      :ok
  end
end
`,
    ],
    good: [
      `defmodule MyApp.Workers.SyncContact do
  use Oban.Worker, queue: :sync

  @impl Oban.Worker
  def perform(%Oban.Job{args: %{"id" => id}}) do
    case MyApp.CRM.push(id) do
      {:ok, _contact} -> :ok
      {:error, :not_found} -> :ok
      {:error, :forbidden} -> {:cancel, :forbidden}
      {:error, reason} -> {:error, reason}
    end
  end
end
`,
    ],
  },
  module(module, { project }) {
    if (!module.is('oban_worker') || module.def.damaged || HEALTH.test(module.name)) return undefined;
    const found = new Map<number, Problem>();
    for (const { clause } of performsOf(module)) {
      const name = `${clause.fn.name}/${clause.fn.arity}`;
      const { swallows, dropped } = swallowedBy(clause, project);
      for (const swallow of swallows) {
        if (!found.has(swallow.start)) found.set(swallow.start, problemOf(swallow, name, module));
      }
      const [first, ...others] = dropped;
      if (first) found.set(first.site.start, droppedProblem(first, others, name, project));
    }
    return [...found.values()];
  },
});

/** Workers whose result is the failure that they find. */
const HEALTH = /Health|Heartbeat|Uptime|Probe|Smoke|Ping(er)?$|Liveness|Reachab|Availability/;

function problemOf(swallow: Swallow, perform: string, { def, project }: ProjectModule): Problem {
  const { kind, clause, chain, endsIn, item, mild } = swallow;
  const what = kind === 'error' ? 'this branch for a failure' : `this \`${kind}\``;
  const where = chainText(perform, chain);
  const outcome = item
    ? 'passes over a failed item, and the job counts as done; give each item a job of its own, or return `{:error, …}` with what failed'
    : 'lets the job count as done, so Oban never tries again; return `{:error, reason}` or raise, or `{:cancel, reason}` where another attempt cannot help';
  return {
    place: project.place(def, swallow),
    message: `${what} in \`${where}\` ${outcome}`,
    evidence: [
      ...steps(chain, project),
      { ...project.place(clause.fn.module, endsIn), message: endText(endsIn) },
    ],
    ...(item || mild ? { level: 'info' } : {}),
  };
}

function endText(expr: Swallow['endsIn']): string {
  const plain = expr.kind === 'atom' || expr.kind === 'tuple';
  return plain ? `ends in \`${exprText(expr)}\`` : 'ends here, in a success';
}

function droppedProblem(
  { site, chain }: Dropped,
  others: readonly Dropped[],
  perform: string,
  project: Project,
): Problem {
  return {
    place: project.placeOfCall(site),
    message: `\`${chainText(perform, chain)}\` ends in a success whatever \`${callText(site)}\` answers, so Oban never tries again where it failed; match on its result, or return it`,
    evidence: [
      ...steps(chain, project),
      ...others.map((other) =>
        project.evidence(other.site, `nobody looks at what \`${callText(other.site)}\` answers`),
      ),
    ],
    level: 'info',
  };
}

function steps(chain: readonly Dropped['site'][], project: Project): Evidence[] {
  return chain.map((site) => project.evidence(site, `calls \`${callText(site)}\``));
}
