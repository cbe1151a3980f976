import type { ModuleDef } from '../../elixir/model.js';

/** What a module is, by the behaviours it takes on. */
export type Nature =
  | 'gen_server'
  | 'gen_stage'
  | 'gen_statem'
  | 'agent'
  | 'task'
  | 'supervisor'
  | 'dynamic_supervisor'
  | 'application'
  | 'broadway'
  | 'broadway_producer'
  | 'oban_worker'
  | 'live_view'
  | 'live_component'
  | 'channel'
  | 'socket'
  | 'controller'
  | 'plug'
  | 'router'
  | 'endpoint'
  | 'resolver'
  | 'websocket_client'
  | 'ecto_schema'
  | 'ecto_repo'
  | 'mix_task'
  | 'test';

const NATURES: Record<string, readonly Nature[]> = {
  GenServer: ['gen_server'],
  ':gen_server': ['gen_server'],
  Connection: ['gen_server'],
  'ThousandIsland.Handler': ['gen_server'],
  GenStage: ['gen_stage'],
  ':gen_statem': ['gen_statem'],
  GenStateMachine: ['gen_statem'],
  Agent: ['agent'],
  Task: ['task'],
  Supervisor: ['supervisor'],
  ':supervisor': ['supervisor'],
  DynamicSupervisor: ['dynamic_supervisor'],
  'Horde.DynamicSupervisor': ['dynamic_supervisor'],
  PartitionSupervisor: ['supervisor'],
  Application: ['application'],
  Broadway: ['broadway'],
  'Broadway.Producer': ['broadway_producer'],
  'Oban.Worker': ['oban_worker'],
  'Oban.Pro.Worker': ['oban_worker'],
  'Oban.Pro.Workers.Batch': ['oban_worker'],
  'Oban.Pro.Workers.Workflow': ['oban_worker'],
  'Phoenix.LiveView': ['live_view'],
  'Phoenix.LiveComponent': ['live_component'],
  'Phoenix.Channel': ['channel'],
  'Phoenix.Socket': ['socket'],
  'Phoenix.Socket.Transport': ['socket'],
  'Phoenix.Controller': ['controller'],
  'Phoenix.Router': ['router', 'plug'],
  'Phoenix.Endpoint': ['endpoint', 'supervisor'],
  Plug: ['plug'],
  'Plug.Builder': ['plug'],
  'Plug.Router': ['plug', 'router'],
  'Absinthe.Middleware': ['resolver'],
  'Absinthe.Resolution': ['resolver'],
  WebSockex: ['websocket_client'],
  'Ecto.Schema': ['ecto_schema'],
  'Ecto.Repo': ['ecto_repo'],
  'Mix.Task': ['mix_task'],
  'ExUnit.Case': ['test'],
  'ExUnit.CaseTemplate': ['test'],
};

const NONE: ReadonlySet<Nature> = new Set();
const BY_MODULE = new Map(Object.entries(NATURES).map(([module, natures]) => [module, new Set(natures)]));

/** The natures that `use` or `@behaviour` of one module gives. */
export function naturesBy(module: string): ReadonlySet<Nature> {
  return BY_MODULE.get(module) ?? NONE;
}

/** The natures that `use` and `@behaviour` of these modules give. */
export function naturesOf(modules: readonly string[]): ReadonlySet<Nature> {
  return new Set(modules.flatMap((module) => [...naturesBy(module)]));
}

/**
 * True for a module that `mod:` in a `mix.exs` can name although it neither uses nor declares `Application`:
 * its `start(type, args)` starts a supervisor (`Application`, "The application callback module").
 */
export function startsLikeApplication({ functions, uses, behaviours }: ModuleDef): boolean {
  if (uses.length > 0 || behaviours.length > 0) return false;
  const start = functions.find(({ name, arity, kind }) => name === 'start' && arity === 2 && kind === 'def');
  return (start?.clauses ?? []).some(
    ({ params: [type], calls }) =>
      type?.kind === 'variable' &&
      /^_?(start_?)?type$/.test(type.name) &&
      calls.some(({ module, name }) => name === 'start_link' && /(^|\.)Supervisor$/.test(module ?? '')),
  );
}
