import { defineRule } from '../src/lint/rule.js';
import { type DebugEffect, debugEffectOf, isForOperators } from '../src/otp/requests/debugging.js';
import { callText } from '../src/project/reach.js';

const HARM: Record<DebugEffect, string> = {
  reads:
    'waits for the process and copies its whole state, and breaks when the state changes its shape; add a call to the process that answers what is needed',
  replaces:
    'changes the state of a process behind its own callbacks, while it waits; add a message that the process handles itself',
  watches:
    'makes the process handle and report each of its events from then on; use telemetry or `Logger` in the process, and `:sys` from a remote shell',
};

export default defineRule({
  id: 'sys-debug-in-production',
  level: 'warning',
  pointsTo: { section: 'debugging' },
  summary: 'a debugging function of `:sys` in production code',
  what: 'Finds calls to `:sys.get_state`, `:sys.replace_state`, `:sys.install`, and to `:sys.trace` and `:sys.log` where they switch something on, in production code.',
  why: '`:sys` sends a system message and waits for it, 5 seconds at most, behind everything else in the mailbox. `get_state` and `replace_state` are "intended only to help with debugging" (`:sys`); they tie the caller to how another process happens to keep its state. `trace`, `log` and `install` run for each event of the process until they are switched off again.',
  instead:
    'Let the process answer a call for what others need to know, change its state by a message of its own, and report through telemetry. Keep `:sys` for a remote shell.',
  limits: [
    'In a module whose name says that it is for operators (`Debug`, `IEx`, `Console`) the finding is advice.',
    '`:sys.get_status`, `:sys.statistics`, `:sys.suspend` and `:sys.resume` are not reported.',
  ],
  examples: {
    bad: [
      `defmodule Shop.Carts do
  def size(pid) do
    %{items: items} = :sys.get_state(pid)
    length(items)
  end
end
`,
      `defmodule Shop.Worker do
  use GenServer

  @impl true
  def init(opts) do
    :sys.trace(self(), true)
    {:ok, opts}
  end
end
`,
    ],
    good: [
      `defmodule Shop.Carts do
  def size(pid), do: GenServer.call(pid, :size)
end
`,
      `defmodule Shop.Worker do
  def quiet(pid), do: :sys.trace(pid, false)
end
`,
    ],
  },
  productionOnly: true,
  calls: [':sys.get_state/_', ':sys.replace_state/_', ':sys.install/_', ':sys.trace/_', ':sys.log/_'],
  check(call, module, { project }) {
    const { quoted, devOnly } = call.situation;
    const effect = quoted || devOnly ? undefined : debugEffectOf(call);
    if (!effect) return undefined;
    return {
      place: project.placeOfCall(call),
      message: `\`${callText(call)}\` ${HARM[effect]}`,
      ...(isForOperators(module.name) ? { level: 'info' } : {}),
    };
  },
});
