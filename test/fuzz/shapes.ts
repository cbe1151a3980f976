/** A text that grows with a number, in a way that hand-written code does not. */
export type Shape = (size: number) => string;

const nested =
  (open: string, close: string, middle = '1'): Shape =>
  (size) =>
    open.repeat(size) + middle + close.repeat(size);

const chained =
  (link: string, end = 'x'): Shape =>
  (size) =>
    link.repeat(size) + end;

const listed =
  (item: (at: number) => string): Shape =>
  (size) =>
    Array.from({ length: size }, (_, at) => item(at)).join('');

/** Around a text that stands where an expression may, the function of a server, which gives the value to everybody. */
const inCallback =
  (shape: Shape): Shape =>
  (size) =>
    `defmodule Deep do
  use GenServer
  def start_link(x), do: GenServer.start_link(__MODULE__, x, name: __MODULE__)
  def init(x), do: {:ok, %{table: :ets.new(:deep, [:named_table, :public]), x: x}}
  def handle_call(:x, _from, x) do
    y = ${shape(size)}
    :ets.insert(:deep, {:key, y})
    Process.send_after(self(), y, 1000)
    Task.start_link(fn -> String.to_atom("deep_#{y}") end)
    Supervisor.start_link(y, strategy: :one_for_one)
    {:reply, GenServer.call(Deep, y), %{x | x: y}}
  end
end
`;

const OPERATORS = [
  '+', '-', '*', '/', '++', '<>', '|>', '<-', '=', '|', '::', 'when', '\\\\', '&&', '||', 'and', 'or', 'in',
  'not in', '==', '..', '=>', '.', '|||', '<~>', '~>', '->', ',', ';', '\n',
]; // biome-ignore format: a table

const PREFIXES = ['-', '+', '!', 'not ', '^', '&', '@', '~~~', '~', '&&', '%', '..'];

const BRACKETS: readonly (readonly [string, string])[] = [
  ['(', ')'],
  ['[', ']'],
  ['{', '}'],
  ['%{a: ', '}'],
  ['%{1 => ', '}'],
  ['%{%{} | a: ', '}'],
  ['%X{a: ', '}'],
  ['<<', '>>'],
  ['[a: ', ']'],
  ['f(', ')'],
  ['f.(', ')'],
  ['A.f(', ')'],
  ['x[', ']'],
  ['"#{', '}"'],
  ["'#{", "}'"],
  [':"#{', '}"'],
  ['~s(#{', '})'],
  ['"""\n#{', '}\n"""'],
  ['fn x -> ', ' end'],
  ['fn x when x > 1 -> ', ' end'],
  ['&(&1 + ', ')'],
  ['if x do ', ' end'],
  ['if x do\n', '\nelse\n1\nend'],
  ['if(x, do: ', ')'],
  ['case ', ' do _ -> 1 end'],
  ['case x do _ -> ', ' end'],
  ['cond do true -> ', ' end'],
  ['with {:ok, x} <- ', ' do x end'],
  ['with {:ok, x} <- y do ', ' else _ -> 1 end'],
  ['for x <- ', ', do: x'],
  ['try do ', ' rescue _ -> 1 end'],
  ['receive do _ -> ', ' end'],
  ['quote do ', ' end'],
  ['quote do unquote(', ') end'],
  ['defmodule A do ', ' end'],
  ['def f(x) do ', ' end'],
  ['f do ', ' end'],
  ['(x -> ', ')'],
  ['(x; ', ')'],
  ['GenServer.call(x, ', ')'],
  ['Task.async(fn -> ', ' end)'],
  ['Enum.map(x, fn y -> ', ' end)'],
  ['Task.start(A, :f, [', '])'],
  ['{:ok, ', '}'],
  ['[{A, ', '}]'],
  ['x = ', ''],
  ['x = fn -> ', ' end'],
  ['f ', ''],
  ['@a ', ''],
  ['(', ''],
  ['[', ''],
  ['{', ''],
  ['%{', ''],
  ['<<', ''],
  ['do ', ''],
  ['fn ', ''],
  ['fn x -> ', ''],
  ['"#{', ''],
  ['if x do\n', ''],
  ['defmodule A do\n', ''],
  ['', ')'],
  ['', ']'],
  ['', '}'],
  ['', ' end'],
  ['', '>>'],
  ['"""\n', ''],
  ["'''\n", ''],
  ['~S"""\n', ''],
  ['"', ''],
  ["'", ''],
  ['~s(', ''],
  ['~S(\\\\', ''],
  ['?', ''],
  [':', ''],
  [':"', ''],
  ['\\', ''],
  ['#', '\n'],
];

