# Holds elixir_facts.exs against the compiler: compiles the samples (files of our own, made for this) with a
# tracer, and asks that every call and every definition that elixir_facts.exs reports is one that the compiler saw
# at that line, and the other way round, but for what macros and the compiler add.
#
#     elixir test/truth/check_elixir_facts.exs

System.put_env("ELIXIR_FACTS_ONLY_DEFINE", "1")
Code.require_file("elixir_facts.exs", __DIR__)

defmodule Tracer do
  def trace({kind, meta, module, name, arity}, env) when kind in [:remote_function, :remote_macro] do
    # What macros make has no column.
    if meta[:column], do: give(env, {:call, "#{meta[:line]} #{text(module)}.#{name}/#{arity}"})
    :ok
  end

  def trace({kind, meta, module, name, arity}, env) when kind in [:imported_function, :imported_macro] do
    local(env, meta, module, name, arity)
  end

  def trace({kind, meta, name, arity}, env) when kind in [:local_function, :local_macro] do
    local(env, meta, env.module, name, arity)
  end

  def trace({:on_module, bytecode, _}, env) do
    {:ok, {_, [debug_info: {_, :elixir_erl, {_, data, _}}]}} = :beam_lib.chunks(bytecode, [:debug_info])

    for {{name, arity}, kind, _, _} <- data.definitions do
      give(env, {:def, "#{text(env.module)}.#{name}/#{arity} #{kind}"})
    end

    :ok
  end

  def trace(_, _), do: :ok

  def text(module), do: ":#{module}" |> String.replace_prefix(":Elixir.", "")

  defp local(env, meta, module, name, arity) do
    if meta[:column] && ElixirLocals.call?(name, arity),
      do: give(env, {:call, "#{meta[:line]} #{text(module)}.#{name}/#{arity}"})

    :ok
  end

  defp give(env, fact) do
    if String.contains?(env.file, "samples"), do: :ets.insert(:seen, {fact})
    :ok
  end
end

:ets.new(:seen, [:named_table, :public, :bag])
Code.put_compiler_option(:parser_options, columns: true)
Code.put_compiler_option(:tracers, [Tracer])
Code.put_compiler_option(:ignore_module_conflict, true)
files = Path.wildcard(Path.join(__DIR__, "samples/*.ex")) |> Enum.sort()

# What the parser and Kernel put in place of interpolation, sigils, brackets, operators and `defdelegate`.
added = ~r"""
^\d*[ ](
  :erlang\..*|:elixir\w*\..*|Kernel\.(in/2|to_string/1|is_map_key/2|inspect/1)
  |(String\.Chars\.to_string|List\.to_charlist|String\.split|String\.to_atom)/1|Range\.new/3
  |Enum\.member\?/2|Access\.get/2|Regex\.compile!/2|:lists\.map/2|Logger\.__\w+/\d
)$
|^\S+\.(__\w+__|impl_for!?|struct_impl_for)/\d[ ]
"""x

# What the two sides do not share by nature.
known = [
  # A module inside a function is compiled when the function runs.
  "Truth.Nested.InFunction.f/0 def",
  "155 Truth.Nested.InFunction.f/0",
  # Names that `unquote` gives are left out.
  "Truth.Calls.aa/1 def",
  "Truth.Calls.aa_of/1 def",
  "Truth.Calls.bb/1 def",
  "Truth.Calls.bb_of/1 def",
  "168 Enum.count/1",
  "Truth.Defs.made/1 def",
  "Truth.Defs.spliced/2 def",
  # So are those of modules named by the running program.
  "Truth.Made.A.f/0 def",
  "Truth.Made.A.Sub.f/0 def",
  "103 Truth.Made.A.Sub.f/0",
  "Truth.Made.B.f/0 def",
  "Truth.Made.B.Sub.f/0 def",
  "103 Truth.Made.B.Sub.f/0",
  "Truth.Shown.Float.shown/1 def",
  # A branch that is not taken is not compiled, but it is a definition in the source.
  "Truth.Defs.not_compiled/1 def"
]

inlined = fn text ->
  with [_, line, module, name, arity] <- Regex.run(~r"^(\d+) (.+)\.([^/]*|/+)/(\d+)$", text),
       module = if(module =~ ~r/^:/, do: String.trim_leading(module, ":"), else: "Elixir.#{module}"),
       {module, name} <-
         :elixir_rewrite.inline(String.to_atom(module), String.to_atom(name), String.to_integer(arity)) do
    "#{line} #{Tracer.text(module)}.#{name}/#{arity}"
  else
    _ -> text
  end
end

wrong =
  for file <- files, reduce: 0 do
    wrong ->
      :ets.delete_all_objects(:seen)
      Code.compile_file(file)
      seen = for {fact} <- :ets.tab2list(:seen), do: fact
      facts = ElixirFacts.of_file(file)
      calls = facts.calls ++ facts.pipes ++ facts.captures ++ facts.locals
      kinds = %{"defguard" => "defmacro", "defguardp" => "defmacrop", "defdelegate" => "def"}
      functions = for text <- facts.functions, do: Regex.replace(~r/\w+$/, text, &Map.get(kinds, &1, &1))

      for {title, ours, real} <- [
            {"definitions", functions, for({:def, text} <- seen, do: text)},
            {"calls", Enum.map(calls, inlined), for({:call, text} <- seen, do: text)}
          ],
          reduce: wrong do
        wrong ->
          {ours, real} = {Enum.uniq(ours), Enum.uniq(real)}
          only_ours = (ours -- real) -- known

          only_real =
            for text <- (real -- ours) -- known,
                not Regex.match?(added, text),
                inlined.(text) not in ours,
                do: text

          IO.puts(
            "#{Path.basename(file)} #{title}: #{length(ours)}, of which #{length(ours -- ours -- real)} agreed"
          )

          for text <- Enum.sort(only_ours), do: IO.puts("  not the compiler's: #{text}")
          for text <- Enum.sort(only_real), do: IO.puts("  only the compiler's: #{text}")
          wrong + length(only_ours) + length(only_real)
      end
  end

if wrong > 0, do: System.halt(1)
