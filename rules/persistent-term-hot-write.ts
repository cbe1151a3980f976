import type { CallSite } from '../src/elixir/model.js';
import { shownExpr } from '../src/elixir/shown.js';
import { defineRule } from '../src/lint/rule.js';
import { type HotWrite, hotWriteOf } from '../src/otp/tables/persistent-writes.js';
import { callText, functionText } from '../src/project/reach.js';

export default defineRule({
  id: 'persistent-term-hot-write',
  level: 'warning',
  pointsTo: { section: 'storage' },
  summary: 'a persistent term changed again and again while the system runs',
  what: 'Finds `:persistent_term.put/2` and `:persistent_term.erase/1` that a request, a `handle_*` callback of a process or a loop over a collection leads to.',
  why: 'When a persistent term is replaced or erased, the runtime copies its table of all terms and has every process looked through for the old value, with a major garbage collection for each that holds it (`:persistent_term`, "Warning"). All schedulers pay for it, once for every change. The module is made for values that hardly ever change.',
  instead:
    'Keep what changes in an ETS table with `read_concurrency: true`, or numbers in `:counters` or `:atomics` whose reference stands in `:persistent_term`. Write persistent terms while the application starts; compare with what is there before a later write.',
  limits: [
    'Left alone: a literal atom, truth value or small integer, which no process holds a copy of; a write behind a comparison or a look at what is there; a timer of a minute or more. A timer whose delay the source does not show gives `info`.',
    'A public function that nothing in the project calls is taken for one that is seldom called, unless it writes in a loop.',
    'How often a message or a request comes is not known. A change by an administrator is rare: say so in a suppression.',
  ],
  examples: {
    bad: [
      `defmodule Flags do
  use GenServer

  def enabled?(flag), do: flag in :persistent_term.get(__MODULE__, [])

  @impl true
  def init(flags), do: {:ok, flags}

  @impl true
  def handle_cast({:enable, flag}, flags) do
    flags = [flag | flags]
    :persistent_term.put(__MODULE__, flags)
    {:noreply, flags}
  end
end
`,
      `defmodule MyAppWeb.VisitPlug do
  import Plug.Conn

  def init(opts), do: opts

  def call(conn, _opts) do
    :persistent_term.put(:last_visit, conn.request_path)
    conn
  end
end
`,
    ],
    good: [
      `defmodule Flags do
  use GenServer

  def enabled?(flag), do: flag in :persistent_term.get(__MODULE__, [])

  @impl true
  def init(flags) do
    :persistent_term.put(__MODULE__, flags)
    {:ok, flags}
  end

  @impl true
  def handle_cast({:replace, flags}, old) do
    if flags != old, do: :persistent_term.put(__MODULE__, flags)
    {:noreply, flags}
  end
end
`,
    ],
  },
  calls: [':persistent_term.put/2', ':persistent_term.erase/1'],
  check(call, { production }, { project }) {
    if (!production || call.situation.quoted || call.situation.devOnly) return undefined;
    const hot = hotWriteOf(call, project);
    if (!hot) return undefined;
    const [key] = call.args;
    const what = key && !call.captured ? `\`${shownExpr(key)}\`` : 'a persistent term';
    const verb = call.name === 'put' ? 'replacing' : 'erasing';
    return {
      ...(hot.sure ? {} : { level: 'info' as const }),
      place: project.placeOfCall(call),
      message: `${verb} ${what} ${whenText(hot)} makes the runtime scan every process each time; keep what changes in ETS, or write only where the value is another one`,
      evidence: stepsTo(call, hot).map((site) => project.evidence(site, `calls \`${callText(site)}\``)),
    };
  },
});

function whenText({ run: { runner }, by }: HotWrite): string {
  if (by === 'loop') return 'once per item of a collection';
  if (runner.kind === 'request') return `in \`${functionText(runner.clause)}\`, which serves requests,`;
  if (runner.kind !== 'callback') return 'while requests are served';
  return `in \`${functionText(runner.callback.clause)}\` of \`${runner.server.module.name}\``;
}

function stepsTo(call: CallSite, { run }: HotWrite): CallSite[] {
  return run.chain.filter((site) => site !== call);
}
