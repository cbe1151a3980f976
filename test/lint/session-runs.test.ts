import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { rules } from '../../rules/index.js';
import { Session } from '../../src/lint/session.js';
import { temporaryTree } from '../temporary-tree.js';

const SERVER = `defmodule MyApp.Rates do
  use GenServer

  def start_link(_), do: GenServer.start_link(__MODULE__, nil, name: __MODULE__)

  @impl true
  def init(_), do: {:ok, %{}}

  @impl true
  def handle_call(:rates, _from, state), do: {:reply, client().fetch(), state}

  defp client, do: Application.fetch_env!(:my_app, :client)
end
`;

const client = (name: string, body: string): string => `defmodule MyApp.${name} do
  def fetch, do: ${body}
end
`;

const config = (module: string): string => `import Config\nconfig :my_app, client: MyApp.${module}\n`;

test('what one run found out about a project is not taken for true of the next', async () => {
  const cwd = temporaryTree({
    'mix.exs': 'defmodule MyApp.MixProject do\n  use Mix.Project\n  def project, do: [app: :my_app]\nend\n',
    'config/config.exs': config('Slow'),
    'lib/rates.ex': SERVER,
    'lib/slow.ex': client('Slow', 'HTTPoison.get!("https://rates.test")'),
    'lib/quick.ex': client('Quick', '[]'),
  });
  const session = new Session();
  const findings = async () => {
    const { findings: found } = await session.lint({ paths: [], cwd, rules });
    return found.filter(({ rule }) => rule === 'blocking-callback').map(({ file }) => file);
  };
  expect(await findings()).toEqual(['lib/rates.ex']);
  expect(await findings()).toEqual(['lib/rates.ex']);
  writeFileSync(join(cwd, 'config/config.exs'), config('Quick'));
  expect(await findings()).toEqual([]);
  writeFileSync(join(cwd, 'config/config.exs'), config('Slow'));
  writeFileSync(join(cwd, 'lib/slow.ex'), client('Slow', '[]'));
  expect(await findings()).toEqual([]);
});
