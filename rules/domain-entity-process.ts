import type { Evidence, Place } from '../src/lint/finding.js';
import { defineRule } from '../src/lint/rule.js';
import { type EntityHome, entityHomeOf } from '../src/otp/state/entity-homes.js';
import { OTP } from '../src/otp/vocabulary.js';
import type { Project, ProjectModule } from '../src/project/project.js';

export default defineRule({
  id: 'domain-entity-process',
  level: 'warning',
  pointsTo: { section: 'golden-rule' },
  productionOnly: true,
  speaksOf: OTP,
  summary: 'a GenServer or Agent that is the home of a row of the database',
  what: 'Finds GenServers and Agents that keep a domain entity: their state is a struct of an `Ecto.Schema` with a table, or they load one row with the repository and answer reads and updates of it.',
  why: 'A row that also lives in a process is there twice: other code, other nodes and other transactions change the row and the process does not know, and a crash or a deploy throws away what was not written yet. Every reader waits for one mailbox, where the database would answer them side by side and keep its constraints (`Ecto.Schema` structs are plain data; `GenServer`, "When (not) to use a GenServer").',
  instead:
    'Keep the entity in the database and read and write it there, in functions of a context; guard concurrent updates with a transaction, a lock or `optimistic_lock`. Where reads must be faster, put a cache beside the database, which may be thrown away at any time.',
  limits: [
    'An `embedded_schema`, and a state that holds an entity only as configuration (it is never served and changed), are left alone; so are collections of entities.',
    'Sessions of live connections, caches, pools and rate limiters are known by the names of their modules, and left alone.',
    'A field of the state counts where the process loads its row itself; a row that it is given at start counts only where it is the whole state.',
    'State machines are left alone.',
  ],
  examples: {
    bad: [
      `defmodule Shop.Cart do
  use Ecto.Schema

  schema "carts" do
    field :total, :integer
  end
end

defmodule Shop.CartServer do
  use GenServer

  alias Shop.{Cart, Repo}

  def start_link(id), do: GenServer.start_link(__MODULE__, id)

  @impl true
  def init(id), do: {:ok, Repo.get!(Cart, id)}

  @impl true
  def handle_call(:total, _from, cart), do: {:reply, cart.total, cart}

  def handle_call({:add, price}, _from, cart) do
    {:reply, :ok, %{cart | total: cart.total + price}}
  end
end
`,
      `defmodule Shop.Cart do
  use Ecto.Schema

  schema "carts" do
    field :total, :integer
  end
end

defmodule Shop.CurrentCart do
  use Agent

  def start_link(_opts), do: Agent.start_link(fn -> %Shop.Cart{total: 0} end, name: __MODULE__)
  def total, do: Agent.get(__MODULE__, & &1.total)
  def add(price), do: Agent.update(__MODULE__, &%{&1 | total: &1.total + price})
end
`,
    ],
    good: [
      `defmodule Shop.Cart do
  use Ecto.Schema

  schema "carts" do
    field :total, :integer
  end
end

defmodule Shop.Carts do
  import Ecto.Query

  alias Shop.{Cart, Repo}

  def total(id), do: Repo.get!(Cart, id).total
  def add(id, price), do: Repo.update_all(where(Cart, id: ^id), inc: [total: price])
end
`,
      `defmodule Shop.Room do
  use GenServer

  defstruct players: []

  @impl true
  def init(_opts), do: {:ok, %__MODULE__{}}

  @impl true
  def handle_call(:players, _from, room), do: {:reply, room.players, room}
  def handle_call({:join, name}, _from, room), do: {:reply, :ok, %{room | players: [name | room.players]}}
end
`,
    ],
  },
  module(module) {
    const home = entityHomeOf(module);
    if (!home) return undefined;
    return {
      place: placeOf(module, home),
      message: messageFor(module, home),
      evidence: evidenceFor(home, module.project),
    };
  },
});

/** `use GenServer` or `use Agent`, or the module's head where it does without. */
function placeOf({ def, project }: ProjectModule, { kind }: EntityHome): Place {
  const use = def.uses.find(({ module }) => module === kind);
  return project.place(def, use ?? { start: def.headStart, end: def.headEnd });
}

function messageFor({ name }: ProjectModule, { kind, entity, field }: EntityHome): string {
  const schema = `\`${entity.schema.name}\``;
  const holds = field === undefined ? `has a ${schema} as its state` : `keeps a ${schema} in \`${field}\``;
  return `the ${kind} \`${name}\` ${holds}, so that the entity lives in a process beside its row in the database and the two drift apart; read and write the row in functions of a context, and cache it where reads must be fast`;
}

function evidenceFor({ entity, reads, updates }: EntityHome, project: Project): Evidence[] {
  const { at, loaded } = entity;
  const step = (found: EntityHome['reads'][number] | undefined, message: string): Evidence[] => {
    if (!found) return [];
    return ['nameStart' in found ? project.evidence(found, message) : project.evidenceAtHead(found, message)];
  };
  return [
    { ...project.place(at.owner, at), message: loaded ? 'it is loaded here' : 'it is made or named here' },
    ...step(reads[0], 'it is read through the process'),
    ...step(updates[0], 'it is changed in the process'),
  ];
}
