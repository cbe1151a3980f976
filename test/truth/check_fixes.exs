# Formats the files of each folder and compiles the result. Prints one line for each folder that fails, or whose
# code the compiler warns about.
#
#     elixir check_fixes.exs FOLDER...
{:ok, _} = Application.ensure_all_started(:logger)

for folder <- System.argv() do
  target = Path.join(System.tmp_dir!(), "otp-lint-fixes-#{System.unique_integer([:positive])}")
  File.mkdir_p!(target)

  files =
    for {path, index} <- Enum.with_index(Path.wildcard(Path.join(folder, "**/*.ex"))) do
      copy = Path.join(target, "#{index}.ex")
      File.write!(copy, [Code.format_string!(File.read!(path)), "\n"])
      copy
    end

  case Kernel.ParallelCompiler.compile(files) do
    {:ok, modules, warnings} ->
      if modules == [], do: IO.puts("#{folder}: no module")
      for {_file, line, message} <- warnings, do: IO.puts("#{folder}:#{inspect(line)}: #{message}")

    {:error, errors, _warnings} ->
      for {_file, line, message} <- errors, do: IO.puts("#{folder}:#{inspect(line)}: #{message}")
  end

  File.rm_rf!(target)
end
