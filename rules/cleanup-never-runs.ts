import { defineRule } from '../src/lint/rule.js';
import { type CleanUp, cleanUpsOf } from '../src/otp/exits/clean-up.js';
import { exitTrapOf } from '../src/otp/exits/exit-traps.js';
import type { Server, ServerKind } from '../src/otp/processes/server.js';
import { OTP } from '../src/otp/vocabulary.js';
import { callText, chainText } from '../src/project/reach.js';

/** Processes whose `terminate` nothing but their own code and their supervisor runs. */
const KINDS: ReadonlySet<ServerKind> = new Set(['gen_server', 'gen_stage', 'gen_statem']);

/** Libraries that trap exits for those who use them. */
const TRAPPING: ReadonlySet<string> = new Set(['ThousandIsland.Handler']);

export default defineRule({
  id: 'cleanup-never-runs',
  level: 'warning',
  pointsTo: { section: 'genserver' },
  speaksOf: OTP,
  summary: '`terminate/2` that cleans up, in a process that does not trap exits',
  what: 'Finds `terminate/2` callbacks (`terminate/3` in a state machine) that send, write, release, remove or stop something, in a process that never sets `trap_exit`.',
  why: 'A supervisor ends a child with an exit signal. Only a process that traps exits turns that into a call of `terminate/2`; any other is gone at once (`GenServer.terminate/2`). The clean-up then runs in tests and after errors, and is skipped at every deploy.',
  instead:
    'Call `Process.flag(:trap_exit, true)` in `init/1`. As no process runs `terminate/2` when it is killed, let another one that monitors it clean up what must never be left behind.',
  limits: [
    'What ends with the process by itself does not count: ports, sockets, tables, timers, linked processes, subscriptions.',
    'Of libraries, only common functions are known, those whose names say what they do, and those that must answer `:ok` (`:ok = Net.configure(@off)`).',
    'LiveViews, channels and websocket clients are left alone: their frameworks call `terminate/2` in most cases.',
    'A process that a function value or a module given at run time cleans up after is not looked into.',
    'A message that `terminate/2` of a process in a test sends is no clean-up: the test waits for it.',
  ],
  examples: {
    bad: [
      `defmodule MyApp.Upload do
  use GenServer

  @impl true
  def init(path), do: {:ok, path}

  @impl true
  def terminate(_reason, path), do: File.rm(path)
end
`,
      `defmodule MyApp.Probe do
  use GenServer

  @impl true
  def init(id) do
    :telemetry.attach(id, [:my_app, :done], &__MODULE__.handle/4, nil)
    {:ok, id}
  end

  @impl true
  def terminate(_reason, id) do
    detach(id)
  end

  defp detach(id), do: :telemetry.detach(id)
end
`,
    ],
    good: [
      `defmodule MyApp.Upload do
  use GenServer

  @impl true
  def init(path) do
    Process.flag(:trap_exit, true)
    {:ok, path}
  end

  @impl true
  def terminate(_reason, path), do: File.rm(path)
end
`,
      `defmodule MyApp.Reader do
  use GenServer
  require Logger

  @impl true
  def init(port), do: {:ok, {port, Process.send_after(self(), :tick, 1_000)}}

  @impl true
  def terminate(reason, {port, timer}) do
    Logger.info("stops: #{inspect(reason)}")
    Process.cancel_timer(timer)
    Port.close(port)
  end
end
`,
    ],
  },
  module(module, { project }) {
    const { server } = module;
    if (!server || module.def.damaged || module.def.quoted || !KINDS.has(server.kind)) return undefined;
    const [first] = cleanUpsOf(server);
    if (!first || !isInSight(server) || exitTrapOf(server)) return undefined;
    const { clause } = first.callback;
    return {
      place: project.placeOfHead(clause),
      message: messageOf(first, server),
      evidence: [
        ...first.chain.slice(0, -1).map((site) => project.evidence(site, `calls \`${callText(site)}\``)),
        project.evidence(first.site, `\`${callText(first.site)}\` ${first.what}`),
      ],
    };
  },
});

/** False where the start of the process is written elsewhere, and may well trap exits. */
function isInSight({ module, callbacks }: Server): boolean {
  if (module.uses.some((use) => TRAPPING.has(use.module))) return false;
  return callbacks.some(({ name }) => name === 'init');
}

function messageOf({ callback: { clause }, chain, what }: CleanUp, { module }: Server): string {
  const name = `${clause.fn.name}/${clause.fn.arity}`;
  return `\`${name}\` ${what} (\`${chainText(name, chain)}\`), but \`${module.name}\` never traps exits: when its supervisor shuts it down this is skipped; set \`Process.flag(:trap_exit, true)\` in \`init/1\``;
}
