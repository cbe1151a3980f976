# What Elixir's own parser and expander say about source files: the functions they define, the calls they make, and
# the aliases in scope there. Reads one path per line, prints one JSON object per file and line:
#
#     elixir test/truth/elixir_facts.exs < list-of-files
#
#     {"file": "...", "modules": [...], "functions": ["Mod.fun/1 def", ...], "calls": ["12 Mod.fun/2", ...],
#      "pipes": [...], "captures": [...], "locals": [...], "aliases": ["12 fun/2 Short=Full.Short", ...]}
#     {"file": "...", "error": "..."}
#
# `calls` and `pipes` are those with a module in their place, `captures` is `&Mod.fun/2` and `&fun/2`, `locals` are
# calls without a module, with the module that they go to: the one they stand in, Kernel, an imported one, `A|B` where
# any of these may be meant, or `?`.
#
# Nothing of the files is compiled or run. Aliases, module names and pipes are left to Elixir itself: `alias`
# directives go through `:elixir_expand`, `defmodule` and `|>` through Kernel's macros, names through
# `Macro.expand/2`, all with an environment that follows the file's scopes. Macros that are not Kernel's are
# taken for calls whose `do` blocks are scopes of their own; what such a macro brings along (an alias or an import
# that `use` puts into the module, say) is not known here.
#
# ELIXIR_FACTS_ONLY_DEFINE=1 loads the modules without reading standard input.

Code.require_file("json.exs", __DIR__)
Code.require_file("elixir_locals.exs", __DIR__)

