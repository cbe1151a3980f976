import type { Section } from './section.js';
import { sources } from './sources.js';

export const names: Section = {
  id: 'names',
  title: 'Names',
  summary: 'atoms for the processes you wrote down, a Registry for those that data creates',
  blocks: [
    {
      kind: 'table',
      table: {
        head: ['Tool', 'Scope', 'Use for'],
        rows: [
          ['an atom (`__MODULE__`)', 'one node', 'the one process of its kind'],
          ['`Registry`', 'one node', 'processes that come and go with data: rooms, users, parcels'],
          ['`:pg`', 'the cluster', 'groups of processes, and messages to all of their members'],
          ['`:global`', 'the cluster', 'one process in the whole cluster'],
          ['Horde', 'the cluster', 'a registry and a supervisor that span the nodes'],
        ],
      },
      source: sources.otpThinking,
    },
    { kind: 'heading', text: 'No atoms from data' },
    {
      kind: 'text',
      text: 'An atom is never freed, and a node holds about a million of them before it stops. Names that hold an id belong in a `Registry`: its keys are any term, and an entry leaves when its process does.',
      source: sources.codeAntiPatterns,
    },
    {
      kind: 'code',
      code: `children = [
  {Registry, keys: :unique, name: MyApp.Registry},
  {DynamicSupervisor, name: MyApp.RoomSupervisor}
]

defp via(id), do: {:via, Registry, {MyApp.Registry, {:room, id}}}

def start_link(id), do: GenServer.start_link(__MODULE__, id, name: via(id))`,
      source: sources.registry,
    },
    { kind: 'heading', text: 'Where a `:via` tuple is a name' },
    {
      kind: 'text',
      text: '`GenServer.call/2`, `GenServer.whereis/1`, `Supervisor` and `Agent` functions take it. `Process.whereis/1`, `Process.register/2` and `send/2` know atoms only and raise.',
      source: sources.genServer,
    },
    { kind: 'heading', text: 'Start, do not look first' },
    {
      kind: 'text',
      text: 'Between a look-up and a start another process can do the same. Start straight away and take `{:error, {:already_started, pid}}` for an answer: the registry lets only one win.',
      source: sources.registry,
    },
    { kind: 'heading', text: '`:pg`, not `:pg2`' },
    {
      kind: 'text',
      text: '`:pg` came with OTP 23 and `:pg2` went with OTP 24. A process joins a group of a scope, `:pg.join(MyApp.Scope, group, pid)`, and the scope is a process that your supervisor starts.',
      source: sources.pg,
    },
    {
      kind: 'text',
      text: '`:global` has to agree with every node each time a name is taken. When a netsplit heals and both sides hold the same name, it ends one of the two.',
      source: sources.global,
    },
  ],
};
