# Local and imported calls. Compiled by check_elixir_facts.exs, never run.

defmodule Truth.Imported do
  def one(x), do: x
  def two(x, y \\ 1), do: {x, y}
  defmacro made(x), do: x
end

defmodule Truth.Imports do
  import Truth.Imported, only: [one: 1, made: 1]
  import Enum, only: [sort: 1, reverse: 1]
  import Bitwise
  import String, except: [length: 1, reverse: 1]
  import Kernel, except: [max: 2, send: 2]

  def calls(x) do
    one(x)
    made(x)
    x |> sort() |> reverse()
    band(x, 1)
    upcase(x)
    length(x)
    own(x)
    own(x, 2)
    max(x, 1)
    send(x, 1)
    self()
    is_list(x)
  end

  def captures(x) do
    {&one/1, &own/2, &max/2, &self/0, &sort/1, &band/2, &upcase/1, x}
  end

  def inside(x) do
    import List, only: [flatten: 1]
    flatten(x)
  end

  def binaries(x) do
    <<y::binary-size(2), z::unit(8)-size(byte_size(x))>> = x
    for <<part::size(4) <- x>>, do: own(part)
    {y, z}
  end

  defp own(x, y \\ 1), do: {x, y}
  def max(x, y), do: own(x, y)
  def send(x, _), do: own(x)
end

defprotocol Truth.Shown do
  def shown(x)
end

defimpl Truth.Shown, for: [Atom, Integer] do
  def shown(x), do: as_text(x)
  defp as_text(x), do: inspect(x)
end

defmodule Truth.Aggregates do
  defmacro max(x), do: x
  def rows(x), do: x
end

defmodule Truth.Aggregated do
  import Truth.Aggregates

  # Kernel has `max/2` alone.
  def of(x), do: max(rows(x))
end

defmodule Truth.OwnPipe do
  import Kernel, except: [|>: 2]

  def left |> right, do: {left, right}
end

defmodule Truth.Unquoted do
  defmacro both(x) do
    quote unquote: true, bind_quoted: [x: x] do
      {x, unquote(Truth.Imported.one(1)), unquote(Enum.count([x]))}
    end
  end

  for protocol <- [Truth.Shown] do
    defimpl protocol, for: Float do
      def shown(x), do: inspect(Float.round(x))
    end
  end
end
