# Aliases in every form and scope. Compiled by check_elixir_facts.exs, never run.

defmodule Truth.Lib do
  def f(_ \\ 1), do: 1
  def g(_, _ \\ 2), do: 1
end

defmodule Truth.Lib.Deep do
  def f(_ \\ 1), do: 1
end

defmodule Truth.Lib.Deep.Er do
  def f(_ \\ 1), do: 1
end

defmodule Truth.Other do
  def f(_ \\ 1), do: 1
  defmacro twice(x), do: {:+, [], [x, x]}
  defmacro block(_ \\ 1, do: b), do: b
end

defmodule Truth.Multi do
  alias Truth.{Lib, Lib.Deep, Other}
  alias Truth.Lib, as: L
  alias L.Deep.Er
  alias __MODULE__, as: Me
  alias __MODULE__.Inside
  require Truth.Other, as: O

  def a(x), do: {Lib.f(x), Deep.f(x), Er.f(x), L.Deep.f(), L.f()}
  def b(x), do: {Me.a(x), __MODULE__.a(x), Inside.f(x), __MODULE__.Inside.f(x)}
  def c(x), do: {O.twice(x), Other.f(x), Elixir.Truth.Lib.f(x), Elixir.Lib.f(x)}
  def d(x), do: {:lists.map(x, []), :"Elixir.Truth.Lib".f(x), :"strange name".f()}
end

defmodule Truth.Scopes do
  def none, do: Lib.f()

  def inside do
    before = Lib.f()
    alias Truth.Lib
    {before, Lib.f()}
  end

  def after_it, do: Lib.f()

  def branches(x) do
    if x do
      alias Truth.Lib
      Lib.f()
    else
      Lib.f()
    end

    case x do
      1 ->
        alias Truth.Lib
        Lib.f()

      2 ->
        Lib.f()
    end

    fun = fn
      1 ->
        alias Truth.Lib, as: Other
        Other.f()

      _ ->
        Other.f()
    end

    (
      alias Truth.Lib
      Lib.f()
    )

    {fun, Lib.f(), Other.f()}
  end

  def comprehension(xs) do
    for x <- xs, y = Deep.f(x), do: (alias Truth.Lib.Deep; {y, Deep.f()})
    with {:ok, _} <- Deep.f(), {:ok, _} <- (alias Truth.Lib.Deep; Deep.f()), do: Deep.f()
    try do
      alias Truth.Lib.Deep
      Deep.f()
    rescue
      _ -> Deep.f()
    after
      Deep.f()
    end

    receive do
      :x -> (alias Truth.Lib.Deep; Deep.f())
    after
      Deep.f(1) -> Deep.f()
    end

    Deep.f()
  end

  if true do
    alias Truth.Lib.Deep
    def in_if, do: Deep.f()
  end

  def not_in_if, do: Deep.f()

  alias Truth.Lib.Deep
  def shadowed, do: Deep.f()
  alias Truth.Other, as: Deep
  def shadowing, do: Deep.f()
end

defmodule Truth.Nested do
  def early, do: Child.f()

  defmodule Child do
    def f, do: Child.f()
    defmodule Grand.Kid, do: def(f, do: {Grand.Kid.f(), Kid.f(), __MODULE__.f(), Child.Grand.f()})
    def g, do: Grand.Kid.f()
  end

  defmodule Far.Off do
    def f, do: Off.f()
  end

  def late, do: {Child.f(), Child.Grand.Kid.f(), Grand.Kid.f(), Far.Off.f(), Far.f(), Off.f()}

  alias Truth.Lib, as: Taken

  defmodule Taken do
    def f, do: Taken.f()
  end

  def taken, do: Taken.f()

  defmodule Elixir.Truth.Rooted do
    def f, do: Rooted.f()
  end

  defmodule __MODULE__.Own do
    def f, do: Own.f()
  end

  defmodule :truth_erlang do
    def f, do: :truth_erlang.f()
    defmodule Below, do: def(f, do: Below.f())
  end

  def rooted, do: {Rooted.f(), Own.f(), Below.f()}

  def local do
    defmodule InFunction do
      def f, do: InFunction.f()
    end

    InFunction.f()
  end
end

defmodule Truth.Blocks do
  require Truth.Other
  alias Truth.Other

  Other.block do
    alias Truth.Lib
    def in_block, do: Lib.f()
  end

  import Truth.Other, only: [block: 1]

  block do
    def in_local_block, do: Other.f()
  end

  def calls(x) do
    Other.block(x) do
      Other.f()
    end

    Other.block x, do: Other.f()
    Other.block(do: Other.f())
  end
end

alias Truth.Lib, as: Top

defmodule Top.Module do
  def f, do: {Top.f(), Top.Module.f()}
end

alias :lists, as: Ls

defmodule Truth.Erl do
  def f(x), do: {Ls.map(x, x), Ls.Map.f()}
end
