# What Elixir says about calls without a module: which are calls at all, and which module imports, or Kernel, give
# them. Modules that this Elixir has are imported by `:elixir_expand`; of others the list after `only:` is believed,
# and an import without one is remembered as one that may bring anything.

defmodule ElixirLocals do
  # Special forms and macros of Kernel whose inside is read as what it is, and which are no calls of this module's.
  @forms ~w(alias case cond for if import quote receive require try unless unquote unquote_splicing use with
            __aliases__ __block__ and fn in not or when)a
  @definers ~w(def defp defmacro defmacrop defdelegate defguard defguardp defmodule defprotocol defimpl)a

  # True for `name(...)` that calls a function or a macro by its name.
  def call?(name, arity) do
    name not in @forms and not (name in @definers and arity <= 3) and
      Macro.classify_atom(name) == :identifier and not Macro.operator?(name, arity) and
      not (Atom.to_string(name) =~ ~r/^sigil_([a-z]|[A-Z][A-Z0-9]*)$/)
  end

  # The module that gives `name/arity` where the module itself does not, or the modules that may: `A|B`, `?` for none.
  def module_of(name, arity, env) do
    cond do
      Macro.special_form?(name, arity) -> "Kernel"
      module = imported(name, arity, env) -> inspect(module)
      open = for({module, except} <- open_imports(env), {name, arity} not in except, do: inspect(module)) -> join(open)
    end
  end

  defp join([]), do: "?"
  defp join(modules), do: modules |> Enum.uniq() |> Enum.join("|")

  defp imported(name, arity, env) do
    Enum.find_value(env.functions ++ env.macros, fn {module, names} -> {name, arity} in names && module end)
  end

  defp open_imports(env), do: Map.get(env, :open_imports, [])

  # The environment after `import module, opts`.
  def import(module, opts, env) do
    if Code.ensure_loaded?(module), do: expand(module, opts, env), else: believe(module, opts, env)
  end

  defp expand(module, opts, env) do
    ast = {:import, [line: 1], [module, opts]}
    {_, _, expanded} = :elixir_expand.expand(ast, :elixir_env.env_to_ex(env), env)
    %{env | functions: expanded.functions, macros: expanded.macros}
  rescue
    # This Elixir has another version of the module.
    _ -> believe(module, opts, env)
  end

  defp believe(module, opts, env) do
    keywords = if Keyword.keyword?(opts), do: opts, else: []

    case {keywords[:only], keywords[:except]} do
      {only, _} when is_list(only) -> %{env | functions: [{module, only} | env.functions]}
      {_, except} when is_list(except) -> open(module, except, env)
      _ -> open(module, [], env)
    end
  end

  defp open(module, except, env), do: Map.put(env, :open_imports, [{module, except} | open_imports(env)])
end
