import type { Section } from './section.js';
import { sources } from './sources.js';

export const supervision: Section = {
  id: 'supervision',
  title: 'Supervision',
  summary: 'the strategy writes down which children depend on which',
  blocks: [
    { kind: 'heading', text: 'Strategies' },
    {
      kind: 'table',
      table: {
        head: ['Strategy', 'The children are', 'After a crash restarts'],
        rows: [
          ['`:one_for_one`', 'independent', 'the one that crashed'],
          ['`:rest_for_one`', 'a chain: later ones need earlier ones', 'it and those started after it'],
          ['`:one_for_all`', 'of no use without each other', 'all of them'],
        ],
      },
      source: sources.supervisor,
    },
    {
      kind: 'text',
      text: 'Ask of each child: when it dies, who holds something of it that is now dead? A pid, a table, values written into a table at the start. Those have to restart with it. Who looks the other up by name on each use does not.',
      source: sources.otpThinking,
    },
    {
      kind: 'text',
      text: 'A `DynamicSupervisor` knows `:one_for_one` only, since its children come in no order.',
      source: sources.dynamicSupervisor,
    },
    { kind: 'heading', text: 'Order' },
    {
      kind: 'text',
      text: 'Children start in the order of the list and stop in the reverse. What others need comes first: Repo, PubSub, registries, task supervisors. The endpoint comes last. In `terminate/2`, a sibling that started later is already gone.',
      source: sources.supervisor,
    },
    { kind: 'heading', text: 'Restart values' },
    {
      kind: 'table',
      table: {
        head: ['`restart:`', 'Started again', 'Use for'],
        rows: [
          ['`:permanent`', 'always (the default)', 'servers'],
          ['`:transient`', 'after a crash, not after a normal end', 'work that has an end'],
          ['`:temporary`', 'never (the default of `use Task`)', 'work for one occasion'],
        ],
      },
      source: sources.supervisor,
    },
    { kind: 'heading', text: 'How many restarts' },
    {
      kind: 'text',
      text: 'More than `max_restarts` (3) within `max_seconds` (5) and the supervisor itself gives up, and its own supervisor decides. Under a supervisor with many children a few unlucky ones use up the budget of all: give groups their own supervisor, or set the numbers on purpose. A budget so large that it is never used up hides a crash loop.',
      source: sources.supervisor,
    },
    { kind: 'heading', text: 'Everything long-lived has a supervisor' },
    {
      kind: 'text',
      text: 'A process that ordinary code starts is restarted by nobody and stopped by nobody. Put it into the tree: in the list of children, or under a `DynamicSupervisor`. A supervisor among the children says `type: :supervisor`, so that its own children get the time to stop. A process does not call a supervisor above it: while that supervisor waits for the process, both wait.',
      source: sources.supervisor,
    },
    {
      kind: 'text',
      text: 'An exit signal `:normal` from another process is ignored unless the target traps exits. Use `GenServer.stop/1`, or `:shutdown`; for a child, ask its supervisor.',
      source: sources.process,
    },
    { kind: 'heading', text: 'At scale' },
    {
      kind: 'text',
      text: 'One `DynamicSupervisor` starts one child at a time. A `PartitionSupervisor` runs several of it and picks one by key: `{:via, PartitionSupervisor, {MyApp.Rooms, id}}`.',
      source: sources.partitionSupervisor,
    },
    { kind: 'heading', text: 'Gone' },
    {
      kind: 'text',
      text: '`Supervisor.Spec` with its `worker` and `supervisor` functions, and `:simple_one_for_one`, are deprecated. Write `{Module, arg}` and module-based child specs, and use `DynamicSupervisor`.',
      source: sources.supervisor,
    },
  ],
};
