# What really runs below the applications of a Mix project: compiles the project in memory, starts it and
# asks its supervisors. Prints one JSON object:
#
#     elixir test/truth/supervision_tree.exs APP_DIR
#
#     {"applications": [{"app": "my_app", "application": "MyApp.Application", "tree": NODE}]}
#     NODE = {"id", "module", "modules", "kind", "restart", "shutdown", "name", "names", "children": [NODE]},
#            of a supervisor also {"strategy", "maxRestarts", "maxSeconds"}
#
# Children stand in the order of their start. Ids, modules and names are written as `inspect` writes them;
# what does not apply is null: the root has no id, nor has a child of a dynamic supervisor. `module` is the
# one whose function starts the process, `modules` are all it may be called by: that, those of the child spec
# and the one whose callbacks it runs. `name` is the atom it is registered under, `names` are that and its
# names in registries. A dynamic supervisor says `"dynamic": true`.
#
# The project's mix.exs and configuration are evaluated as Mix does it for MIX_ENV=prod; Mix builds nothing,
# so no folder is left behind. For this the project must do without dependencies and without `priv`.

Code.require_file("json.exs", __DIR__)

defmodule SupervisionTree.Projects do
  @doc "The project in a folder, or in an umbrella its apps, each after those it depends on."
  def in_folder(folder) do
    Mix.start()
    Mix.env(:prod)
    root = read(:root, folder)

    case root.apps_paths do
      nil -> [root]
      paths -> for({app, path} <- paths, do: read(app, Path.join(folder, path))) |> in_order()
    end
  end

  def configure(folder) do
    for name <- ["config.exs", "runtime.exs"],
        file = Path.join([folder, "config", name]),
        File.exists?(file) do
      file |> Config.Reader.read!(env: Mix.env(), target: :host) |> Application.put_all_env(persistent: true)
    end
  end

  def compile(project) do
    files = for path <- project.paths, file <- Path.wildcard(Path.join(path, "**/*.ex")), do: file

    case Kernel.ParallelCompiler.compile(Enum.sort(files)) do
      {:ok, modules, _warnings} -> modules
      {:error, _errors, _warnings} -> raise "#{project.app} does not compile"
    end
  end

  def load(project, modules) do
    spec = Keyword.take(project.application, [:mod, :env, :registered, :start_phases])
    extra = Keyword.get(project.application, :extra_applications, [])
    applications = [:kernel, :stdlib, :elixir] ++ extra ++ project.needs
    about = [vsn: '0.0.0', modules: modules, applications: Enum.uniq(applications)]
    :ok = :application.load({:application, project.app, about ++ spec})
  end

  defp read(app, folder) do
    Mix.Project.in_project(app, folder, fn module ->
      config = Mix.Project.config()

      %{
        app: config[:app],
        apps_paths: Mix.Project.apps_paths(),
        application: if(function_exported?(module, :application, 0), do: module.application(), else: []),
        needs: for({app, options} <- Keyword.get(config, :deps, []), options[:in_umbrella], do: app),
        paths: for(path <- Keyword.get(config, :elixirc_paths, ["lib"]), do: Path.expand(path))
      }
    end)
  end

  defp in_order(projects) do
    projects
    |> Enum.sort_by(& &1.app)
    |> Enum.reduce([], &after_its_needs(&1, &2, projects))
    |> Enum.reverse()
  end

  defp after_its_needs(project, done, projects) do
    if project in done do
      done
    else
      needs = Enum.filter(projects, &(&1.app in project.needs))
      [project | Enum.reduce(needs, done, &after_its_needs(&1, &2, projects))]
    end
  end
end

