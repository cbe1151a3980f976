import fc from 'fast-check';

/** Few names, so that what is written meets: modules call each other, and functions themselves. */
const MODULES = ['A', 'B', 'C', 'A.B', 'Shop.Cart', 'Shop.Supervisor', '__MODULE__', 'X'];
const FUNCTIONS = [
  'constructor',
  '__proto__',
  'toString',
  'run',
  'fetch',
  'handle',
  'start_link',
  'init',
  'loop',
  'ask?',
  'stop!',
  'child_spec',
];
const VARIABLES = ['x', 'y', 'state', 'pid', 'opts', '_', '_from', 'ref', 'msg', 'é', 'naïve'];
const ATOMS = [
  ':ok',
  ':error',
  ':x',
  ':noreply',
  ':reply',
  ':tick',
  'nil',
  'true',
  ':"a b"',
  ':DOWN',
  ':EXIT',
  ':+',
  ':nil',
];

/** What rules look at, in the forms in which it is written. `%1` and `%2` stand for expressions. */
const CALLS = [
  'GenServer.call(%1, %2)', 'GenServer.call(%1, %2, :infinity)', 'GenServer.cast(%1, %2)',
  'GenServer.start_link(__MODULE__, %1, name: %2)', 'GenServer.start(%1, %2)', 'GenServer.reply(%1, %2)',
  'Agent.start_link(fn -> %1 end, name: %2)', 'Agent.get(%1, fn s -> %2 end)', 'Agent.update(%1, &%2)',
  'Agent.get_and_update(%1, &{&1, %2})', 'Task.async(fn -> %1 end)', 'Task.await(%1, %2)', 'Task.await_many(%1)',
  'Task.start(fn -> %1 end)', 'Task.start_link(%1, :run, [%2])', 'Task.yield(%1, %2) || Task.shutdown(%1)',
  'Task.async_stream(%1, fn x -> %2 end)', 'Task.Supervisor.async_nolink(%1, fn -> %2 end)',
  'Task.Supervisor.start_child(%1, fn -> %2 end)', 'Supervisor.start_link([%1, {%2, []}], strategy: :one_for_one)',
  'Supervisor.start_link([%1, %2], [])', 'Supervisor.init([%1, {%2, name: A}], strategy: :rest_for_one)',
  'Supervisor.start_link(%1 ++ %2, strategy: :one_for_all)', 'Supervisor.child_spec({%1, []}, id: %2)',
  'DynamicSupervisor.start_child(%1, {%2, []})', 'DynamicSupervisor.start_link(name: %1)', 'Supervisor.which_children(%1)',
  'Registry.lookup(%1, %2)', 'Registry.start_link(keys: :unique, name: %1)', '{:via, Registry, {%1, %2}}', '{:global, %1}',
  'Process.send_after(self(), %1, %2)', 'Process.send_after(%1, %2, 1000)', 'Process.cancel_timer(%1)',
  'Process.register(%1, %2)', 'Process.whereis(%1)', 'Process.monitor(%1)', 'Process.demonitor(%1, [:flush])',
  'Process.flag(:trap_exit, %1)', 'Process.exit(%1, %2)', 'Process.exit(%1, :normal)', 'Process.sleep(%1)', 'send(%1, %2)',
  'send(self(), %1)', 'spawn(fn -> %1 end)', 'spawn_link(%1, :run, [%2])', ':ets.new(%1, [:named_table, :public])',
  ':ets.insert(%1, {%2, 1})', ':ets.lookup(%1, %2)', ':ets.delete_all_objects(%1)', ':ets.update_counter(%1, %2, 1)',
  ':dets.open_file(%1, [])', ':persistent_term.put(%1, %2)', ':timer.send_interval(%1, %2)', ':timer.sleep(%1)',
  ':timer.apply_interval(%1, A, :run, [%2])', ':pg2.join(%1, %2)', ':sys.get_state(%1)', ':global.register_name(%1, %2)',
  ':mnesia.dirty_read(%1, %2)', ':mnesia.transaction(fn -> %1 end)', ':telemetry.attach(%1, %2, fn _, _, _, _ -> :ok end, nil)',
  ':gen_server.call(%1, %2)', ':rpc.call(%1, A, :run, [%2])', ':erlang.send_after(1, %1, %2)',
  'String.to_atom(%1)', 'String.to_atom("a_#{%1}")', ':"a_#{%1}"', 'Module.concat(%1, %2)', 'Jason.decode!(%1, keys: :atoms)',
  'Repo.transaction(fn -> %1 end)', 'Repo.all(%1)', 'Ecto.Multi.run(%1, :x, fn _, _ -> %2 end)', 'Oban.insert(%1)',
  'A.new(%1) |> Oban.insert()', 'HTTPoison.get(%1)', 'Req.get!(%1)', 'File.read!(%1)', 'System.cmd(%1, [])',
  'Phoenix.PubSub.subscribe(%1, %2)', 'Phoenix.PubSub.broadcast(%1, %2, :tick)', 'Application.get_env(:app, %1)',
  'apply(%1, :run, [%2])', 'apply(%1, %2)', 'Broadway.start_link(__MODULE__, name: %1, producer: [module: {%2, []}], processors: [a: [], b: []])',
  '{:ok, %1}', '{:noreply, %1}', '{:reply, %1, %2}', '{:reply, %1, %2, {:continue, %1}}', '{:stop, :normal, %1}',
  '{:noreply, %1, 1000}', '{:stop, %1, %2}', '{:ok, %1, {:continue, %2}}', ':ignore', 'raise %1', 'exit(%1)', 'throw(%1)', 'self()',
  'connected?(%1)', 'assign(%1, :x, %2)', 'Enum.map(%1, &%2)', 'Enum.each(%1, fn x -> %2 end)', 'Map.put(%1, :x, %2)',
  'Keyword.get(%1, :name, %2)', 'is_nil(%1)', 'Logger.info("#{%1}")', 'unquote(%1)', 'unquote_splicing(%1)', 'f(%1)', 'f %1',
  '%1.run(%2)', '%1.field', '%1[%2]', 'fun.(%1)', '%1 |> run(%2)', '%1 |> A.fetch() |> then(&%2)', '&A.run/1', '&run/2', '&(&1 + %1)',
  '&%1', '&1', '%{x: %1, y: %2}', '%{%1 => %2}', '%{state | x: %1}', '%A{x: %1}', '[%1, %2]', '[%1 | %2]', '[a: %1, b: %2]',
  '{%1, %2, %1}', '<<%1::binary-size(%2), rest::binary>>', '<<x::8, %1>>', '"#{%1} and #{%2}"', "'c#{%1}'", '~s(a #{%1})', '~S(#{x} \\\\)',
  '~w(a b)a', '~r/x#{%1}/u', '"""\n  a #{%1}\n  """', '?a', '?\\n', '0xFF', '1_000', '1.5e3', '1..10//2', '@x', '@x %1', '%1 = %2', '%1 + %2',
  '%1 ++ %2', '%1 <> %2', '%1 in %2', '%1 not in %2', '%1 && %2', '%1 or %2', 'not %1', '!%1', '-%1', '^%1', '%1 == %2', '%1 \\\\ %2', '(%1; %2)', '()',
  'fn -> %1 end', 'fn x when x > 1 -> %1\n  y -> %2 end', 'if %1, do: %2', 'if %1 do\n  %2\nelse\n  %1\nend', 'case %1 do\n  %2 -> %1\n  _ -> %2\nend',
  'cond do\n  %1 -> %2\n  true -> %1\nend', 'with {:ok, x} <- %1, y = %2 do\n  x\nelse\n  _ -> %1\nend', 'for x <- %1, x > 1, into: %{}, do: {x, %2}',
  'for x <- %1, reduce: %2 do\n  acc -> acc\nend', 'try do\n  %1\nrescue\n  e in A -> %2\ncatch\n  :exit, _ -> %1\nafter\n  %2\nend',
  'receive do\n  %1 -> %2\nafter\n  100 -> %1\nend', 'quote do\n  %1\n  unquote(%2)\nend', 'unless %1, do: %2, else: %1', 'use A, x: %1', 'import B, only: [run: 1]',
  'alias A.{B, C}, warn: false', 'require Logger', 'alias %1, as: C', 'foo do\n  %1\nelse\n  %2\nend', 'foo(%1, do: %2, after: %1)', 'defmodule X do\n  %1\nend', 'super(%1)',
]; // biome-ignore format: a table

