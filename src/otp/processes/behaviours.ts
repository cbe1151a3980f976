import type { FunctionDef } from '../../elixir/model.js';
import type { Project } from '../../project/project.js';
import type { ProjectModule } from '../../project/project-module.js';

const GEN_SERVER =
  'init/1 handle_call/3 handle_cast/2 handle_info/2 handle_continue/2 terminate/2 code_change/3 format_status/1 format_status/2';
const STATEM =
  'init/1 callback_mode/0 handle_event/4 terminate/3 code_change/4 format_status/1 format_status/2';
const MESSAGES = 'handle_call/3 handle_cast/2 handle_info/2 terminate/2';

/** The callbacks of behaviours that come with Elixir, OTP and well-known libraries, from each module's documentation. */
const CALLBACKS: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries({
    GenServer: GEN_SERVER,
    ':gen_server': GEN_SERVER,
    GenStage: `${GEN_SERVER} handle_demand/2 handle_events/3 handle_subscribe/4 handle_cancel/3`,
    ':gen_statem': STATEM,
    GenStateMachine: STATEM,
    ':gen_event':
      'init/1 handle_event/2 handle_call/2 handle_info/2 terminate/2 code_change/3 format_status/1 format_status/2',
    Supervisor: 'init/1',
    ':supervisor': 'init/1',
    DynamicSupervisor: 'init/1',
    ConsumerSupervisor: 'init/1',
    Application: 'start/2 stop/1 prep_stop/1 start_phase/3 config_change/3',
    'Config.Provider': 'init/1 load/2',
    Access: 'fetch/2 get_and_update/3 pop/2',
    'Mix.Task': 'run/1',
    Broadway: 'handle_message/3 handle_batch/4 handle_failed/2 prepare_messages/2 process_name/2',
    'Broadway.Producer': 'prepare_for_start/2 prepare_for_draining/1',
    'Broadway.Acknowledger': 'ack/3 configure/3',
    'Oban.Worker': 'perform/1 backoff/1 timeout/1 new/2',
    'Oban.Pro.Worker': 'process/1 backoff/1 timeout/1 new/2 after_process/3',
    'Oban.Plugin': 'start_link/1 validate/1 format_logger_output/2',
    Plug: 'init/1 call/2',
    'Plug.ErrorHandler': 'handle_errors/2',
    'Plug.Session.Store': 'init/1 get/3 put/4 delete/3',
    'Phoenix.LiveView': `mount/3 render/1 handle_params/3 handle_event/3 handle_async/3 ${MESSAGES}`,
    'Phoenix.LiveComponent': 'mount/1 update/2 update_many/1 render/1 handle_event/3 handle_async/3',
    'Phoenix.Channel': `join/3 handle_in/3 handle_out/3 code_change/3 ${MESSAGES}`,
    'Phoenix.Socket': 'connect/2 connect/3 id/1',
    'Phoenix.Socket.Transport':
      'child_spec/1 drainer_spec/1 connect/1 init/1 handle_in/2 handle_control/2 handle_info/2 terminate/2',
    'Phoenix.Endpoint': 'init/2',
    'Phoenix.Presence': 'init/1 fetch/2 handle_metas/4',
    'Phoenix.Tracker': 'init/1 handle_diff/2 handle_info/2',
    WebSock: 'init/1 handle_in/2 handle_control/2 handle_info/2 terminate/2',
    WebSockex:
      'handle_connect/2 handle_frame/2 handle_cast/2 handle_info/2 handle_disconnect/2 handle_ping/2 handle_pong/2 terminate/2 code_change/3 format_status/2',
    'Ecto.Type': 'type/0 cast/1 load/1 dump/1 equal?/2 embed_as/1 autogenerate/0',
    'Ecto.ParameterizedType':
      'init/1 type/1 cast/2 load/3 dump/3 equal?/3 embed_as/2 autogenerate/1 format/1',
    'Ecto.Repo': 'init/2 prepare_query/3 default_options/1',
    'Tesla.Middleware': 'call/3',
    'Tesla.Adapter': 'call/2',
    'Absinthe.Middleware': 'call/2',
    'Absinthe.Plugin': 'before_resolution/1 after_resolution/1 pipeline/2',
    'Absinthe.Phase': 'run/2',
    PromEx: 'plugins/0 dashboards/0 dashboard_assigns/0 init_opts/0',
    'PromEx.Plugin': 'event_metrics/1 polling_metrics/1 manual_metrics/1',
  }).map(([behaviour, callbacks]) => [behaviour, new Set(callbacks.split(' '))]),
);

/** Behaviours whose `use` of the same name takes them on: not those that are only declared with `@behaviour`. */
const ONLY_DECLARED: ReadonlySet<string> = new Set([
  'Plug',
  'Access',
  'Absinthe.Phase',
  'Absinthe.Plugin',
  'Absinthe.Middleware',
  'Tesla.Middleware',
  'Tesla.Adapter',
]);

/**
 * The callbacks of a behaviour as `name/arity`: its own `@callback`s where the project defines it, or what is known
 * of a library's.
 *
 * @returns `undefined` where nobody knows
 */
export function callbacksOf(behaviour: string, project: Project): ReadonlySet<string> | undefined {
  const home = project.moduleNamed(behaviour);
  if (!home) return CALLBACKS.get(behaviour);
  return home.def.callbacks.length > 0 && !home.def.damaged ? new Set(home.def.callbacks) : undefined;
}

/** A behaviour that a module takes on by name. */
export interface Declared {
  name: string;
  start: number;
  end: number;
}

/**
 * The behaviours that a module names itself: with `@behaviour`, or with the `use` of a module that declares itself
 * as one (`use GenServer`; for a module of the project, one whose `__using__` holds `@behaviour` with its own name).
 */
export function behavioursNamed({ def, project }: ProjectModule): Declared[] {
  const used = def.uses.filter(({ module }) => declaresItself(module, project));
  return [...def.behaviours, ...used].map(({ module, start, end }) => ({ name: module, start, end }));
}

function declaresItself(module: string, project: Project): boolean {
  const home = project.moduleNamed(module);
  if (!home) return CALLBACKS.has(module) && !ONLY_DECLARED.has(module) && !module.startsWith(':');
  const own = (name: string): boolean => name === module || name === '__MODULE__';
  return home.def.quotes.get('__using__')?.behaviours.some((behaviour) => own(behaviour.module)) ?? false;
}

/** True for a function that answers to one of these callbacks, with its default arguments or without. */
export function isCallback({ name, arity, minArity }: FunctionDef, callbacks: ReadonlySet<string>): boolean {
  for (let count = minArity; count <= arity; count += 1) if (callbacks.has(`${name}/${count}`)) return true;
  return false;
}
