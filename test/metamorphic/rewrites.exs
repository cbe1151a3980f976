# Writes Elixir source in other ways that mean the same. Reads lines of `kind<TAB>from<TAB>to`; a file that cannot
# be parsed is not written.
#
#     elixir rewrites.exs < list
#
# All kinds but `formatted` leave the comments out, so they are to be held against `plain`, which does only that.

defmodule Rewrites do
  @left_alone [:@, :quote, :alias, :import, :require, :use, :defstruct, :defexception, :&, :unquote, :binding]

  def run("formatted", text), do: IO.iodata_to_binary([Code.format_string!(text), "\n"])

  def run(kind, text) do
    text
    |> Code.string_to_quoted!(
      literal_encoder: &{:ok, {:__block__, &2, [&1]}},
      token_metadata: true,
      unescape: false
    )
    |> rewrite(kind)
    |> Code.quoted_to_algebra(escape: false)
    |> Inspect.Algebra.format(98)
    |> IO.iodata_to_binary()
    |> Kernel.<>("\n")
  end

  defp rewrite(ast, "plain"), do: ast
  defp rewrite(ast, "nested"), do: in_bodies(ast, &Macro.postwalk(&1, fn node -> unpipe(node) end))
  defp rewrite(ast, "piped"), do: in_bodies(ast, &pipe/1)
  defp rewrite(ast, "keywords"), do: Macro.postwalk(ast, &to_keywords/1)
  defp rewrite(ast, "blocks"), do: Macro.postwalk(ast, &to_blocks/1)
  defp rewrite(ast, "renamed"), do: in_clauses(ast, &rename(&1, functions(ast)))

  # --- what to rewrite --------------------------------------------------------------------------------------

  # The bodies of functions, which run, and nothing else.
  defp in_bodies({name, meta, [head, blocks]}, change) when name in [:def, :defp] and is_list(blocks) do
    {name, meta, [head, Enum.map(blocks, fn {key, body} -> {key, change.(body)} end)]}
  end

  defp in_bodies({name, _, args} = node, _) when name in @left_alone and is_list(args), do: node
  defp in_bodies({form, meta, args}, change), do: {in_bodies(form, change), meta, in_bodies(args, change)}
  defp in_bodies({left, right}, change), do: {in_bodies(left, change), in_bodies(right, change)}
  defp in_bodies(list, change) when is_list(list), do: Enum.map(list, &in_bodies(&1, change))
  defp in_bodies(other, _), do: other

  # Whole functions, unless they build code.
  defp in_clauses({name, _, args} = node, change) when name in [:def, :defp] and is_list(args) do
    if builds_code?(node), do: node, else: change.(node)
  end

  defp in_clauses({name, _, args} = node, _) when name in [:@, :quote] and is_list(args), do: node
  defp in_clauses({form, meta, args}, change), do: {in_clauses(form, change), meta, in_clauses(args, change)}
  defp in_clauses({left, right}, change), do: {in_clauses(left, change), in_clauses(right, change)}
  defp in_clauses(list, change) when is_list(list), do: Enum.map(list, &in_clauses(&1, change))
  defp in_clauses(other, _), do: other

  defp builds_code?(node) do
    {_, found} =
      Macro.prewalk(node, false, fn
        {name, _, args} = inner, _ when name in [:quote, :unquote, :binding, :var!] and is_list(args) -> {inner, true}
        inner, found -> {inner, found}
      end)

    found
  end

  # --- pipes ------------------------------------------------------------------------------------------------

  defp unpipe({:|>, _, [left, {{:., _, _} = dot, meta, args}]}) when is_list(args) do
    if meta[:no_parens] || do_block?(args), do: {{:., [], [left, :then]}, meta, args}, else: {dot, meta, [left | args]}
  end

  defp unpipe({:|>, _, [left, {name, meta, args}]}) when is_atom(name) and is_list(args) do
    {name, Keyword.put_new(meta, :closing, []), [left | args]}
  end

  defp unpipe(node), do: node

  # Calls of another module's function become pipes, but for patterns, guards and what builds code.
  defp pipe({name, _, args} = node) when name in @left_alone and is_list(args), do: node
  defp pipe({op, meta, [left, right]}) when op in [:=, :<-, :->], do: {op, meta, [left, pipe(right)]}
  defp pipe({:|>, meta, [left, {form, inner, args}]}) when is_list(args) do
    {:|>, meta, [pipe(left), {form, inner, Enum.map(args, &pipe/1)}]}
  end

  defp pipe({{:., _, [{:__aliases__, _, _}, name]} = dot, meta, [first | rest]}) when is_atom(name) do
    rest = Enum.map(rest, &pipe/1)
    first = pipe(first)

    if pipeable?(first) and not do_block?(rest) and meta[:closing] != nil,
      do: {:|>, [], [first, {dot, meta, rest}]},
      else: {dot, meta, [first | rest]}
  end

  defp pipe({form, meta, args}), do: {pipe(form), meta, pipe(args)}
  defp pipe({left, right}), do: {pipe(left), pipe(right)}
  defp pipe(list) when is_list(list), do: Enum.map(list, &pipe/1)
  defp pipe(other), do: other

  defp pipeable?({name, _, context}) when is_atom(name) and is_atom(context), do: true
  defp pipeable?({{:., _, _}, meta, args}) when is_list(args), do: meta[:do] == nil
  defp pipeable?({:__aliases__, _, _}), do: true
  defp pipeable?({:|>, _, _}), do: true
  defp pipeable?(_), do: false

  defp do_block?(args), do: match?([{{:__block__, _, [:do]}, _} | _], List.last(args) || [])

  # --- do ---------------------------------------------------------------------------------------------------

  defp to_keywords({name, meta, [_ | _] = args}) do
    case {meta[:do], List.last(args)} do
      {do_meta, [_ | _] = sections} when do_meta != nil ->
        keyed =
          for {{:__block__, inner, [key]}, body} <- sections,
              do: {{:__block__, Keyword.put(inner, :format, :keyword), [key]}, body}

        if Enum.all?(sections, &keeps_meaning?/1),
          do: {name, Keyword.drop(meta, [:do, :end]), List.replace_at(args, -1, keyed)},
          else: {name, meta, args}

      _ ->
        {name, meta, args}
    end
  end

  defp to_keywords(node), do: node

  defp keeps_meaning?({_, {:__block__, _, []}}), do: false
  defp keeps_meaning?(_), do: true

  defp to_blocks({name, meta, [_ | _] = args}) when is_atom(name) do
    sections = List.last(args)
    words = [:do, :else, :rescue, :catch, :after]

    if meta[:do] == nil and is_list(sections) and sections != [] and
         Enum.all?(sections, &match?({{:__block__, _, [key]}, _} when is_atom(key), &1)) and
         Enum.all?(sections, fn {{_, _, [key]}, _} -> key in words end) and
         match?([{{_, _, [:do]}, _} | _], sections) do
      plain = for {{:__block__, inner, [key]}, body} <- sections, do: {{:__block__, Keyword.delete(inner, :format), [key]}, body}
      {name, Keyword.merge(meta, do: [line: 1], end: [line: 1]), List.replace_at(args, -1, plain)}
    else
      {name, meta, args}
    end
  end

  defp to_blocks(node), do: node

  # --- names ------------------------------------------------------------------------------------------------

  @special [:_, :__MODULE__, :__CALLER__, :__ENV__, :__DIR__, :__STACKTRACE__, :...]

  # What a variable holds is often told by its name alone, and rules listen to that.
  @telling ~w(conn socket name state data params assigns args arg opts i n idx index num number count key id pid ref tenant repo
    stack_id type start_type)

  # What stands without arguments may be a function of the module, and what stands behind `::` is a type.
  defp rename({name, meta, context}, functions) when is_atom(name) and is_atom(context) do
    bare = String.trim_leading(Atom.to_string(name), "_")

    if name in @special or bare in @telling or name in functions,
      do: {name, meta, context},
      else: {:"#{Regex.replace(~r/^_*/, Atom.to_string(name), "\\0qq_")}", meta, context}
  end

  defp rename({:@, _, _} = attribute, _), do: attribute
  defp rename({:&, _, [{:/, _, [{name, _, context}, _]}]} = capture, _) when is_atom(name) and is_atom(context), do: capture
  defp rename({:"::", meta, [left, right]}, functions), do: {:"::", meta, [rename(left, functions), right]}
  defp rename({form, meta, args}, functions), do: {rename(form, functions), meta, rename(args, functions)}
  defp rename({left, right}, functions), do: {rename(left, functions), rename(right, functions)}
  defp rename(list, functions) when is_list(list), do: Enum.map(list, &rename(&1, functions))
  defp rename(other, _), do: other

  defp functions(ast) do
    {_, names} =
      Macro.prewalk(ast, [], fn
        {form, _, [{:when, _, [{name, _, _} | _]} | _]} = node, names when form in [:def, :defp] -> {node, [name | names]}
        {form, _, [{name, _, _} | _]} = node, names when form in [:def, :defp, :defmacro] -> {node, [name | names]}
        node, names -> {node, names}
      end)

    names
  end
end

for line <- IO.stream(:stdio, :line) do
  [kind, from, to] = line |> String.trim_trailing("\n") |> String.split("\t")

  try do
    File.write!(to, Rewrites.run(kind, File.read!(from)))
  rescue
    error -> IO.puts(:stderr, "#{kind} #{from}: #{Exception.message(error)}")
  end
end