/** What stands in a module. `%1`… stand for expressions, `%b` for a few lines of code. */
const DEFINITIONS = [
  'def init(x) do\n%b\n  {:ok, %1}\nend', 'def init(opts), do: %1', '@impl true\ndef handle_call(%1, from, state) do\n%b\n  {:reply, %2, state}\nend',
  'def handle_call({:x, y}, _from, state) when is_atom(y), do: {:reply, %1, state}', '@impl GenServer\ndef handle_cast(%1, state) do\n%b\nend',
  'def handle_info(%1, state) do\n%b\n  {:noreply, %2}\nend', 'def handle_info(_, s), do: {:noreply, s}', 'def handle_continue(:x, s), do: %1',
  'def terminate(_, s), do: %1', 'def start_link(opts \\\\ []) do\n%b\n  GenServer.start_link(__MODULE__, opts, name: %1)\nend', 'def start(_type, _args) do\n  children = [%1, {%2, []}]\n%b\n  Supervisor.start_link(children, strategy: :one_for_one)\nend',
  'def child_spec(opts), do: %{id: %1, start: {__MODULE__, :start_link, [opts]}}', 'def run(x, y \\\\ %1)\ndef run(x, y) when x > 1 or y in [1], do: %2', 'defp fetch(x) do\n%b\nend', 'def fetch(x), do: fetch(%1)', 'defp loop(state) do\n%b\n  loop(%1)\nend',
  'defmacro __using__(opts) do\n  quote do\n    use GenServer\n%b\n    def init(x), do: %1\n  end\nend', 'defmacro m(x), do: quote(do: unquote(%1))', 'defdelegate run(x), to: B', 'defguard is_x(x) when x > %1', '@x %1', '@behaviour A', '@callback run(x :: term) :: {:ok, atom} when x: var',
  '@spec run(atom(), x :: module) :: term', '@type t :: %{x: %1}', '@moduledoc """\nText #{1}\n"""', '@doc false', '@before_compile A', 'defstruct [:a, b: %1]', 'use GenServer', 'use GenServer, restart: :temporary', 'use Agent', 'use Supervisor', 'use DynamicSupervisor',
  'use Application', 'use Oban.Worker, queue: :x', 'use Broadway', 'use Phoenix.LiveView', 'use GenStage', 'use Task', 'use A', 'use B, %1', 'import A', 'alias A.B', 'alias B, as: A', 'alias __MODULE__.C', 'require Logger', 'def perform(%Oban.Job{args: %{x: y}}) do\n%b\nend', 'def perform(%{args: args}), do: %1',
  'def mount(_, _, socket) do\n%b\n  {:ok, socket}\nend', 'def handle_event("x", params, socket) do\n%b\n  {:noreply, socket}\nend', 'def handle_message(_, message, _) do\n%b\n  message\nend', 'def callback_mode, do: :handle_event_function', 'def handle_event({:call, from}, %1, s, d), do: {:keep_state, d, [{:reply, from, %2}]}',
  'for x <- [:a, :b] do\n  def unquote(x)(y), do: %1\nend', 'if Mix.env() == :test do\n  def run(x), do: %1\nend', 'defmodule C do\n%b\nend', 'defmodule __MODULE__.D do\n  use GenServer\n  def init(x), do: %1\nend', 'defimpl String.Chars, for: [A, B] do\n  def to_string(x), do: %1\nend', 'defprotocol P do\n  def p(x)\nend',
  'def unquote(%1)(x), do: x', 'def x + y, do: %1', 'def %1', 'def', 'foo %1 do\n%b\nend', '# otp-lint:disable blocking-init -- why\n', '# otp-lint:enable blocking-init\n', '# otp-lint:disable-next-line missing-impl, unhandled-call -- why\n', '# otp-lint:nonsense\n', '# a comment',
]; // biome-ignore format: a table

