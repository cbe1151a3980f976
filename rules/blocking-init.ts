import { continueInsteadOfInit } from '../src/fix/continue.js';
import type { Problem } from '../src/lint/finding.js';
import { defineRule } from '../src/lint/rule.js';
import { type Start, startsOf } from '../src/otp/processes/starts.js';
import { slowWorkIn, type Wait, waitEvidence } from '../src/otp/requests/waiting.js';
import { OTP } from '../src/otp/vocabulary.js';
import type { Project } from '../src/project/project.js';
import { chainText } from '../src/project/reach.js';

export default defineRule({
  id: 'blocking-init',
  level: 'warning',
  pointsTo: { ironLaw: [2], section: 'genserver' },
  speaksOf: OTP,
  summary: 'slow work while a process starts, for which its supervisor and every later sibling wait',
  what: 'Finds slow work in `init/1` of servers and supervisors, in the function given to `Agent.start_link`, in `Application.start/2` before its supervisor starts, and in a `start_link` before the process starts; followed through functions of the project.',
  why: 'A supervisor starts its children one after the other and waits for each `init/1` (`Supervisor`, `GenServer.init/1`). While one child waits for the network, nothing behind it starts, and a `DynamicSupervisor` starts no other child either. When the work fails, the start fails, and a few failures take the whole tree down.',
  instead:
    'Return `{:ok, state, {:continue, :load}}` from `init/1` and do the work in `handle_continue/2`, which runs before any message is handled but after the supervisor has gone on.',
  limits: [
    'Where later siblings need what is loaded here, the wait may be wanted: say so in a suppression.',
    'Work that happens only behind a cache miss is advice.',
    'A child that exists to migrate or to warm something up, by its name, is left alone, and so is a start gate that answers `:ignore`.',
  ],
  examples: {
    bad: [
      `defmodule MyApp.Depots do
  use GenServer

  def start_link(_), do: GenServer.start_link(__MODULE__, nil, name: __MODULE__)

  @impl true
  def init(_), do: {:ok, load()}

  defp load, do: MyApp.Repo.all(MyApp.Depot)
end
`,
      `defmodule MyApp.Application do
  use Application

  def start(_type, _args) do
    Process.sleep(5_000)
    Supervisor.start_link([MyApp.Worker], strategy: :one_for_one)
  end
end
`,
    ],
    good: [
      `defmodule MyApp.Depots do
  use GenServer

  def start_link(_), do: GenServer.start_link(__MODULE__, nil, name: __MODULE__)

  @impl true
  def init(_), do: {:ok, nil, {:continue, :load}}

  @impl true
  def handle_continue(:load, _), do: {:noreply, MyApp.Repo.all(MyApp.Depot)}
end
`,
    ],
  },
  module(module, { project }) {
    return startsOf(module).flatMap((start): Problem[] => {
      const wait = slowWorkIn(start.clause, project, start);
      if (!wait || isToldElsewhere(wait, start, project)) return [];
      return [
        {
          place: project.placeOfHead(start.clause),
          message: messageOf(start, wait),
          evidence: waitEvidence(wait, project),
          ...(wait.sometimes ? { level: 'info' } : {}),
          fix: module.server?.kind === 'gen_server' ? continueInsteadOfInit(start.clause, module) : undefined,
        },
      ];
    });
  },
});

/** True for a clause that waits in another clause of its own function, of which the same is told. */
function isToldElsewhere({ chain }: Wait, { clause }: Start, project: Project): boolean {
  return chain.some((site) => project.targetOf(site) === clause.fn);
}

function messageOf({ clause, kind }: Start, wait: Wait): string {
  const chain = chainText(`${clause.fn.name}/${clause.fn.arity}`, wait.chain);
  const rarely = wait.sometimes ? ' on some runs' : '';
  if (kind === 'application') {
    return `\`${chain}\` is ${wait.work}${rarely} before the supervisor starts: nothing of the application runs meanwhile; do it in a child of the supervisor`;
  }
  if (kind === 'start_link') {
    return `\`${chain}\` is ${wait.work}${rarely} before the process starts, in the supervisor itself, and every later child waits for it; do it in \`handle_continue/2\``;
  }
  if (kind === 'supervisor') {
    return `\`${chain}\` is ${wait.work}${rarely} while the supervisor starts, and every later sibling waits for it; do it in a child, in \`handle_continue/2\``;
  }
  return `\`${chain}\` is ${wait.work}${rarely} while the process starts, and its supervisor and every later sibling wait for it; return \`{:continue, …}\` and do it in \`handle_continue/2\``;
}