defmodule SupervisionTree do
  @doc "The tree of a running application, once its processes have done what they do first."
  def of_application(app) do
    {root, _module} = app |> :application_controller.get_master() |> :application_master.get_child()
    settled(fn -> root(root) end, nil, 100)
  end

  # Children may start others in `handle_continue/2`: the tree is taken when it stands still.
  defp settled(_walk, _before, 0), do: raise("the tree does not come to rest")

  defp settled(walk, before, left) do
    case walk.() do
      ^before ->
        before

      tree ->
        Process.sleep(100)
        settled(walk, tree, left - 1)
    end
  catch
    # A process ended while it was asked.
    :exit, _reason -> settled(walk, nil, left - 1)
  end

  defp root(pid) do
    module = pid |> callback_modules() |> List.first(Supervisor)
    spec = %{id: nil, module: module, modules: [module], type: :supervisor, restart: nil, shutdown: nil}
    node(spec, pid)
  end

  defp node(spec, pid) do
    names = if is_pid(pid), do: names(pid), else: []
    modules = [spec.module | List.wrap(spec.modules)] ++ if is_pid(pid), do: callback_modules(pid), else: []

    %{
      id: spec.id,
      module: inspect(spec.module),
      modules: modules |> Enum.uniq() |> Enum.map(&inspect/1),
      kind: spec.type,
      restart: spec.restart,
      shutdown: spec.shutdown && inspect(spec.shutdown),
      name: Enum.find_value(names, fn name -> if is_atom(name), do: inspect(name) end),
      names: Enum.map(names, &text/1),
      children: []
    }
    |> Map.merge(if is_pid(pid), do: supervisor(pid), else: %{})
  end

  # What a process is does not hang on the type in its child spec.
  defp supervisor(pid) do
    case :proc_lib.translate_initial_call(pid) do
      {:supervisor, _module, _arity} -> pid |> :sys.get_state() |> supervisor(pid)
      _worker -> %{}
    end
  end

  defp supervisor(%DynamicSupervisor{} = state, _pid) do
    children =
      for {child, {start, restart, shutdown, type, modules}} <- Enum.sort(state.children) do
        spec = %{id: nil, restart: restart, shutdown: shutdown, type: type, modules: modules}
        spec |> Map.merge(start_of(start)) |> node(child)
      end

    %{
      dynamic: true,
      strategy: state.strategy,
      maxRestarts: state.max_restarts,
      maxSeconds: state.max_seconds,
      children: children
    }
  end

  # The `state` record of supervisor.erl, whose first fields are the same since OTP 18.
  defp supervisor(state, pid) when elem(state, 0) == :state do
    children =
      for {id, child, _type, _modules} <- pid |> Supervisor.which_children() |> Enum.reverse() do
        key = if id == :undefined, do: child, else: id
        {:ok, spec} = :supervisor.get_childspec(pid, key)
        spec |> Map.merge(start_of(spec.start)) |> Map.put(:id, id_text(id)) |> node(child)
      end

    strategy = elem(state, 2)
    known = %{strategy: strategy, maxRestarts: elem(state, 5), maxSeconds: elem(state, 6), children: children}

    if strategy == :simple_one_for_one, do: Map.put(known, :dynamic, true), else: known
  end

  # A partition is started by the partition supervisor, which is told who starts the process itself.
  defp start_of({PartitionSupervisor, :start_child, [module | _]}), do: %{module: module}
  defp start_of({module, _function, _args}), do: %{module: module}

  defp id_text(:undefined), do: nil
  defp id_text(id), do: text(id)

  defp text(term), do: inspect(term, limit: :infinity, printable_limit: :infinity)

  # The module whose `init/1` a process has run; of one that was given a list of children or a function, none.
  defp callback_modules(pid) do
    case :proc_lib.translate_initial_call(pid) do
      {:supervisor, Supervisor.Default, _arity} -> []
      {:supervisor, module, _arity} -> [module]
      {module, :init, _arity} -> [module]
      _function -> []
    end
  end

  defp names(pid) do
    local =
      case Process.info(pid, :registered_name) do
        {:registered_name, name} when name != [] -> [name]
        _none -> []
      end

    global = for name <- :global.registered_names(), :global.whereis_name(name) == pid, do: {:global, name}

    via =
      for registry <- registries(), key <- Registry.keys(registry, pid), unique?(registry, key, pid) do
        {:via, Registry, {registry, key}}
      end

    local ++ global ++ Enum.sort(via)
  end

  # PartitionSupervisor.Registry is how partition supervisors find their own children.
  defp registries do
    for name <- Process.registered(),
        name != PartitionSupervisor.Registry,
        {:supervisor, Registry.Supervisor, _} <- [:proc_lib.translate_initial_call(Process.whereis(name))],
        do: name
  end

  defp unique?(registry, key, pid) do
    Registry.whereis_name({registry, key}) == pid
  rescue
    # A registry with duplicate keys gives no names.
    ArgumentError -> false
  end
end

[folder] = System.argv()
folder = Path.expand(folder)

projects = SupervisionTree.Projects.in_folder(folder)
SupervisionTree.Projects.configure(folder)

# Standard output is for the answer.
{:ok, _} = Application.ensure_all_started(:logger)
Logger.configure_backend(:console, device: :standard_error)

for project <- projects do
  SupervisionTree.Projects.load(project, SupervisionTree.Projects.compile(project))
end

for project <- projects, do: {:ok, _} = Application.ensure_all_started(project.app)

applications =
  for %{app: app, application: application} <- projects, {module, _args} <- List.wrap(application[:mod]) do
    %{app: app, application: inspect(module), tree: SupervisionTree.of_application(app)}
  end

IO.puts(TruthJson.encode(%{applications: applications}))
