import type { Problem } from '../src/lint/finding.js';
import { defineRule } from '../src/lint/rule.js';
import { registeredName } from '../src/otp/names/registered-names.js';
import { nodeText } from '../src/otp/node-text.js';
import { OTP } from '../src/otp/vocabulary.js';
import type { Project } from '../src/project/project.js';
import type { SupervisedNode } from '../src/project/supervision/supervised-node.js';

export default defineRule({
  id: 'duplicate-process-name',
  level: 'error',
  pointsTo: { section: 'names' },
  speaksOf: OTP,
  summary: 'two processes of one application that register the same name',
  what: 'Finds two children anywhere in the supervision tree of an application that are both always started and register the same literal name.',
  why: 'A name belongs to one process at a time. The start of the second returns `{:error, {:already_started, pid}}` (`GenServer`, "Name registration"), which its supervisor takes for a failed start: the application does not come up.',
  instead: 'Give each process a name of its own, as a rule that of its module (`name: __MODULE__`).',
  limits: [
    'Children behind a condition, started at run time or once per item are left alone: they may be alternatives.',
    'Names that are made up of others are not compared.',
  ],
  examples: {
    bad: [
      `defmodule MyApp.Application do
  use Application

  @impl true
  def start(_type, _args) do
    children = [
      {Registry, keys: :unique, name: MyApp.Rooms},
      {DynamicSupervisor, name: MyApp.Rooms}
    ]

    Supervisor.start_link(children, strategy: :one_for_one)
  end
end
`,
    ],
    good: [
      `defmodule MyApp.Application do
  use Application

  @impl true
  def start(_type, _args) do
    children = [
      {Registry, keys: :unique, name: MyApp.RoomRegistry},
      {DynamicSupervisor, name: MyApp.RoomSupervisor}
    ]

    Supervisor.start_link(children, strategy: :one_for_one)
  end
end
`,
    ],
  },
  project(project) {
    return project.supervision.applications.flatMap(({ root }) => (root ? duplicates(root, project) : []));
  },
});

function duplicates(root: SupervisedNode, project: Project): Problem[] {
  const first = new Map<string, SupervisedNode>();
  const found: Problem[] = [];
  for (const node of alwaysStarted(root)) {
    const name = registeredName(node, project);
    const other = name === undefined ? undefined : first.get(name);
    if (name === undefined) continue;
    if (!other) first.set(name, node);
    else if (other.owner !== node.owner || other.start !== node.start)
      found.push(problemOf(name, other, node, project));
  }
  return found;
}

/** The nodes of a tree that every run starts, and once. */
function* alwaysStarted(node: SupervisedNode): Generator<SupervisedNode> {
  if (node.conditional || node.runtime || node.unknown !== undefined || node.also) return;
  yield node;
  for (const child of node.children) yield* alwaysStarted(child);
}

function problemOf(name: string, other: SupervisedNode, node: SupervisedNode, project: Project): Problem {
  return {
    place: project.place(node.owner, node),
    message: `\`${moduleOf(node)}\` registers the name \`${name}\`, which \`${moduleOf(other)}\` already has when it starts, and so fails to start; give it a name of its own`,
    evidence: [
      { ...project.place(other.owner, other), message: `\`${moduleOf(other)}\` registers \`${name}\` here` },
      { ...project.place(node.owner, node), message: `\`${moduleOf(node)}\` registers it again` },
    ],
  };
}

function moduleOf(node: SupervisedNode): string {
  return node.module ?? nodeText(node);
}
