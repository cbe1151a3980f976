import type { Section } from './section.js';
import { sources } from './sources.js';

export const tasks: Section = {
  id: 'tasks',
  title: 'Tasks',
  summary: 'in production, tasks belong to a Task.Supervisor',
  blocks: [
    { kind: 'heading', text: 'What a crash of the task does' },
    {
      kind: 'table',
      table: {
        head: ['Started by', 'Linked', 'When the task crashes'],
        rows: [
          ['`Task.async/1`', 'yes', 'the caller crashes too'],
          ['`Task.Supervisor.async/2`', 'yes', 'the caller crashes too'],
          [
            '`Task.Supervisor.async_nolink/2`',
            'no',
            'the caller lives: `Task.yield/2` gives `{:exit, reason}`, a server gets `:DOWN`',
          ],
          ['`Task.Supervisor.start_child/2`', 'no', 'only the task dies; there is no result'],
          ['`Task.Supervisor.async_stream_nolink/4`', 'no', 'that item is `{:exit, reason}`'],
          ['`Task.start/1`', 'no', 'only the log tells, and no supervisor knows of it'],
        ],
      },
      source: sources.taskSupervisor,
    },
    {
      kind: 'text',
      text: '`Task.async/1` is right in scripts and experiments, and where caller and task are meant to fail together. Everywhere else a `Task.Supervisor` keeps tasks visible, stops them in order at shutdown, and lets the caller survive.',
      source: sources.otpThinking,
    },
    { kind: 'heading', text: 'Linked means linked' },
    {
      kind: 'text',
      text: '`rescue` around `Task.await/1` does not catch the crash of a linked task: an exit signal is no exception, and it kills the caller where it stands. For the same reason `Task.yield/2` never sees a linked task crash, unless the caller traps exits. `Task.await/1` exits the caller on a crash even for a task without a link; `Task.yield/2` does not.',
      source: sources.task,
    },
    { kind: 'heading', text: 'Inside a server' },
    {
      kind: 'text',
      text: 'A server that awaits is a server that waits. Start the task with `async_nolink`, keep its reference in the state, and take the result as a message.',
      source: sources.taskSupervisor,
    },
    {
      kind: 'code',
      code: `def handle_call({:price, parcel}, from, state) do
  task = Task.Supervisor.async_nolink(MyApp.Tasks, fn -> Carrier.price(parcel) end)
  {:noreply, put_in(state.pending[task.ref], from)}
end

def handle_info({ref, result}, state) when is_map_key(state.pending, ref) do
  Process.demonitor(ref, [:flush])
  {from, state} = pop_in(state.pending[ref])
  GenServer.reply(from, result)
  {:noreply, state}
end

def handle_info({:DOWN, ref, :process, _pid, reason}, state)
    when is_map_key(state.pending, ref) do
  {from, state} = pop_in(state.pending[ref])
  GenServer.reply(from, {:error, reason})
  {:noreply, state}
end

def handle_info(_message, state), do: {:noreply, state}`,
      source: sources.taskSupervisor,
    },
    {
      kind: 'text',
      text: 'Every async task answers with a message. Await it, yield it, or take it in `handle_info`; a task that nobody asks fills the mailbox of its caller. Where the result does not matter, use `start_child`.',
      source: sources.task,
    },
    { kind: 'heading', text: 'Many at once' },
    {
      kind: 'text',
      text: 'One task per item has no bound but the length of the list: ten thousand items are ten thousand requests at the same moment. A stream of tasks runs as many as you allow and asks for the next item when one is done.',
      source: sources.taskSupervisor,
    },
    {
      kind: 'code',
      code: `MyApp.Tasks
|> Task.Supervisor.async_stream_nolink(parcels, &Carrier.price/1,
  max_concurrency: 10,
  on_timeout: :kill_task
)
|> Enum.flat_map(fn
  {:ok, price} -> [price]
  {:exit, _reason} -> []
end)`,
      source: sources.taskSupervisor,
    },
    { kind: 'heading', text: 'What is copied' },
    {
      kind: 'text',
      text: 'A process shares no memory with its caller. The function given to a task is copied with every variable it uses, the whole `conn` or `socket` too. Take the fields you need out first.',
      source: sources.processAntiPatterns,
    },
    { kind: 'heading', text: 'What must not be lost' },
    {
      kind: 'text',
      text: 'A task lives in memory. A deploy or a crash ends it, and nothing tries again. Mail, webhooks and reports that have to happen are jobs for Oban.',
      source: sources.otpPatterns,
    },
  ],
};
