import type { FunctionClause, FunctionDef } from '../src/elixir/model.js';
import type { Problem } from '../src/lint/finding.js';
import { defineRule } from '../src/lint/rule.js';
import { type Receive, receiveAt } from '../src/otp/processes/receives.js';
import type { Callback, Server } from '../src/otp/processes/server.js';
import { OTP } from '../src/otp/vocabulary.js';
import type { Project } from '../src/project/project.js';
import { callText, chainText, type Reached, reach, sought } from '../src/project/reach.js';

export default defineRule({
  id: 'receive-in-callback',
  level: 'warning',
  pointsTo: { ironLaw: [2], section: 'genserver' },
  speaksOf: OTP,
  summary: '`receive` in a callback of a server, or in what a callback calls',
  what: 'Finds `receive` in the callbacks of servers and in the functions of the project that these call in the same process.',
  why: 'A server already has a loop that receives (`:gen_server`). A `receive` inside a callback stops that loop: until it has its message, no call is answered and no system message is handled, and without `after` it may wait for ever. What its patterns match is taken out of the mailbox and never gets to `handle_info/2`, or to the call that was waiting for it.',
  instead:
    'Return from the callback and take the message in `handle_info/2`, with the work to resume kept in the state. If a caller waits for the outcome, keep its `from` and answer with `GenServer.reply/2`.',
  limits: [
    '`terminate/2` may drain the mailbox. A flush with `after 0` of one reference or pid, or of a timer that was just cancelled, is left alone; any other flush with `after 0` is advice.',
    'A wait that is bound to end is left alone: with `after`, for the answer of a process that the function just asked, started or stopped; with a clause for `:DOWN` or `:EXIT`, for messages about one reference or pid (`^ref`). An event that somebody else may broadcast is no answer.',
    'A `receive` in a library that the project calls is not seen.',
  ],
  examples: {
    bad: [
      `defmodule MyApp.Reader do
  use GenServer

  @impl true
  def init(device), do: {:ok, device}

  @impl true
  def handle_call(:read, _from, device) do
    send(device, {:read, self()})

    receive do
      {:value, value} -> {:reply, value, device}
    end
  end
end
`,
    ],
    good: [
      `defmodule MyApp.Reader do
  use GenServer

  @impl true
  def init(device), do: {:ok, {device, []}}

  @impl true
  def handle_call(:read, from, {device, waiting}) do
    send(device, {:read, self()})
    {:noreply, {device, [from | waiting]}}
  end

  @impl true
  def handle_info({:value, value}, {device, waiting}) do
    for from <- waiting, do: GenServer.reply(from, value)
    {:noreply, {device, []}}
  end

  def handle_info(_message, state), do: {:noreply, state}
end
`,
    ],
  },
  project(project) {
    const found = new Map<FunctionDef, Problem>();
    for (const { server, def } of project.modules) {
      if (!server || def.quoted) continue;
      for (const callback of server.callbacks) {
        if (callback.name !== 'terminate') noteReceives(callback, server, project, found);
      }
    }
    return [...found.values()];
  },
});

const receives = sought((site) => receiveAt(site, [site]) !== undefined);

/** Notes the first `receive` of each function that a callback leads to. */
function noteReceives(
  callback: Callback,
  server: Server,
  project: Project,
  found: Map<FunctionDef, Problem>,
): void {
  for (const reached of reach(callback.clause, project, { only: receives })) {
    const receive = receiveAt(reached.site, reached.chain);
    const fn = reached.site.situation.clause?.fn;
    if (receive && fn && !found.has(fn) && !isHarmless(receive, reached))
      found.set(fn, problemOf(receive, reached, callback, server, project));
  }
}

/** A wait for one process that is bound to end, or a flush of one thing, or of a timer that was cancelled on the way. */
function isHarmless(
  { waits, pinned, seesEnd, answersRequest, mayAnswer, takesAll }: Receive,
  { chain }: Reached,
): boolean {
  if (waits === 'for ever') return pinned && seesEnd;
  if (waits === 'some time') return (pinned && (seesEnd || mayAnswer)) || (answersRequest && !takesAll);
  return pinned || chain.some(({ situation }) => cancelsTimer(situation.clause));
}

function cancelsTimer(clause: FunctionClause | undefined): boolean {
  return clause?.calls.some(({ name }) => name === 'cancel_timer') === true;
}

function problemOf(
  receive: Receive,
  { chain }: Reached,
  callback: Callback,
  server: Server,
  project: Project,
): Problem {
  const { start } = receive.site;
  const { clause } = callback;
  const name = `${clause.fn.name}/${clause.fn.arity}`;
  const calls = chain.slice(0, -1);
  const flushes = receive.waits === 'not' && !receive.takesAll;
  return {
    place: project.place(receive.site.situation.owner, { start, end: start + 'receive'.length }),
    message: `\`receive\` in \`${chainText(name, calls)}\` ${harmOf(receive, server.module.name)}; return from the callback and take the message in \`handle_info/2\``,
    evidence: [
      ...(calls.length > 0
        ? [project.evidenceAtHead(clause, `the process of \`${server.module.name}\` runs this callback`)]
        : []),
      ...calls.map((site) => project.evidence(site, `calls \`${callText(site)}\``)),
    ],
    ...(flushes ? { level: 'info' } : {}),
  };
}

function harmOf({ waits }: Receive, process: string): string {
  if (waits === 'not') return `takes messages out of the mailbox that are meant for \`${process}\``;
  const time = waits === 'for ever' ? 'keeps' : 'may keep';
  const until =
    waits === 'for ever'
      ? 'from all other messages, for ever if this one does not come'
      : 'from all other messages until it comes or the time is up';
  return `${time} \`${process}\` ${until}`;
}
