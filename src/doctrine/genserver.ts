import type { Section } from './section.js';
import { sources } from './sources.js';

export const genserver: Section = {
  id: 'genserver',
  title: 'GenServer',
  summary: 'short callbacks, fast starts, every message answered or dropped on purpose',
  blocks: [
    { kind: 'heading', text: 'Call or cast' },
    {
      kind: 'table',
      table: {
        head: ['', '`call`', '`cast`'],
        rows: [
          ['Caller', 'waits for the reply', 'goes on at once'],
          ['Back-pressure', 'yes: a slow server slows its callers', 'none: the mailbox grows'],
          ['Server not there', 'the caller exits', 'nobody notices, the answer is `:ok`'],
          ['Use for', 'requests, and whatever must not be lost', 'hints that may be lost'],
        ],
      },
      source: sources.genServer,
    },
    {
      kind: 'text',
      text: 'When in doubt, `call`: it keeps the callers no faster than the server.',
      source: sources.otpThinking,
    },
    { kind: 'heading', text: 'Starting: `handle_continue`' },
    {
      kind: 'text',
      text: '`init/1` runs while the supervisor waits, and so do all children that start later. Make the table, register, subscribe; leave everything slow to `handle_continue/2`. It runs right after `init/1`, before any other message. A message that `init/1` sends to itself gives no such promise: another one can come first.',
      source: sources.genServer,
    },
    {
      kind: 'code',
      code: `@impl true
def init(opts) do
  {:ok, %{opts: opts, rates: %{}}, {:continue, :load}}
end

@impl true
def handle_continue(:load, state) do
  {:noreply, %{state | rates: load_rates(state.opts)}}
end`,
      source: sources.genServer,
    },
    { kind: 'heading', text: 'Timeouts' },
    {
      kind: 'text',
      text: '`GenServer.call/2` gives up after 5 seconds and its caller exits, while the server goes on with the work nobody waits for any more. `:infinity` turns a stuck server into stuck callers. Choose a limit that the caller can live with, and make the callback short enough to keep it.',
      source: sources.genServer,
    },
    {
      kind: 'text',
      text: 'To answer later, keep `from`, return `{:noreply, state}`, let a supervised task do the work and answer with `GenServer.reply/2`. A clause that neither replies nor keeps `from` leaves its caller waiting until the time is up. A process that calls itself exits with `calling_self`, or waits for itself.',
      source: sources.genServer,
    },
    { kind: 'heading', text: 'Messages: `handle_info`' },
    {
      kind: 'text',
      text: '`use GenServer` brings a `handle_info/2` that logs what it gets and drops it. The first clause you write replaces it: from then on a message that no clause takes crashes the server. Monitors, links, tasks, ports and subscriptions all send messages you did not choose, so end with a clause that takes anything. A `receive` inside a callback takes messages that were meant for the server.',
      source: sources.genServer,
    },
    { kind: 'heading', text: 'Stopping: `terminate`' },
    {
      kind: 'text',
      text: "`terminate/2` runs when a callback stops the server or raises. When the supervisor shuts the server down, it runs only if the process traps exits, and after `:kill` it never runs. Trap exits where clean-up matters, or let another process monitor this one and clean up after it. Ports, sockets and ETS tables go with their owner by themselves. A process that traps exits gets `:EXIT` messages from its links and has to handle them; its parent's exit goes straight to `terminate/2`.",
      source: sources.genServer,
    },
    { kind: 'heading', text: 'Timers' },
    {
      kind: 'text',
      text: 'Arm the next tick with `Process.send_after/3` when the work of this one is done. `:timer.send_interval/2` does not wait for the work, and ticks pile up. Keep the reference: a loop that is armed in two places runs twice. `Process.cancel_timer/1` comes too late for a message that is already in the mailbox.',
      source: sources.process,
    },
  ],
};
