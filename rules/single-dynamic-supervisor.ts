import type { Problem } from '../src/lint/finding.js';
import { defineRule } from '../src/lint/rule.js';
import {
  type ChildStart,
  childStartOf,
  requestLeadingTo,
  startingCalls,
} from '../src/otp/supervision/child-starts.js';
import { OTP } from '../src/otp/vocabulary.js';
import type { Project } from '../src/project/project.js';
import { callText, chainText } from '../src/project/reach.js';

export default defineRule({
  id: 'single-dynamic-supervisor',
  level: 'info',
  pointsTo: { section: 'supervision', ironLaw: [2] },
  productionOnly: true,
  speaksOf: OTP,
  summary: 'requests that all start children under one supervisor',
  what: 'Finds `DynamicSupervisor.start_child` and `Task.Supervisor.start_child` and `async*` on one named supervisor, called from a controller, LiveView, channel, socket, plug or resolver, itself or through functions of the project.',
  why: 'A supervisor is one process: it starts one child after the other, and runs each child’s `init/1` meanwhile (`DynamicSupervisor`, "Scalability and partitioning": "a single process responsible for starting child processes", which may become a bottleneck). Under load every request waits its turn there.',
  instead:
    'Start the supervisors behind a `PartitionSupervisor` and go to `{:via, PartitionSupervisor, {Name, self()}}`, so that there is one for each core.',
  limits: [
    'How often a request does this is not known from source; where it is rare, one supervisor is enough.',
    'A supervisor whose name comes from options or a pid is not looked at.',
    'A supervisor is reported once in each module that asks it.',
  ],
  examples: {
    bad: [
      `defmodule ShopWeb.OrderController do
  use Phoenix.Controller

  def create(conn, params) do
    Task.Supervisor.start_child(Shop.Tasks, fn -> Shop.Mail.confirm(params) end)
    send_resp(conn, 201, "")
  end
end
`,
    ],
    good: [
      `defmodule ShopWeb.OrderController do
  use Phoenix.Controller

  def create(conn, params) do
    supervisor = {:via, PartitionSupervisor, {Shop.Tasks, self()}}
    Task.Supervisor.start_child(supervisor, fn -> Shop.Mail.confirm(params) end)
    send_resp(conn, 201, "")
  end
end
`,
      `defmodule Shop.Nightly do
  def run(orders), do: Task.Supervisor.async_nolink(Shop.Tasks, fn -> Shop.Report.of(orders) end)
end
`,
    ],
  },
  module(module) {
    const { project } = module;
    const supervisors = new Set<string>();
    return startingCalls(module).flatMap((site): Problem[] => {
      const start = childStartOf(site, project);
      if (!start || supervisors.has(start.supervisor)) return [];
      const problem = problemOf(start, project);
      if (problem) supervisors.add(start.supervisor);
      return problem ? [problem] : [];
    });
  },
});

function problemOf({ site, supervisor }: ChildStart, project: Project): Problem | undefined {
  const request = requestLeadingTo(site, project);
  if (!request) return undefined;
  const { clause, chain } = request;
  const way = chainText(`${clause.fn.name}/${clause.fn.arity}`, chain);
  return {
    place: project.placeOfCall(site),
    message: `every request that comes to \`${callText(site)}\` waits its turn at the one process \`${supervisor}\`; put it behind a \`PartitionSupervisor\``,
    evidence: [project.evidenceAtHead(clause, `a request leads here: \`${way}\``)],
  };
}