const entries = (pairs: readonly (readonly [string, Shape])[]): [string, Shape][] =>
  pairs.map(([n, s]) => [n, s]);

/** Functions that hand a value on to the next, with what begins such a chain and what ends it. */
function chains(ends: readonly (readonly [string, string, string])[]): [string, Shape][] {
  return ends.flatMap(([name, begin, end]): [string, Shape][] => {
    const chain =
      (step: (at: number) => string): Shape =>
      (size) =>
        `defmodule A do\nuse GenServer\nuse Oban.Worker\ndef init(x), do: {:ok, x}\n${begin}\n${listed(step)(size)}defp f${size}(x), do: ${end}\nend`;
    return [
      [`${name} handed on`, chain((at) => `defp f${at}(x), do: f${at + 1}(x)\n`)],
      [`${name} handed on in steps`, chain((at) => `defp f${at}(x) do\ny = f${at + 1}(x)\ny\nend\n`)],
      [
        `${name} handed on in branches`,
        chain((at) => `defp f${at}(x) do\nif x, do: f${at + 1}(x), else: f${at + 2}(x)\nend\n`),
      ],
    ];
  });
}

/** Shapes by what they are called. */
export const SHAPES: ReadonlyMap<string, Shape> = new Map<string, Shape>([
  ...entries(BRACKETS.map(([open, close]) => [`nested ${open}…${close}`, nested(open, close)] as const)),
  ...entries(PREFIXES.map((prefix) => [`prefix ${prefix}`, chained(prefix)] as const)),
  ...entries(OPERATORS.map((operator) => [`chain of ${operator}`, chained(`x ${operator} `)] as const)),
  ['chain of calls', (size) => `x${' |> f()'.repeat(size)}`],
  ['chain of lines', (size) => `x${'\n|> Enum.map(&f/1)'.repeat(size)}`],
  ['chain of fields', (size) => `x${'.y'.repeat(size)}`],
  ['chain of applications', (size) => `f${'()'.repeat(size)}`],
  ['chain of dot applications', (size) => `f${'.()'.repeat(size)}`],
  ['chain of accesses', (size) => `x${'[1]'.repeat(size)}`],
  ['chain of do blocks', (size) => `f${' do 1 end'.repeat(size)}`],
  ['long alias', (size) => `A${'.A'.repeat(size)}`],
  ['long name', (size) => 'a'.repeat(size)],
  ['long atom', (size) => `:${'a'.repeat(size)}`],
  ['long number', (size) => '1'.repeat(size)],
  ['long number with underscores', (size) => `1${'_1'.repeat(size)}`],
  ['long string', (size) => `"${'x '.repeat(size)}"`],
  ['long sigil', (size) => `~w(${'x '.repeat(size)})`],
  ['long upper sigil', (size) => `~S(${'\\\\ '.repeat(size)})`],
  ['many upper sigils', (size) => '~S(\\\\) '.repeat(size)],
  ['long heredoc', (size) => `"""\n${'x\n'.repeat(size)}"""`],
  ['long comment', (size) => `# ${'x'.repeat(size)}`],
  ['many comments', (size) => '# x\n'.repeat(size)],
  ['many comments behind code', (size) => 'x # x\n'.repeat(size)],
  ['comments in one line of tabs', (size) => `${'\t'.repeat(size)}# x\n`],
  ['spaces', (size) => ' '.repeat(size)],
  ['blank lines', (size) => '\n'.repeat(size)],
  ['blank lines within', (size) => `defmodule A do\n${'\n'.repeat(size)}end`],
  ['carriage returns', (size) => 'x\r'.repeat(size)],
  ['backslashes', (size) => '\\'.repeat(size)],
  ['escapes', (size) => `"${'\\n'.repeat(size)}"`],
  ['interpolations', (size) => `"${'#{x}'.repeat(size)}"`],
  ['colons', (size) => 'a: '.repeat(size)],
  ['bare dots', (size) => '.'.repeat(size)],
  ['words at the start of lines', (size) => 'in\nor\nand\nwhen\n'.repeat(size)],
  ['names like words at the start of lines', (size) => ':ok\ninput ->\n'.repeat(size)],
  ['spaces before names', (size) => `${' '.repeat(size)}input`],
  ['many suppressions', listed(() => '# otp-lint:disable blocking-init -- x\n')],
  ['many next-line suppressions', listed(() => '# otp-lint:disable-next-line blocking-init -- x\n')],
  ['many wrong suppressions', listed((at) => `# otp-lint:disable rule-${at} -- x\n`)],
  ['a suppression of many', (size) => `# otp-lint:disable ${'blocking-init, '.repeat(size)}x -- y\n`],
  ['many opened and closed suppressions', listed(() => '# otp-lint:disable blocking-init -- x\n# otp-lint:enable blocking-init\n')],
  ['list', (size) => `[${'1, '.repeat(size)}1]`],
  ['list of tuples', (size) => `[${'{:a, 1}, '.repeat(size)}1]`],
  ['keyword list', (size) => `[${listed((at) => `a${at}: 1, `)(size)}a: 1]`],
  ['map', (size) => `%{${listed((at) => `${at} => 1, `)(size)}a: 1}`],
  ['bitstring', (size) => `<<${'1, '.repeat(size)}1>>`],
  ['arguments', (size) => `f(${'x, '.repeat(size)}y)`],
  ['parameters', (size) => `defmodule A do\n def f(${'x, '.repeat(size)}y), do: y\nend`],
  ['defaults', (size) => `defmodule A do\n def f(${'x \\\\ 1, '.repeat(size)}y), do: y\n def g, do: f(1)\nend`],
  ['clauses of fn', (size) => `fn ${listed((at) => `${at} -> 1\n`)(size)}end`],
  ['clauses of case', (size) => `case x do\n${listed((at) => `{:m, ${at}} -> 1\n`)(size)}end`],
  ['clauses', (size) => `defmodule A do\n${listed((at) => `def f(${at}), do: ${at}\n`)(size)}end`],
  ['functions', (size) => `defmodule A do\n${listed((at) => `def f${at}(x), do: f${at + 1}(x)\n`)(size)}end`],
  ['functions that all call each other', (size) => {
    const count = Math.ceil(Math.sqrt(size));
    const calls = listed((at) => `f${at}(x)\n`)(count);
    return `defmodule A do\nuse GenServer\n def init(x), do: f0(x)\ndef handle_call(x, _, _), do: f1(x)\n${listed((at) => `def f${at}(x) do\n${calls}end\n`)(count)}end`;
  }],
  ['modules', (size) => listed((at) => `defmodule A${at} do\nend\n`)(size)],
  ['modules of one name', (size) => 'defmodule A do\nend\n'.repeat(size)],
  ['servers', (size) => listed((at) => `defmodule A${at} do\nuse GenServer\ndef start_link(x), do: GenServer.start_link(__MODULE__, x, name: __MODULE__)\ndef init(x), do: {:ok, x}\ndef ask, do: GenServer.call(A${at + 1}, :ask)\ndef handle_call(:ask, _, x), do: {:reply, A${at + 1}.ask(), x}\nend\n`)(Math.ceil(size / 10))],
  ['children', (size) => `defmodule A do\nuse Application\ndef start(_, _), do: Supervisor.start_link([${listed((at) => `{Agent, fn -> ${at} end}, `)(size)}A], strategy: :one_for_one)\nend`],
  ['concatenated children', (size) => `defmodule A do\nuse Application\ndef start(_, _) do\n c = []\n${'c = c ++ [{B, 1}]\n'.repeat(size)} Supervisor.start_link(c, strategy: :one_for_one)\nend\nend`],
  ['messages', (size) => `defmodule A do\nuse GenServer\ndef init(x), do: {:ok, x}\n${listed((at) => `def m${at}, do: GenServer.call(A, :m${at})\ndef handle_call(:m${at}, _, x), do: {:reply, x, x}\n`)(size)}end`],
  ['aliases', (size) => `defmodule A do\n${listed((at) => `alias B.C${at}\n`)(size)}end`],
  ['aliases of each other', (size) => `defmodule A do\n${listed((at) => `alias B${at}, as: B${at + 1}\n`)(size)}end`],
  ['alias of many', (size) => `alias A.{${listed((at) => `B${at}, `)(size)}C}`],
  ['attributes', (size) => `defmodule A do\n${listed((at) => `@a${at} @a${at - 1}\n`)(size)}end`],
  ['attribute of itself', (size) => `defmodule A do\n${'@a @a ++ [1]\n'.repeat(size)}def f, do: @a\nend`],
  ['rebindings', (size) => `defmodule A do\ndef f(x) do\n${'x = g(x)\n'.repeat(size)}String.to_atom(x)\nend\nend`],
  ['rebindings in branches', (size) => `defmodule A do\ndef f(x) do\n${'x = if y, do: g(x), else: x\n'.repeat(size)}String.to_atom(x)\nend\nend`],
  ['imports', (size) => `defmodule A do\n${listed((at) => `import B${at}\n`)(size)}def f, do: g()\nend`],
  ['uses', (size) => `defmodule A do\n${listed((at) => `use B${at}\n`)(size)}end`],
  ['use chain', listed((at) => `defmodule A${at} do\ndefmacro __using__(_) do\nquote do\nuse A${at + 1}\ndef f${at}, do: 1\nend\nend\nend\n`)],
  ['use circle', (size) => `${listed((at) => `defmodule A${at} do\nuse A${at + 1}\ndefmacro __using__(_) do\nquote do\nuse A${at + 1}\nend\nend\nend\n`)(Math.ceil(size / 4))}defmodule B do\nuse A0\nend`],
  ['delegates', (size) => `defmodule A do\n${listed((at) => `defdelegate f${at}(x), to: A, as: :f${at + 1}\n`)(size)}end`],
  ['sends', (size) => `defmodule A do\nuse GenServer\ndef init(x) do\n${listed((at) => `send(self(), :m${at})\n`)(size)}{:ok, x}\nend\ndef handle_info(:x, x), do: {:noreply, x}\nend`],
  ['tasks', (size) => `defmodule A do\ndef f do\n${listed((at) => `t${at} = Task.async(fn -> ${at} end)\n`)(size)}Task.await(t0)\nend\nend`],
  ['timers', (size) => `defmodule A do\nuse GenServer\ndef init(x), do: {:ok, x}\n${listed((at) => `def handle_info(:m${at}, x) do\nProcess.send_after(self(), :m${at}, 1)\n{:noreply, x}\nend\n`)(size)}end`],
  ['ets tables', (size) => `defmodule A do\n${listed((at) => `def f${at}, do: :ets.new(:t${at}, [:named_table, :public])\ndef g${at}, do: :ets.lookup(:t${at}, 1)\n`)(size)}end`],
  ...chains([
    ['messages', 'def handle_call(:x, _from, x), do: f0(x)', '{:reply, x, x}'],
    ['values', 'def g(x), do: String.to_atom(f0(x))', 'x'],
    ['names', 'def g(x), do: GenServer.start_link(__MODULE__, x, name: f0(x))', 'String.to_atom(x)'],
    ['processes', 'def g(x), do: GenServer.call(f0(x), :x)', 'x'],
    ['tables', 'def g(x), do: :ets.lookup(f0(x), 1)', ':ets.new(:t, [:public])'],
    ['children', 'def g(x), do: Supervisor.start_link(f0(x), strategy: :one_for_one)', '[A, B]'],
    ['tasks', 'def g(x), do: f0(Task.async(fn -> x end))', 'Task.await(x)'],
    ['states', 'def init(x), do: {:ok, f0(x)}', '%{x: x, state: :new}'],
    ['jobs', 'def perform(%{args: args}), do: f0(args)', '{:error, x}'],
    ['functions', 'def g(x), do: f0(fn -> Repo.transaction(fn -> x end) end)', 'x.()'],
    ['starts', 'def start_link(x), do: f0(x)', 'GenServer.start_link(__MODULE__, x)'],
    ['lists', 'def g(x), do: for(y <- f0(x), do: Task.async(fn -> y end))', 'Repo.all(x)'],
    ['messages to itself', 'def init(x), do: {:ok, f0(x)}', 'send(self(), x)'],
    ['timers', 'def handle_info(:x, x), do: f0(x)', 'Process.send_after(self(), :x, 1)'],
    ['exits', 'def handle_info({:EXIT, _, x}, _), do: f0(x)', '{:stop, :normal, x}'],
  ]),
]); // biome-ignore format: one shape on a line

/** The shapes as they stand, and within the callback of a server. */
export function shapesIn(callback: boolean): [string, Shape][] {
  return [...SHAPES].map(([name, shape]) =>
    callback ? [`${name} in a callback`, inCallback(shape)] : [name, shape],
  );
}
