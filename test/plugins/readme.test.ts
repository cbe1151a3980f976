import { expect, test } from 'vitest';
import { run } from '../cli/run.js';
import { temporaryTree } from '../temporary-tree.js';
import { readmeFiles } from './readme-files.js';

const PAGE = `defmodule MyAppWeb.PageController do
  use Phoenix.Controller

  alias MyApp.Repo

  def index(conn, _params), do: render(conn, :index, pages: Repo.all(MyApp.Page))
end
`;
const SERVER = `defmodule MyApp.Server do
  use GenServer

  @impl true
  def init(state), do: {:ok, state}

  @impl true
  def handle_info(:tick, state), do: {:noreply, tick(state)}
  def handle_info(_other, state), do: {:noreply, state}

  defp tick(state), do: state
end
`;

test('the plugin of the README works as it stands there', () => {
  const files = readmeFiles();
  expect(Object.keys(files)).toContain('otp-lint/my-team.mjs');
  const cwd = temporaryTree({ ...files, 'mix.exs': '', 'lib/page.ex': PAGE, 'lib/server.ex': SERVER });
  const { stdout, stderr } = run(cwd, ['--format', 'concise']);
  expect(stderr).toBe('');
  expect(stdout.split('\n').filter((line) => line.includes('my-team/'))).toEqual([
    'lib/page.ex:6:61 warning my-team/repo-in-web `MyApp.Repo.all/1` queries the database in `MyAppWeb.PageController`; ask its context instead',
    'lib/server.ex:9:3 warning my-team/silent-info unexpected messages are lost here without a word; log them',
  ]);
  expect(run(cwd, ['explain', 'my-team/repo-in-web']).stdout).toContain('Put the query into a function');
});
