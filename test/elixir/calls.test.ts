import { beforeAll, describe, expect, test } from 'vitest';
import { extractFile } from '../../src/elixir/extract.js';
import type { CallSite, ModuleDef } from '../../src/elixir/model.js';
import { readyParser } from '../../src/syntax/ready.js';

beforeAll(async () => {
  await readyParser();
});

function modulesIn(source: string): ModuleDef[] {
  return extractFile('lib/example.ex', source).modules;
}

function callsIn(source: string): CallSite[] {
  return modulesIn(source).flatMap((module) => [
    ...module.bodyCalls,
    ...module.functions.flatMap((fn) => fn.clauses.flatMap((clause) => clause.calls)),
  ]);
}

/** Every resolved call of a function body, as `Module.name/arity`. */
function resolved(body: string): string[] {
  return callsIn(
    `defmodule Example do\n  def run(x) do\n${body}\n  end\n  defp own(a, b \\\\ 1), do: {a, b}\nend\n`,
  )
    .filter(({ module }) => module !== undefined && module !== 'Kernel')
    .map(({ module, name, arity }) => `${module}.${name}/${arity}`);
}

describe('a call is resolved to module, name and arity', () => {
  test.each([
    ['GenServer.call(x, :a)', ['GenServer.call/2']],
    ['alias GenServer, as: G\nG.call(x, :a)', ['GenServer.call/2']],
    ['alias A.{B, C.D}\nB.f()\nD.g(x)', ['A.B.f/0', 'A.C.D.g/1']],
    ['alias __MODULE__.Inner\nInner.f()', ['Example.Inner.f/0']],
    ['x |> Task.async() |> Task.await(5)', ['Task.await/2', 'Task.async/1']],
    ['x |> Task.async |> own', ['Example.own/1', 'Task.async/1']],
    ['Enum.map(x, &Task.async/1)', ['Enum.map/2', 'Task.async/1']],
    ['Enum.map(x, &Task.await(&1, 5))', ['Enum.map/2', 'Task.await/2']],
    [':ets.lookup(x, 1)', [':ets.lookup/2']],
    ['own(x)', ['Example.own/1']],
    ['own(x, 2)', ['Example.own/2']],
    ['__MODULE__.run(x)', ['Example.run/1']],
    ['apply(Other, :go, [x, 1])', ['Other.go/2']],
    ['Task.start(Other, :go, [x])', ['Task.start/3', 'Other.go/1']],
    ['import Process, only: [sleep: 1]\nsleep(x)', ['Process.sleep/1']],
    ['Agent.update x, fn s -> s end', ['Agent.update/2']],
    ['Repo.transaction do\n  own(x)\nend', ['Repo.transaction/1', 'Example.own/1']],
    ['Elixir.Foo.bar(x)', ['Foo.bar/1']],
    ['if x, do: A.f(), else: B.g()', ['A.f/0', 'B.g/0']],
    ['"#{A.f(x)}"', ['A.f/1']],
  ])('%s', (body, expected) => {
    expect(resolved(body)).toEqual(expected);
  });

  test('an alias holds to the end of its block and no further', () => {
    expect(resolved('if x do\n  alias A.B\n  B.f()\nend\nB.f()')).toEqual(['A.B.f/0', 'B.f/0']);
  });

  test('a nested module is an alias in the outer one', () => {
    const calls = callsIn(
      'defmodule Out do\n  defmodule In do\n    def f, do: 1\n  end\n  def g, do: In.f()\nend\n',
    );
    expect(calls.map(({ module }) => module)).toEqual(['Out.In']);
  });

  test('what is unquoted runs in the macro, what is quoted does not', () => {
    const source = `defmodule Maker do
  defmacro __using__(_opts) do
    quote do
      use GenServer
      def handle_info(_, state), do: {:noreply, log(state)}
      @made unquote(Macro.escape(:now))
    end
  end
end
`;
    const [maker] = modulesIn(source);
    const quoted = maker?.quotes.get('__using__');
    expect(quoted?.uses.map(({ module }) => module)).toEqual(['GenServer']);
    expect(quoted?.functions.map(({ name, arity }) => `${name}/${arity}`)).toEqual(['handle_info/2']);
    const calls = maker?.functions.flatMap((fn) => fn.clauses.flatMap((clause) => clause.calls)) ?? [];
    expect(calls.map(({ module, name }) => `${module}.${name}`)).toEqual(['Macro.escape']);
  });
});

