import type { CallSite } from '../src/elixir/model.js';
import { shownExpr } from '../src/elixir/shown.js';
import type { Evidence, Problem } from '../src/lint/finding.js';
import { defineRule } from '../src/lint/rule.js';
import { type Lost, lostRequests } from '../src/otp/messages/lost-requests.js';
import { OTP } from '../src/otp/vocabulary.js';
import type { Project } from '../src/project/project.js';

export default defineRule({
  id: 'unhandled-call',
  level: 'error',
  pointsTo: { section: 'genserver' },
  speaksOf: OTP,
  summary: 'a call or cast with a message that no clause of the server takes',
  what: 'Finds `GenServer.call` and `GenServer.cast` (also of `GenStage`, `:gen_server`, `:gen_statem`, `GenStateMachine`) to a server of the project whose `handle_call/3` or `handle_cast/2` has no clause that could match the message: another tag, another number of elements, or a clause only for the other kind of request.',
  why: 'The server runs its callback with the message. Where no clause matches it raises `FunctionClauseError`, or, where there is no such callback at all, the error that `use GenServer` puts in its place (`GenServer`, "Callbacks"): the server crashes with all its state, and the caller of a call exits with it.',
  instead:
    'Add the clause, or send what the server takes: `call` for what it answers, `cast` for what it does not, with the tag and the elements of its clause.',
  limits: [
    'Guards are not evaluated, and a variable in the message may be anything.',
    "A pid is followed only in functions of the server's own module, and only where no other server of the project takes such a message.",
    'Servers that `use` a module outside the project, which may add clauses, are left alone; so are tests.',
  ],
  examples: {
    bad: [
      `defmodule MyApp.Counter do
  use GenServer

  def start_link(_), do: GenServer.start_link(__MODULE__, 0, name: __MODULE__)
  def value, do: GenServer.call(__MODULE__, :value)
  def add(n), do: GenServer.cast(__MODULE__, {:add, n})

  @impl true
  def init(count), do: {:ok, count}

  @impl true
  def handle_call(:value, _from, count), do: {:reply, count, count}

  def handle_call({:add, n}, _from, count), do: {:reply, :ok, count + n}
end
`,
      `defmodule MyApp.Rooms do
  use GenServer

  def start_link(_), do: GenServer.start_link(__MODULE__, %{}, name: __MODULE__)

  @impl true
  def init(rooms), do: {:ok, rooms}

  @impl true
  def handle_call({:join, room, user}, _from, rooms) do
    {:reply, :ok, Map.update(rooms, room, [user], &[user | &1])}
  end
end

defmodule MyApp.Lobby do
  def join(room), do: GenServer.call(MyApp.Rooms, {:join, room})
end
`,
    ],
    good: [
      `defmodule MyApp.Counter do
  use GenServer

  def start_link(_), do: GenServer.start_link(__MODULE__, 0, name: __MODULE__)
  def value, do: GenServer.call(__MODULE__, :value)
  def add(n), do: GenServer.cast(__MODULE__, {:add, n})

  @impl true
  def init(count), do: {:ok, count}

  @impl true
  def handle_call(:value, _from, count), do: {:reply, count, count}

  @impl true
  def handle_cast({:add, n}, count), do: {:noreply, count + n}
end
`,
    ],
  },
  module(module, { project }) {
    if (module.is('test')) return undefined;
    return lostRequests(module).map((lost) => problemOf(lost, project));
  },
});

function problemOf(lost: Lost, project: Project): Problem {
  const { site, written, server, request, takenAs, wrongArity } = lost;
  const message = `\`${shownExpr(written.expr)}\``;
  const { name } = server.module;
  const callback = request.to === 'handle_call' ? '`handle_call/3`' : '`handle_cast/2`';
  const taker = takenAs && (takenAs.name === 'handle_call' ? '`handle_call/3`' : '`handle_cast/2`');
  const why = wrongArity
    ? `its \`${wrongArity.name}/${wrongArity.arity}\` is no callback, which is ${callback}`
    : taker
      ? `only ${taker} has a clause for it`
      : `no clause of its ${callback} matches it`;
  const cure = wrongArity
    ? `give it the arguments of ${callback}`
    : taker
      ? `send it with \`${request.to === 'handle_call' ? 'cast' : 'call'}\`, or move the clause`
      : 'add a clause, or send what one of them takes';
  return {
    place: holds(site, written.expr) ? project.placeOfCall(site) : project.place(written.owner, written.expr),
    message: `\`${name}\` crashes on ${message}: ${why}; ${cure}`,
    evidence: evidenceOf(lost, project),
  };
}

function evidenceOf(
  { site, written, server, takenAs, nearest, wrongArity, request }: Lost,
  project: Project,
): Evidence[] {
  const steps: Evidence[] = [];
  if (!holds(site, written.expr)) steps.push(project.evidence(site, 'the message is sent here'));
  const [wrong] = wrongArity?.clauses ?? [];
  if (wrong) steps.push(project.evidenceAtHead(wrong, `has ${wrongArity?.arity} arguments`));
  else if (takenAs)
    steps.push(
      project.evidenceAtHead(
        takenAs.clause,
        `takes it, but as a ${takenAs.name === 'handle_call' ? 'call' : 'cast'}`,
      ),
    );
  else if (nearest) steps.push(project.evidenceAtHead(nearest.clause, 'the nearest clause is this'));
  else {
    const head = { start: server.module.def.headStart, end: server.module.def.headEnd };
    steps.push({ ...project.place(server.module.def, head), message: `has no \`${request.to}\` at all` });
  }
  return steps;
}

function holds({ start, end }: CallSite, expr: { start: number; end: number }): boolean {
  return start <= expr.start && expr.end <= end;
}
