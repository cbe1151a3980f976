# Definitions in every form. Compiled by check_elixir_facts.exs, never run.

defprotocol Truth.Proto do
  @spec size(t) :: Enumerable.t()
  def size(x)
  def name(x, opts)
end

defimpl Truth.Proto, for: [Integer, Truth.Defs.Inner] do
  def size(x), do: Integer.digits(x)
  def name(x, _), do: __MODULE__.size(x)
end

defmodule Truth.Defs do
  import Kernel, except: [+: 2, -: 1, !: 1]
  alias Truth.Proto

  defmodule Inner do
    defstruct a: Map.new()

    defimpl Proto do
      def size(x), do: help(x)
      def name(_, _), do: Integer.digits(1)
      defp help(x), do: Inner.new(x)

      defmodule Low do
        def f, do: Low.f()
      end
    end

    def new(x), do: x
  end

  defimpl Truth.Proto, for: Atom, do: (def size(x), do: Atom.to_string(x); def name(_, _), do: 1)

  defimpl String.Chars, for: Inner do
    def to_string(x), do: Kernel.inspect(x)
  end

  defmacrop secret(a), do: a

  def plain, do: 1
  def plain(), do: 2
  def plain(a), do: a
  def guarded(a) when is_integer(a) when is_atom(a), do: a
  def guarded(a, b) when a > b do
    a
  end
  def defaulted(a \\ 1, b, c \\ 2, d \\ 3)
  def defaulted(a, b, c, d), do: {a, b, c, d}
  def keyed(a, b: c), do: {a, c}
  def keyed(a, b, c: d) when is_atom(d), do: {a, b}
  def patterned(%{a: a} = _m, [h | _], {_, _}, <<x::8, _::binary>>, "p" <> _), do: {a, h, x, hidden(x)}
  defp hidden(a \\ 1) when is_integer(a), do: secret(a)
  defmacro macro(a, do: b), do: {a, b}
  defmacro macro(a \\ 1), do: a
  defguard is_even(x) when rem(x, 2) == 0
  defguardp is_odd(x) when rem(x, 2) == 1
  def odd(x) when is_odd(x) and is_even(x), do: x
  defdelegate digits(n), to: Integer
  defdelegate based(n, base \\ 10), to: Integer, as: :digits
  def a + b, do: {a, b}
  def a <|> b when is_atom(a), do: {a, b}
  def -a, do: a
  def !a, do: a
  def unquote(:made)(a), do: a
  def ok?(a), do: a
  def bang!(a), do: a
  def _under(a), do: a
  def übung(a), do: a

  if true do
    def in_if(a), do: a
  else
    def not_compiled(a), do: a
  end

  for i <- 1..2 do
    def in_for(unquote(i), b), do: b
  end

  def rescued(a) do
    Integer.digits(a)
  rescue
    e -> Exception.message(e)
  end

  (
    def in_block(a), do: a
    def in_block(a, b), do: {a, b}
  )

  def spliced(unquote_splicing([1, 2])), do: 1

end

defmodule Truth.Defs.OneLine, do: def(f(x), do: x)
defmodule(Truth.Defs.Parens, do: (def(g(x)) do x end))

for name <- [:A, :B] do
  defmodule Module.concat(Truth.Made, name) do
    def f, do: Integer.digits(1)
    defmodule Sub, do: def(f, do: Sub.f())
  end
end
