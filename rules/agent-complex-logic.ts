import type { CallSite } from '../src/elixir/model.js';
import type { Problem } from '../src/lint/finding.js';
import { defineRule } from '../src/lint/rule.js';
import { waitEvidence } from '../src/otp/requests/waiting.js';
import { type AgentRace, agentRacesIn } from '../src/otp/state/agent-races.js';
import { agentCalls, asksAgent, longLogic, slowWorkInAgent } from '../src/otp/state/agent-work.js';
import { OTP } from '../src/otp/vocabulary.js';
import type { Project, ProjectModule } from '../src/project/project.js';
import { callText } from '../src/project/reach.js';

export default defineRule({
  id: 'agent-complex-logic',
  level: 'warning',
  pointsTo: { decisionTree: ['Need state?', 'yes', 'Complex behaviour?', 'yes'], section: 'genserver' },
  productionOnly: true,
  speaksOf: OTP,
  summary: 'an Agent that is given slow work or much logic to run, or read and written in two steps',
  what: 'Finds functions given to `Agent.get`, `update`, `get_and_update` and `cast` that do slow work, or that branch and compute at length (over ten lines, or over three branches); and values that are read with `Agent.get` and put back, changed, with `Agent.update` in the same function.',
  why: 'The function runs inside the agent ("anything that happens in the function … will block the agent", `Agent`, "A word on agents"): everybody else waits, and after five seconds their calls exit. Between a `get` and an `update` others may change the state: what they wrote is lost.',
  instead:
    'Do the work before or after the call and give the agent only the change. Read and write in one `Agent.get_and_update/2`. Where the behaviour itself is complex, write a GenServer with a callback for each request.',
  limits: [
    'Functions of other modules that an agent is given are judged by slow work alone, not by their length: a pure function of the state is a good thing to have.',
    'The race is seen within one function, through functions that do no more than one call of a named agent; an agent is known again by how it is written.',
    'Ten lines without a branch, such as a large map, are left alone.',
  ],
  examples: {
    bad: [
      `defmodule Rates do
  use Agent

  def start_link(_opts), do: Agent.start_link(fn -> %{} end, name: __MODULE__)

  def refresh(currency) do
    Agent.update(__MODULE__, fn rates -> Map.put(rates, currency, Req.get!("https://rates.example/" <> currency)) end)
  end
end
`,
      `defmodule Counter do
  use Agent

  def start_link(_opts), do: Agent.start_link(fn -> 0 end, name: __MODULE__)

  def increment do
    count = Agent.get(__MODULE__, & &1)
    Agent.update(__MODULE__, fn _ -> count + 1 end)
  end
end
`,
    ],
    good: [
      `defmodule Rates do
  use Agent

  def start_link(_opts), do: Agent.start_link(fn -> %{} end, name: __MODULE__)

  def refresh(currency) do
    rate = Req.get!("https://rates.example/" <> currency)
    Agent.update(__MODULE__, &Map.put(&1, currency, rate))
  end
end
`,
      `defmodule Counter do
  use Agent

  def start_link(_opts), do: Agent.start_link(fn -> 0 end, name: __MODULE__)
  def increment, do: Agent.get_and_update(__MODULE__, &{&1 + 1, &1 + 1})
end
`,
    ],
  },
  module(module) {
    if (module.def.quoted) return undefined;
    const races = agentRacesIn(module).map((race) => raceProblem(race, module.project));
    const asked = agentCalls(module).filter((site) => asksAgent(site) && !site.situation.devOnly);
    return [...races, ...asked.flatMap((site) => problemOf(site, module) ?? [])];
  },
});

function problemOf(site: CallSite, module: ProjectModule): Problem | undefined {
  const { project } = module;
  const call = `\`${callText(site)}\``;
  const wait = slowWorkInAgent(site, module);
  if (wait && !wait.sometimes) {
    return {
      place: project.placeOfCall(site),
      message: `the function given to ${call} does ${wait.work} inside the agent, and everybody else waits for it; do that before or after the call, or make the agent a GenServer that hands it off`,
      evidence: waitEvidence(wait, project),
    };
  }
  const logic = longLogic(site, module);
  if (!logic) return undefined;
  const { lines, branches, at } = logic;
  return {
    place: project.placeOfCall(site),
    message: `the function given to ${call} has ${lines} lines and ${branches} branches, all run inside the agent while everybody else waits; compute outside and give the agent only the change, or make it a GenServer`,
    evidence: at ? [project.evidenceAtHead(at, 'this is what the agent runs')] : [],
  };
}

function raceProblem({ get, put }: AgentRace, project: Project): Problem {
  return {
    place: project.placeOfCall(put),
    message: `\`${callText(put)}\` puts back what was made from an earlier read of the same agent, and what others wrote in between is lost; read and write in one \`Agent.get_and_update\``,
    evidence: [project.evidence(get, 'the value is read here')],
  };
}