defmodule ElixirFacts do
  # The name of a module whose name only the running program knows (`defmodule name do`).
  @unknown :"Elixir.?"

  @definitions [:def, :defp, :defmacro, :defmacrop, :defdelegate, :defguard, :defguardp]
  @made_by_parser [
    {Kernel, :to_string},
    {List, :to_charlist},
    {Access, :get},
    {:erlang, :binary_to_atom},
    {:erlang, :binary_to_existing_atom}
  ]
  @places [:calls, :pipes, :captures, :locals, :aliases]
  @types [:spec, :type, :typep, :opaque, :callback, :macrocallback]

  def of_file(file) do
    with {:ok, text} <- File.read(file), {:ok, ast} <- parse(text, file) do
      Map.put(of_ast(ast, file), :file, file)
    else
      {:error, reason} -> %{file: file, error: describe(reason)}
    end
  rescue
    error -> %{file: file, error: Exception.message(error)}
  end

  defp parse(text, file) do
    Code.string_to_quoted(text,
      file: file,
      columns: true,
      token_metadata: true,
      warn_on_unnecessary_quotes: false
    )
  end

  defp describe({meta, {before, following}, token}), do: describe({meta, before <> following, token})
  defp describe({meta, message, token}), do: "#{meta[:line]}:#{meta[:column]}: #{message}#{token}"
  defp describe(reason), do: inspect(reason)

  def of_ast(ast, file) do
    for key <- [:modules, :functions | @places], do: Process.put(key, [])
    walk(ast, root_env(file))
    functions = taken(:functions)
    own = for(text <- functions, do: text |> String.split(" ") |> hd()) |> MapSet.new()

    # The body of `defimpl P, for: [A, B]` is read twice, its calls stand there once.
    places = for key <- @places, do: {key, taken(key) |> Enum.map(&said(&1, own)) |> Enum.uniq()}

    for({key, said} <- places, into: %{}, do: {key, for({line, _, text} <- said, do: "#{line} #{text}")})
    |> Map.merge(%{modules: taken(:modules), functions: functions})
  end

  # Which functions a module defines is known once all of it is read.
  defp said({line, column, {:local, owner, module, name, arity}}, own) do
    text = "#{owner}.#{name}/#{arity}"
    {line, column, if(text in own, do: text, else: "#{module}.#{name}/#{arity}")}
  end

  defp said(place, _), do: place

  defp taken(key), do: Process.get(key) |> Enum.reverse() |> Enum.uniq()
  defp give(key, value), do: Process.put(key, [value | Process.get(key)])

  defp root_env(file) do
    %{
      __ENV__
      | aliases: [],
        macro_aliases: [],
        context_modules: [],
        module: nil,
        function: nil,
        file: file,
        lexical_tracker: nil,
        tracers: []
    }
  end

  # Every `walk` gives back the environment for what follows in the same scope.

  defp walk({:__block__, _, items}, env) when is_list(items), do: walk_all(items, env)

  defp walk({:->, _, [left, right]}, env) do
    walk(right, walk(left, env))
    env
  end

  defp walk({:fn, _, clauses}, env) when is_list(clauses), do: scope(clauses, env)

  defp walk({:quote, _, [arg]}, env), do: walk_quote([], arg, env)
  defp walk({:quote, _, [opts, arg]}, env), do: walk_quote(opts, arg, env)

  defp walk({directive, _, [_ | _] = args} = ast, env)
       when directive in [:alias, :require, :import, :use] and length(args) <= 2 do
    walk_all(args, env)
    directive(ast, env)
  end

  defp walk({:defmodule, _, [name, [{:do, _} | _] = blocks]}, env) do
    {module, after_env} = open_module(name, walk(name, env))
    body(module, "module", blocks, after_env)
    after_env
  end

  defp walk({:defprotocol, _, [name, [{:do, _} | _] = blocks]}, env) do
    {module, after_env} = open_module(name, walk(name, env))
    body(module, "protocol", blocks, after_env)
    after_env
  end

  defp walk({:defimpl, _, [name, opts]}, env) when is_list(opts), do: walk_impl(name, opts, env)

  defp walk({:defimpl, _, [name, opts, [{:do, _} | _] = blocks]}, env) do
    walk_impl(name, if(is_list(opts), do: opts, else: [for: opts]) ++ blocks, env)
  end

  defp walk({:defdelegate, _, [heads, opts]}, env) when is_list(heads) do
    for head <- heads, do: define(:defdelegate, head, env)
    walk(opts, env)
    env
  end

  defp walk({kind, _, [head | rest]}, env) when kind in @definitions and length(rest) <= 1 do
    define(kind, head, env)
    scope(rest, env)
  end

  defp walk({:@, _, [{type, _, [_ | _]}]}, env) when type in @types, do: env
  defp walk({:@, _, [{_, _, args}]}, env), do: if(is_list(args), do: walk_all(args, env), else: env)

  defp walk({:<<>>, _, parts}, env) when is_list(parts), do: walk_all(Enum.map(parts, &sized/1), env)

  defp walk({:|>, _, [_, _]} = pipe, env) do
    [{first, _} | steps] = Macro.unpipe(pipe)
    piped = Enum.reduce(steps, first, fn {step, position}, left -> pipe(left, step, position) end)
    walk(piped, env)
  end

  defp walk({:&, _, [{:/, _, [{{:., _, [target, name]}, meta, []}, arity]}]}, env)
       when is_atom(name) and is_integer(arity) do
    call(:captures, target, name, arity, meta, env)
    env
  end

  defp walk({:&, _, [{:/, _, [{name, meta, context}, arity]}]}, env)
       when is_atom(name) and is_atom(context) and is_integer(arity) do
    give_local(:captures, name, arity, meta, env)
    env
  end

  # "#{expr}", :"a#{expr}" and container[key] are calls that the parser makes, in one place with their dot.
  defp walk({{:., dot, [module, name]}, meta, [subject | rest]}, env)
       when {module, name} in @made_by_parser do
    if dot[:line] == meta[:line] and dot[:column] == meta[:column],
      do: walk_all([subject | rest], env),
      else: walk_call(module, name, meta, [subject | rest], env)
  end

  # Only alias A.{B, C} and the like have these.
  defp walk({{:., _, [target, :{}]}, _, args}, env), do: walk_all([target | args], env)

  # Mod.unquote(name)(args) where definitions are unquoted: the name is not there to be read.
  defp walk({{:., _, [target, :unquote]}, _, [name]}, env), do: walk_all([target, name], env)

  defp walk({{:., _, [target, name]}, meta, args}, env) when is_atom(name) and is_list(args),
    do: walk_call(target, name, meta, args, env)

  defp walk({form, _, args}, env) when form in [:for, :with] and is_list(args) do
    walk_args(args, env)
    env
  end

  defp walk({:__aliases__, _, [head | _]}, env) when is_atom(head), do: env
  defp walk({:__aliases__, _, [head | _]}, env), do: walk(head, env)

  defp walk({name, meta, args}, env) when is_atom(name) and is_list(args) do
    local(:locals, name, length(args), meta, env)
    walk_args(args, env)
  end
  defp walk({_, _, context}, env) when is_atom(context), do: env
  defp walk({called, _, args}, env) when is_list(args), do: walk_args(args, walk(called, env))
  defp walk({left, right}, env), do: walk(right, walk(left, env))
  defp walk(items, env) when is_list(items), do: walk_all(items, env)
  defp walk(_, env), do: env

  defp walk_all(items, env), do: Enum.reduce(items, env, &walk/2)

  defp walk_args(args, env) do
    case List.last(args) do
      [{:do, _} | _] = blocks ->
        env = walk_all(Enum.drop(args, -1), env)
        walk_blocks(blocks, env)
        env

      _ ->
        walk_all(args, env)
    end
  end

  defp walk_blocks(blocks, env) do
    for block <- blocks do
      case block do
        {_, body} -> walk(body, env)
        other -> walk(other, env)
      end
    end
  end

  defp scope(ast, env) do
    walk(ast, env)
    env
  end

  defp walk_call(target, name, meta, args, env) do
    call(if(meta[:piped], do: :pipes, else: :calls), target, name, length(args), meta, env)
    walk_args(args, walk(target, env))
  end

  defp call(key, target, name, arity, meta, env) do
    case module_of(target, env) do
      nil ->
        :ok

      module ->
        give(key, {meta[:line], meta[:column], "#{text(module)}.#{name}/#{arity}"})
        aliases(name, arity, meta, env)
    end
  end

  defp local(key, name, arity, meta, env) do
    # What the parser and macros have put there stands at no place.
    if meta[:column] && ElixirLocals.call?(name, arity), do: give_local(key, name, arity, meta, env)
  end

  defp give_local(key, name, arity, meta, env) do
    module = ElixirLocals.module_of(name, arity, env)
    give(key, {meta[:line], meta[:column], {:local, text(env.module || @unknown), module, name, arity}})
    aliases(name, arity, meta, env)
  end

  # The aliases in scope at a call, as far as they are known. One that stands for itself is none.
  defp aliases(name, arity, meta, env) do
    pairs = for {short, full} <- env.aliases, short != full, not unknown?(full), do: "#{text(short)}=#{text(full)}"
    give(:aliases, {meta[:line], meta[:column], Enum.join(["#{name}/#{arity}" | Enum.sort(pairs)], " ")})
  end

  # A part of a binary: of its type, only sizes are expressions.
  defp sized({:"::", _, [value, type]}), do: {:__block__, [], [value | sizes(type)]}
  # <<part::size <- binary>>
  defp sized({:<-, meta, [part, binary]}), do: {:<-, meta, [sized(part), binary]}
  defp sized(part), do: part

  defp sizes({op, _, [left, right]}) when op in [:-, :*], do: sizes(left) ++ sizes(right)
  defp sizes({name, _, [size]}) when name in [:size, :unit], do: [size]
  defp sizes(_), do: []

  # The module that an expression names for the expander, or nil.
  defp module_of(expr, env) do
    case expand(expr, env) do
      atom when is_atom(atom) and atom not in [nil, true, false] ->
        if unknown?(atom), do: nil, else: atom

      _ ->
        nil
    end
  end

  defp expand(atom, _) when is_atom(atom), do: atom
  defp expand({:__MODULE__, _, context} = expr, env) when is_atom(context), do: Macro.expand(expr, env)

  defp expand({:__aliases__, _, [head | _]} = expr, env) when is_atom(head), do: Macro.expand(expr, env)

  defp expand({:__aliases__, _, [{:__MODULE__, _, context} | _]} = expr, env) when is_atom(context),
    do: Macro.expand(expr, env)

  defp expand(expr, _), do: expr

  # `Foo.Bar` and `:ets`, without the quotes that other names need.
  defp text(module) do
    case Atom.to_string(module) do
      "Elixir." <> name -> name
      name -> ":" <> name
    end
  end

  defp unknown?(module), do: String.starts_with?(Atom.to_string(module), Atom.to_string(@unknown))

  defp pipe(left, step, position) do
    left |> Macro.pipe(step, position) |> Macro.update_meta(&Keyword.put(&1, :piped, true))
  rescue
    # Not a pipe of Kernel's: some other `|>`, or `unquote` in its place.
    ArgumentError -> {:__block__, [], [left, step]}
  end

  # alias and require as the expander does them. `require` would load the module: what it aliases is the
  # same as with `alias`, but only under `as:`.
  defp directive({:alias, _, _} = ast, env), do: expand_directive(ast, env)

  defp directive({:require, meta, [_, opts] = args}, env) do
    if Keyword.keyword?(opts) and Keyword.has_key?(opts, :as) do
      expand_directive({:alias, meta, args}, env)
    else
      env
    end
  end

  # `Supervisor.__using__/1` still has `import Supervisor.Spec`.
  defp directive({:use, _, [module | _]}, env) do
    if expand(module, env) == Supervisor, do: ElixirLocals.import(Supervisor.Spec, [], env), else: env
  end

  defp directive({:import, _, [{{:., _, [prefix, :{}]}, _, modules} | opts]}, env) do
    for {:__aliases__, meta, names} <- modules, reduce: env do
      env -> directive({:import, meta, [{:__aliases__, meta, [prefix | names]} | opts]}, env)
    end
  end

  defp directive({:import, _, [target | opts]}, env) do
    case module_of(target, env) do
      nil -> env
      module -> ElixirLocals.import(module, List.first(opts) || [], env)
    end
  end

  defp directive(_, env), do: env

  defp expand_directive(ast, env) do
    {_, _, expanded} = :elixir_expand.expand(ast, :elixir_env.env_to_ex(env), env)
    %{env | aliases: expanded.aliases, macro_aliases: expanded.macro_aliases}
  rescue
    # `alias unquote(module)` and other things known to the running program alone.
    _ -> env
  end

  # The full name of a module and the environment that its definition leaves behind.
  defp open_module(name, env) do
    # Kernel's own `defmodule`, whatever is imported.
    kernels = %{env | function: nil, functions: __ENV__.functions, macros: __ENV__.macros}
    expanded = Macro.expand_once({:defmodule, [], [name, [do: nil]]}, kernels)
    {:__block__, _, [directive, {{:., _, [:elixir_module, :compile]}, _, [module | _]}]} = expanded
    env = if directive, do: expand_directive(directive, env), else: env
    {if(is_atom(module), do: module, else: @unknown), env}
  end

  defp body(module, kind, blocks, env) do
    unless unknown?(module), do: give(:modules, "#{text(module)} #{kind}")
    inner = %{env | module: module, function: nil, context_modules: [module | env.context_modules]}
    walk_blocks(blocks, inner)
  end

  defp walk_impl(name, opts, env) do
    {blocks, opts} = Enum.split_with(opts, &match?({:do, _}, &1))

    targets =
      case List.keyfind(opts, :for, 0) do
        {:for, list} when is_list(list) -> list
        {:for, target} -> [target]
        nil -> [env.module]
      end

    walk([name, opts], env)
    protocol = expand(name, env)

    for target <- targets do
      target = expand(target, env)
      known = is_atom(protocol) and is_atom(target) and target != nil and not unknown?(target)
      module = if known, do: Module.concat(protocol, target), else: @unknown
      body(module, "impl", blocks, env)
    end

    env
  end

  defp define(kind, head, env) do
    {call, guards} =
      case head do
        {:when, _, [call | guards]} -> {call, guards}
        call -> {call, []}
      end

    {name, args} =
      case call do
        {:unquote, _, [expr]} -> {nil, [expr]}
        {name, _, args} when is_atom(name) and is_list(args) -> {name, args}
        {name, _, context} when is_atom(name) and is_atom(context) -> {name, []}
        {name, _, args} when is_list(args) -> {nil, [name | args]}
        other -> {nil, [other]}
      end

    spliced = Enum.any?(args, &match?({:unquote_splicing, _, _}, &1))

    if name && not spliced && env.module && not unknown?(env.module) do
      defaults = Enum.count(args, &match?({:\\, _, [_, _]}, &1))

      for arity <- (length(args) - defaults)..length(args) do
        give(:functions, "#{text(env.module)}.#{name}/#{arity} #{kind}")
      end
    end

    scope(args ++ guards, env)
  end

  # Inside `quote` nothing is read but what `unquote` takes out of it, as `:elixir_quote` does it.
  defp walk_quote(opts, arg, env) do
    {opts, body} =
      case arg do
        [{:do, body}] -> {opts, body}
        _ when is_list(arg) -> {List.wrap(opts) ++ Keyword.delete(arg, :do), arg[:do]}
        _ -> {opts, arg}
      end

    walk(opts, env)
    keywords = if Keyword.keyword?(opts), do: opts, else: []
    unquote? = Keyword.get(keywords, :unquote, not Keyword.has_key?(keywords, :bind_quoted))
    if unquote? == true, do: quoted(body, env)
    env
  end

  defp quoted({:unquote, _, [expr]}, env), do: walk(expr, env)
  defp quoted({:unquote_splicing, _, [expr]}, env), do: walk(expr, env)
  # Unquoting is off in a nested quote.
  defp quoted({:quote, _, [_]}, _), do: :ok
  defp quoted({:quote, _, [opts, _]}, env), do: quoted(opts, env)

  defp quoted({{:., _, [left, :unquote]}, _, [expr]}, env) do
    quoted(left, env)
    walk(expr, env)
  end

  defp quoted({left, _, right}, env) do
    quoted(left, env)
    quoted(right, env)
  end

  defp quoted({left, right}, env) do
    quoted(left, env)
    quoted(right, env)
  end

  defp quoted(items, env) when is_list(items), do: Enum.each(items, &quoted(&1, env))
  defp quoted(_, _), do: :ok
end

unless System.get_env("ELIXIR_FACTS_ONLY_DEFINE") do
  files =
    IO.stream(:stdio, :line)
    |> Enum.map(&String.trim_trailing(&1, "\n"))
    |> Enum.reject(&(&1 == ""))

  total = length(files)

  files
  |> Task.async_stream(&ElixirFacts.of_file/1, timeout: :infinity)
  |> Stream.with_index(1)
  |> Enum.each(fn {{:ok, facts}, done} ->
    IO.binwrite([TruthJson.encode(facts), ?\n])
    if rem(done, 200) == 0 or done == total, do: IO.puts(:stderr, "elixir: #{done} of #{total} files")
  end)
end