describe('a call knows the situation it stands in', () => {
  function only(body: string, name: string): CallSite {
    const found = callsIn(`defmodule Example do\n  def run(x) do\n${body}\n  end\nend\n`).filter(
      (site) => site.name === name,
    );
    expect(found).toHaveLength(1);
    return found[0] as CallSite;
  }

  test('the closure it stands in, and the call that is given that closure', () => {
    const { situation } = only('Task.start(fn -> work(x) end)', 'work');
    expect(situation.closure?.via?.name).toBe('start');
    expect(situation.closure?.arg).toBe(0);
  });

  test('a closure kept in a variable belongs to the call that gets the variable', () => {
    const { situation } = only('job = fn -> work(x) end\nspawn(job)', 'work');
    expect(situation.closure?.via?.name).toBe('spawn');
  });

  test('loops, branches, rescues and Logger arguments', () => {
    expect(only('for y <- x, do: work(y)', 'work').situation.loop?.collection).toMatchObject({
      kind: 'variable',
      name: 'x',
    });
    expect(only('Enum.each(x, &work/1)', 'work').situation.loop?.site?.name).toBe('each');
    expect(only('case x do\n  1 -> if x, do: work(x)\n  _ -> nil\nend', 'work').situation.branches).toBe(2);
    expect(only('try do\n  work(x)\nrescue\n  _ -> nil\nend', 'work').situation.rescued).toBe(true);
    expect(only('Logger.debug("#{work(x)}")', 'work').situation.logged).toBe(true);
    expect(only('if Mix.env() == :dev do\n  work(x)\nend', 'work').situation.devOnly).toBe(true);
    expect(only('if Mix.env() == :prod do\n  work(x)\nend', 'work').situation.devOnly).toBe(false);
  });

  test('what becomes of its value', () => {
    expect(only('work(x)\n:ok', 'work').result).toBe('discarded');
    expect(only('y = work(x)\ny', 'work').result).toBe('bound');
    expect(only('work(x)', 'work').result).toBe('tail');
    expect(only('case work(x) do\n  y -> y\nend', 'work').result).toBe('tested');
    expect(only('List.wrap(work(x))', 'work').result).toBe('argument');
  });
});

describe('functions', () => {
  test('clauses, defaults, guards, one-line and delegated ones', () => {
    const [module] = modulesIn(`defmodule Example do
  def f(a, b \\\\ 1)
  def f(a, b) when is_atom(a), do: b
  def f(_a, _b) do
    :none
  rescue
    _ -> :error
  end
  defdelegate g(x), to: Other, as: :h
  defmacro m(do: block), do: block
  @impl true
  def init(x), do: {:ok, x}
end
`);
    expect(
      module?.functions.map(({ name, minArity, arity, kind, clauses }) => [
        name,
        minArity,
        arity,
        kind,
        clauses.length,
      ]),
    ).toEqual([
      ['f', 1, 2, 'def', 3],
      ['g', 1, 1, 'defdelegate', 1],
      ['m', 1, 1, 'defmacro', 1],
      ['init', 1, 1, 'def', 1],
    ]);
    expect(module?.functions[3]?.clauses[0]?.impl).toBe(true);
    expect(module?.functions[0]?.clauses[0]?.impl).toBe(false);
    expect(module?.functions[1]?.clauses[0]?.calls[0]).toMatchObject({
      module: 'Other',
      name: 'h',
      arity: 1,
    });
  });

  test('defimpl gives a module for each type', () => {
    expect(
      modulesIn('defimpl P, for: [A, B.C] do\n  def f(_), do: 1\nend\n').map(({ name }) => name),
    ).toEqual(['P.A', 'P.B.C']);
  });
});

describe('source that is not Elixir', () => {
  test('is a fault with its place, and the other modules are read', () => {
    const facts = extractFile(
      'lib/broken.ex',
      'defmodule A do\n  def f, do: %{a: }\nend\n\ndefmodule B do\n  def g, do: 1\nend\n',
    );
    expect(facts.faults.length).toBeGreaterThan(0);
    expect(facts.lines.range(facts.faults[0]?.start ?? -1, facts.faults[0]?.end ?? -1).line).toBe(2);
    expect(facts.modules.map(({ name, damaged }) => [name, damaged])).toEqual([
      ['A', true],
      ['B', false],
    ]);
  });

  test('a raw sigil may end in a backslash', () => {
    const source = `defmodule A do\n  def f(x), do: String.replace(x, ~S(\\\\), B.g())\n  def h, do: ~S'\\\\'\nend\n`;
    const { faults, modules } = extractFile('lib/sigils.ex', source);
    expect(faults).toEqual([]);
    expect(modules[0]?.functions.map(({ name }) => name)).toEqual(['f', 'h']);
  });

  test('nesting beyond all measure is a fault, not a crash', () => {
    const deep = `defmodule A do\n  def f, do: ${'['.repeat(5000)}${']'.repeat(5000)}\n  def g, do: 1\nend\n`;
    const { faults, modules } = extractFile('lib/deep.ex', deep);
    expect(faults.some(({ message }) => message.includes('nested more than'))).toBe(true);
    expect(modules[0]?.functions.map(({ name }) => name)).toContain('g');
  });
});
