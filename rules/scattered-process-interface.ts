import { defineRule } from '../src/lint/rule.js';
import { OTP } from '../src/otp/vocabulary.js';
import { outsideCalls } from '../src/project/outside-callers.js';
import { callText } from '../src/project/reach.js';

export default defineRule({
  id: 'scattered-process-interface',
  level: 'info',
  pointsTo: { section: 'genserver' },
  speaksOf: OTP,
  summary: 'a named process that several modules call without going through its own module',
  what: 'Finds processes of the project that two or more modules other than their own send requests to by name, with `GenServer.call`, `GenServer.cast`, or a function of `Agent`.',
  why: 'The messages of a process are its private protocol (`GenServer`, "Client / Server APIs"; `Agent`, "Agents": "a single module should hold its interface"). Where they are written out in several modules, a change of one clause must find them all, no function says what they mean, and nobody can let a read go past the process.',
  instead: 'Give the module of the process one function for each request, and call these.',
  limits: [
    'Processes that libraries start under a name of their own, tests and supervisors are left alone; so are requests to a pid.',
    'One other module, such as a separate interface of the server, is taken to be meant.',
  ],
  examples: {
    bad: [
      `defmodule MyApp.Counter do
  use GenServer

  def start_link(_), do: GenServer.start_link(__MODULE__, 0, name: __MODULE__)

  @impl true
  def init(count), do: {:ok, count}

  @impl true
  def handle_call(:value, _from, count), do: {:reply, count, count}

  @impl true
  def handle_cast(:add, count), do: {:noreply, count + 1}
end

defmodule MyApp.Orders do
  def place(order) do
    GenServer.cast(MyApp.Counter, :add)
    {:ok, order}
  end
end

defmodule MyApp.Report do
  def print, do: IO.puts(GenServer.call(MyApp.Counter, :value))
end
`,
    ],
    good: [
      `defmodule MyApp.Counter do
  use GenServer

  def start_link(_), do: GenServer.start_link(__MODULE__, 0, name: __MODULE__)
  def add, do: GenServer.cast(__MODULE__, :add)
  def value, do: GenServer.call(__MODULE__, :value)

  @impl true
  def init(count), do: {:ok, count}

  @impl true
  def handle_call(:value, _from, count), do: {:reply, count, count}

  @impl true
  def handle_cast(:add, count), do: {:noreply, count + 1}
end

defmodule MyApp.Orders do
  def place(order) do
    MyApp.Counter.add()
    {:ok, order}
  end
end

defmodule MyApp.Report do
  def print, do: IO.puts(MyApp.Counter.value())
end
`,
    ],
  },
  project(project) {
    return outsideCalls(project).flatMap(({ name, owner, sites }) => {
      const [first, ...others] = sites;
      if (!first || others.length === 0) return [];
      const more = others.length === 1 ? 'one other module does' : `${others.length} other modules do`;
      return [
        {
          place: project.placeOfCall(first),
          message: `\`${first.situation.owner.name}\` sends requests straight to \`${name}\`, and ${more} so too: its messages are written out all over; give \`${owner.name}\` a function for each and call these`,
          evidence: others
            .slice(0, 4)
            .map((site) => project.evidence(site, `\`${callText(site)}\` to \`${name}\` here`)),
        },
      ];
    });
  },
});
