import type { FunctionClause } from '../src/elixir/model.js';
import { shownExpr } from '../src/elixir/shown.js';
import type { Problem } from '../src/lint/finding.js';
import { defineRule } from '../src/lint/rule.js';
import { type Adoption, adoptionsIn } from '../src/otp/supervision/adopted-processes.js';
import { OTP } from '../src/otp/vocabulary.js';
import type { Project } from '../src/project/project.js';
import { callText } from '../src/project/reach.js';

export default defineRule({
  id: 'adopted-process',
  level: 'warning',
  pointsTo: { section: 'supervision' },
  speaksOf: OTP,
  summary: '`start_link` that answers with a process it has not started',
  what: 'Finds functions named `start_link` that return `{:ok, pid}` for a process which this call has not started and linked: one that was there already (`{:error, {:already_started, pid}} -> {:ok, pid}`), one that is looked up, or one that another supervisor has started.',
  why: 'A supervisor takes the pid that a start function returns for its own child, linked to it (`Supervisor`, "Child specification"; `:supervisor`). It hears nothing of the end of a process that is not linked to it, and so never starts it again; when it shuts down it kills a process that somebody else relies on, and two supervisors count the same process as theirs.',
  instead:
    'Return `:ignore` where the process exists already, or let the error through and have the caller of `start_child` match on `:already_started`. A process that must run once in a cluster is started by one supervisor only.',
  limits: [
    'Only functions named `start_link` are looked at, and what they end with, through functions of the project.',
    'A process that is linked by hand (`Process.link/1`) is left alone.',
    'Pids that come from callers or messages are not followed.',
  ],
  examples: {
    bad: [
      `defmodule MyApp.Leader do
  use GenServer

  def start_link(opts) do
    case GenServer.start_link(__MODULE__, opts, name: {:global, __MODULE__}) do
      {:ok, pid} -> {:ok, pid}
      {:error, {:already_started, pid}} -> {:ok, pid}
    end
  end

  @impl true
  def init(opts), do: {:ok, opts}
end
`,
      `defmodule MyApp.Session do
  def start_link(id) do
    DynamicSupervisor.start_child(MyApp.Sessions, {MyApp.SessionServer, id})
  end
end
`,
    ],
    good: [
      `defmodule MyApp.Leader do
  use GenServer

  def start_link(opts) do
    case GenServer.start_link(__MODULE__, opts, name: {:global, __MODULE__}) do
      {:ok, pid} -> {:ok, pid}
      {:error, {:already_started, _pid}} -> :ignore
    end
  end

  @impl true
  def init(opts), do: {:ok, opts}
end
`,
      `defmodule MyApp.Sessions do
  def find_or_start(id) do
    case DynamicSupervisor.start_child(__MODULE__, {MyApp.SessionServer, id}) do
      {:error, {:already_started, pid}} -> {:ok, pid}
      other -> other
    end
  end
end
`,
    ],
  },
  module(module, { project }) {
    if (module.def.quoted) return [];
    // Several answers of one clause are one mistake.
    const found = new Map<FunctionClause, Adoption>();
    for (const adoption of adoptionsIn(module))
      if (!found.has(adoption.clause)) found.set(adoption.clause, adoption);
    return [...found.values()].map((adoption) => problemOf(adoption, project));
  },
});

function problemOf(adoption: Adoption, project: Project): Problem {
  const { start, chain, clause, answer } = adoption;
  const given = project.place(clause.fn.module, answer);
  const [first] = chain;
  const steps = chain.map((site) => project.evidence(site, `calls \`${callText(site)}\``));
  return {
    place: first ? project.placeOfCall(first) : given,
    message: messageOf(adoption),
    evidence: [
      project.evidenceAtHead(start, `\`${start.fn.name}/${start.fn.arity}\` is for a supervisor`),
      ...steps,
      ...(first ? [{ ...given, message: 'the answer is given here' }] : []),
    ],
  };
}

function messageOf({ start: { fn }, answer, whose }: Adoption): string {
  const cure = whose.startsWith('another supervisor')
    ? 'give the function another name, and leave the process to its supervisor'
    : 'return `:ignore` or the error';
  return `\`${fn.name}/${fn.arity}\` answers \`${shownExpr(answer)}\`, for a process which ${whose}: its supervisor takes it for its own child and hears nothing of its end; ${cure}`;
}