const KIND = ['plain', 'plain', 'plain', 'spaced', 'commented'] as const;

interface Template {
  text: string;
  kind: (typeof KIND)[number];
}

const template = (texts: readonly string[]): fc.Arbitrary<Template> =>
  fc.record({ text: fc.constantFrom(...texts), kind: fc.constantFrom(...KIND) });

const leaf: fc.Arbitrary<string> = fc.oneof(
  { arbitrary: fc.constantFrom(...VARIABLES), weight: 5 },
  { arbitrary: fc.constantFrom(...MODULES), weight: 4 },
  { arbitrary: fc.constantFrom(...ATOMS), weight: 4 },
  { arbitrary: fc.constantFrom('0', '1', '5000', '-1', '"s"', '"a#{x}"', '[]', '%{}', '{}', '""', "'c'", '~w(a)', '<<>>'), weight: 3 },
  { arbitrary: fc.constantFrom(...FUNCTIONS).map((name) => `${name}()`), weight: 2 },
); // biome-ignore format: one kind on a line

function written({ text, kind }: Template): string {
  if (kind === 'spaced') return text.replaceAll(', ', ' ,\n   ').replaceAll('(', '( ');
  if (kind === 'commented') return text.replaceAll('\n', ' # why\n\n');
  return text;
}

function filled(form: Template, parts: readonly string[], body = ''): string {
  return written(form).replace(/%([12b])/g, (_, slot: string) =>
    slot === 'b' ? body : (parts[Number(slot) - 1] ?? 'x'),
  );
}

const { expression } = fc.letrec<{ expression: string }>((tie) => ({
  expression: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaf,
    fc
      .tuple(template(CALLS), tie('expression'), tie('expression'))
      .map(([form, ...parts]) => filled(form, parts)),
  ),
}));

const body = fc.array(expression, { minLength: 1, maxLength: 5 }).map((lines) => lines.join('\n'));

const definition = fc
  .tuple(template(DEFINITIONS), expression, expression, body)
  .map(([form, one, other, lines]) => filled(form, [one, other], lines));

const moduleText = fc
  .tuple(fc.constantFrom(...MODULES), fc.array(definition, { maxLength: 16 }), fc.boolean())
  .map(
    ([name, parts, closed]) =>
      `defmodule ${name} do\n${parts.join('\n\n')}\n${closed ? 'end' : 'end # here'}\n`,
  );

/** Source that mostly is Elixir, and of which much means something to some rule. */
export const grammatical: fc.Arbitrary<string> = fc.oneof(
  {
    arbitrary: fc.array(moduleText, { minLength: 1, maxLength: 5 }).map((parts) => parts.join('\n')),
    weight: 8,
  },
  { arbitrary: body, weight: 1 },
);
