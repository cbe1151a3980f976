import { expect, test } from 'vitest';
import { definePlugin, defineRule, type Module, type Project } from '../../src/api/index.js';
import { lintSources } from '../../src/lint/session.js';
import { pluginIn } from '../../src/plugins/exported.js';
import type { Project as JoinedProject, ProjectModule } from '../../src/project/project.js';

/** What rules are asked with is what the package's types say: this has to compile. */
const asPublic = (project: JoinedProject, module: ProjectModule): [Project, Module] => [project, module];

const APP = `defmodule App do
  use Application

  @impl true
  def start(_type, _args), do: Supervisor.start_link([App.Cache], strategy: :one_for_one)
end

defmodule App.Cache do
  use GenServer

  def start_link(_), do: GenServer.start_link(__MODULE__, nil, name: __MODULE__)
  def get(key), do: GenServer.call(__MODULE__, {:get, key})

  @impl true
  def init(_), do: {:ok, %{}}

  @impl true
  def handle_call({:get, key}, _from, state), do: {:reply, state[key], state}
end

defmodule App.Page do
  def show, do: App.Cache.get(:page)
end
`;

const WORDS = { level: 'warning', summary: 's', what: 'w', why: 'y', instead: 'i' } as const;

test('a rule reads functions, callers, callbacks and the supervision tree', async () => {
  expect(asPublic).toHaveLength(2);
  const tell = defineRule({
    ...WORDS,
    id: 'tell',
    project(project) {
      return project.modules.flatMap((module) => {
        const get = module.functionNamed('get', 1);
        const [process] = project.supervision.nodesOf(module.name);
        if (!get || !process) return [];
        const callers = project.callersOf(get).map((call) => call.situation.owner.name);
        const callbacks = module.server?.callbacks.map(({ name }) => name);
        const message = [
          module.name,
          process.parent?.strategy,
          process.name,
          ...callers,
          ...(callbacks ?? []),
        ];
        return { place: project.place(get.module, process), message: message.join(' ') };
      });
    },
  });
  const { rules } = pluginIn({ default: definePlugin({ name: 'team', rules: [tell] }) });
  const { findings } = await lintSources([{ file: 'lib/app.ex', text: APP }], { rules });
  expect(findings.map(({ rule, message }) => `${rule}: ${message}`)).toEqual([
    'team/tell: App.Cache one_for_one App.Cache App.Page init handle_call',
  ]);
});
