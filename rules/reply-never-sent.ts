import { isAtom } from '../src/elixir/literals.js';
import type { Level } from '../src/lint/finding.js';
import { defineRule } from '../src/lint/rule.js';
import { repliesLost } from '../src/otp/messages/replies.js';
import type { CallbackReturn } from '../src/otp/processes/returns.js';
import type { Callback } from '../src/otp/processes/server.js';
import { isTestDouble } from '../src/otp/production.js';
import { OTP } from '../src/otp/vocabulary.js';
import type { ProjectModule } from '../src/project/project-module.js';
import { callText } from '../src/project/reach.js';

export default defineRule({
  id: 'reply-never-sent',
  level: 'error',
  pointsTo: { section: 'genserver' },
  speaksOf: OTP,
  summary: 'a call that nobody can answer: no reply is returned and `from` is thrown away',
  what: 'Finds clauses of `handle_call/3` that return `{:noreply, …}`, or `{:stop, reason, state}`, although they ignore `from`; and clauses for `{:call, _}` events of a `:gen_statem` that neither reply nor postpone and ignore `from`.',
  why: 'The caller of `GenServer.call/3` waits until the server returns `{:reply, …}` or somebody calls `GenServer.reply/2` with its `from`. Without either it exits when the time is up, 5 s unless it says otherwise, or waits for ever with `:infinity`; if the server stops without a reply, the caller exits with it (`GenServer.handle_call/3`).',
  instead:
    'Return `{:reply, value, state}`, or `{:stop, reason, reply, state}` to answer before stopping; to answer later, keep `from` in the state or give it to the task that calls `GenServer.reply/2`. If no answer is needed, make it a cast.',
  limits: [
    'A clause that uses `from` at all is left alone, also where only one of its branches does.',
    'A return that is made by a function outside the project cannot be seen.',
    'Where the server stops with an error the finding is a warning: the caller is told at once, by exiting with the same reason.',
    'In a double among the tests, by its name (`MockStore`), the finding is `info`: it may keep its callers waiting on purpose.',
  ],
  examples: {
    bad: [
      `defmodule MyApp.Cache do
  use GenServer

  @impl true
  def init(entries), do: {:ok, entries}

  @impl true
  def handle_call({:put, key, value}, _from, entries) do
    {:noreply, Map.put(entries, key, value)}
  end
end
`,
      `defmodule MyApp.Session do
  use GenServer

  @impl true
  def init(session), do: {:ok, session}

  @impl true
  def handle_call(:close, _from, session) do
    {:stop, :normal, session}
  end
end
`,
    ],
    good: [
      `defmodule MyApp.Cache do
  use GenServer

  @impl true
  def init(entries), do: {:ok, entries}

  @impl true
  def handle_call({:put, key, value}, _from, entries) do
    {:reply, :ok, Map.put(entries, key, value)}
  end

  def handle_call({:load, key}, from, entries) do
    Task.Supervisor.start_child(MyApp.TaskSupervisor, fn -> GenServer.reply(from, load(key)) end)
    {:noreply, entries}
  end

  def handle_call(:close, _from, entries), do: {:stop, :normal, :ok, entries}

  defp load(key), do: File.read(key)
end
`,
    ],
  },
  module(module, { project }) {
    const { server } = module;
    if (!server || server.kind === 'websocket_client') return undefined;
    return server.callbacks.flatMap((callback) => {
      const [lost] = repliesLost(callback, server.kind, project);
      if (!lost) return [];
      const place = project.place(lost.holding.clause.fn.module, lost.expr);
      const steps = lost.chain.map((site) => project.evidence(site, `ends with \`${callText(site)}\``));
      return [
        {
          place: project.placeOfHead(callback.clause),
          level: isStandIn(module) ? 'info' : levelOf(lost),
          message: messageOf(callback, lost),
          evidence: [...steps, { ...place, message: 'returns without a reply here' }],
        },
      ];
    });
  },
});

/** A double among the tests keeps its callers waiting on purpose, to show what they do then. */
function isStandIn({ name, production }: ProjectModule): boolean {
  return !production && isTestDouble(name);
}

/** A server that stops with an error takes its callers along, which may be meant. */
function levelOf({ tag, reason }: CallbackReturn): Level {
  return tag === 'stop' && reason && !isAtom(reason, 'normal', 'shutdown') ? 'warning' : 'error';
}

function messageOf({ clause }: Callback, { tag }: CallbackReturn): string {
  const name = `\`${clause.fn.name}/${clause.fn.arity}\``;
  if (tag !== 'stop') {
    return `${name} returns \`:${tag}\` for a call and ignores \`from\`: the caller waits until its time is up; return a reply, or keep \`from\` for \`GenServer.reply/2\``;
  }
  return `${name} stops without a reply to the call and ignores \`from\`: the caller exits instead of getting an answer; return \`{:stop, reason, reply, state}\``;
}
