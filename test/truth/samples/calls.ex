# Calls in every form. Compiled by check_elixir_facts.exs, never run.

defmodule Truth.Calls do
  @moduledoc "made by #{inspect(String.upcase("x"))}"
  @attribute Enum.map([1], &Integer.to_string/1)
  @spec pipes(Enumerable.t()) :: String.t()
  @type t :: Enumerable.t()
  @callback c(Enumerable.t()) :: Enumerable.t()

  def pipes(x) do
    x |> Enum.map(& &1) |> Enum.count()
    x |> Enum.count
    x |> Enum.sum |> Integer.to_string(2)
    x |> String.split ","
    x |> (&Enum.map(&1, fn y -> Integer.digits(y) end)).()
    x |> then(&Enum.reduce(&1, 0, fn a, b -> a |> Kernel.+(b) end))
    x |> Enum.map(fn {a, b} -> a |> Map.get(b) end)
    x |> case do
      y -> y |> List.first()
    end
    x |> Enum.at(0).(1)
    x |> Map.get(:a).field |> Map.put(:b, Map.new)
    Enum.map(x, &(&1 |> Integer.digits() |> Enum.sum()))
    x
    |> Enum.map(
      &Integer.digits/1
    )
    |> Enum.
         sum()
    |> Kernel.==(1)
    |> Kernel.||(x |> Enum.any?())
  end

  def captures(x) do
    {&Enum.map/2, &Enum.map(&1, x), &:lists.map/2, &Kernel.+/2, &__MODULE__.captures/1, &x.captures/1}
    &(Enum.count/1)
    & &1.field
    &{Enum.at(&1, 0), Enum.at(&2, 0, :none)}
    &"#{Enum.count(&1)}"
  end

  def parens(x) do
    a = Map.new
    b = Node.self
    :erlang.node
    Process.send self(), :x, []
    Enum.map x, fn y -> Integer.digits y end
    x.field
    x.field.more
    x.f(1)
    Application.get_env(:a, :b)[:c]
    Map.new().field
    URI.parse("x").host.more
    Enum
    .count(x)
    {a, b, Access.get(x, :y), x[:y], x[Enum.count(x)]}
  end

  def texts(x) do
    "a #{Enum.count(x)} #{"b #{Enum.sum(x)}"}"
    'c #{Enum.count(x)}'
    :"d #{Enum.count(x)}"
    ["e #{Enum.count(x)}": 1]
    ~s(f #{Enum.count(x)})
    ~w(g #{Enum.count(x)})a
    ~S[h #{Enum.count(x)}]
    """
    i #{Enum.count(x)}
    """
    :erlang.binary_to_atom("j", :utf8)
    :erlang.binary_to_atom(x, :utf8)
    <<Enum.count(x)::size(8), x::binary>>
    Kernel.to_string(x)
    List.to_charlist(x)
    ~r/#{Regex.escape(x)}/
  end

  def shapes(x) do
    %{Enum.count(x) => Enum.sum(x), a: Enum.max(x)}
    %{x | a: Enum.count(x)}
    {Enum.count(x), [Enum.sum(x) | Enum.to_list(x)]}
    [a: Enum.count(x), b: [c: Enum.sum(x)]]
    not Enum.empty?(x)
    !Enum.empty?(x) and Enum.any?(x) or Enum.all?(x)
    -Enum.count(x)
    x in Map.keys(x)
    x not in Map.values(x)
    Enum.count(x)..Enum.sum(x)//Enum.max(x)
    if Enum.any?(x), do: Enum.sum(x), else: Enum.max(x)
    Enum.any?(x) && Enum.all?(x)
    Enum.count(Enum.sort(x, fn _, _ -> Enum.count(Enum.sort(x)) end))
    for y <- Enum.to_list(x), Enum.any?(y), reduce: Map.new([]) do
      acc -> Map.put(acc, y, 1)
    end
    for y <- Enum.to_list(x), into: Map.new(), uniq: true, do: {y, Enum.count(y)}
    with {:ok, a} <- Map.fetch(x, :a), b = Map.get(a, :b) do
      Map.get(b, a)
    else
      :error -> Map.new()
    end
    cond do
      Enum.any?(x) -> Enum.count(x)
      true -> :ok
    end
    try do
      Enum.count(x)
    rescue
      e in [ArgumentError] -> Exception.message(e)
    catch
      :exit, r -> Exception.format_exit(r)
    else
      z -> Integer.digits(z)
    after
      System.halt(1)
    end
    receive do
      y when is_map_key(y, :a) -> Map.get(y, :a)
    after
      System.monotonic_time() -> System.system_time
    end
  end

  require Logger
  require Bitwise

  def macros(x) when Bitwise.band(x, 1) == 1 and :erlang.is_integer(x) do
    Logger.info("x")
    Logger.debug fn -> "y #{Integer.digits(x)}" end
    Bitwise.<<<(x, 1)
    Kernel.if x do
      Integer.digits(x)
    else
      Integer.digits(x, 2)
    end
    x |> Kernel.if(do: 1)
    x
  end

  def defaults(a \\ Map.new(), b, c \\ System.get_env("x"))
  def defaults(a, b, c), do: {a, b, c}

  def apply_it(m), do: apply(String, :upcase, [m])
  def quoted_name(m), do: String."upcase"(m)
  def call_result(m), do: Function.identity(m).(1)
  def strings, do: IO.puts "a" <> Integer.to_string 1

  def nested_quotes do
    quote do
      Enum.map(1, 2)
      unquote(Enum.map([1], & &1))
      unquote_splicing(Enum.to_list([1]))
      quote do
        unquote(Enum.count(1))
      end
      Enum.unquote(Enum.random([:a]))(1)
    end

    quote bind_quoted: [x: Enum.sum([1])] do
      unquote(Enum.count(1))
    end

    quote(do: unquote(Enum.min([1])))
    quote location: :keep, do: [unquote(Enum.max([1])), Enum.sort(1)]
  end

  for name <- Enum.map([:aa, :bb], & &1) do
    def unquote(name)(x), do: Enum.count(x)
    def unquote(:"#{name}_of")(x), do: Enum.unquote(:count)(x)
    def other(unquote(name)), do: unquote(Enum.count([name]))
  end
end
