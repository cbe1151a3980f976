import { defineRule } from '../src/lint/rule.js';
import { type ImplicitStates, implicitStatesOf } from '../src/otp/processes/implicit-states.js';
import { placeOfServer } from '../src/otp/processes/server-place.js';
import { OTP } from '../src/otp/vocabulary.js';

export default defineRule({
  id: 'implicit-state-machine',
  level: 'info',
  pointsTo: { decisionTree: ['Need state?', 'yes', 'Explicit states?', 'yes'] },
  productionOnly: true,
  speaksOf: OTP,
  summary: 'a GenServer whose callbacks choose by a field that goes through three or more states',
  what: 'Finds GenServers in which one part of the state (a field, the tag of a tuple, or the state itself) takes three or more atoms, callbacks go over from one to another, and heads, guards or a `case` choose what to do by it.',
  why: 'That is a state machine, written down nowhere: which events are allowed in which state, and what follows, has to be read together from all clauses, and a forgotten pair is a crash or a wrong answer. `:gen_statem` keeps state and data apart, calls one function for each state, and brings time-outs of a state, postponed events and actions on entering one (`:gen_statem`, "Module Description").',
  instead:
    'Use `:gen_statem` (or `GenStateMachine`), with these atoms as its states and the other fields as its data.',
  limits: [
    '`nil`, `true`, `false`, `:ok` and `:error` are not counted as states.',
    'Values that a function outside the module sets, or that come from an argument, are not seen.',
    'LiveViews and channels are left alone, and so is a `:gen_statem`, even one with a single dummy state.',
  ],
  examples: {
    bad: [
      `defmodule Shop.Payment do
  use GenServer

  @impl true
  def init(order), do: {:ok, %{order: order, status: :open}}

  @impl true
  def handle_call(:pay, _from, %{status: :open} = state), do: {:reply, :ok, %{state | status: :paying}}
  def handle_call(:pay, _from, state), do: {:reply, {:error, state.status}, state}

  @impl true
  def handle_info(:confirmed, %{status: :paying} = state), do: {:noreply, %{state | status: :paid}}
  def handle_info(:rejected, %{status: :paying} = state), do: {:noreply, %{state | status: :open}}
end
`,
    ],
    good: [
      `defmodule Shop.Payment do
  @behaviour :gen_statem

  @impl true
  def callback_mode, do: :state_functions

  @impl true
  def init(order), do: {:ok, :open, order}

  def open({:call, from}, :pay, order), do: {:next_state, :paying, order, [{:reply, from, :ok}]}

  def paying(:info, :confirmed, order), do: {:next_state, :paid, order}
  def paying(:info, :rejected, order), do: {:next_state, :open, order}
end
`,
      `defmodule Shop.Switch do
  use GenServer

  @impl true
  def init(_opts), do: {:ok, %{mode: :off}}

  @impl true
  def handle_cast(:toggle, %{mode: :off} = state), do: {:noreply, %{state | mode: :on}}
  def handle_cast(:toggle, %{mode: :on} = state), do: {:noreply, %{state | mode: :off}}
end
`,
    ],
  },
  module(module) {
    const { server, project } = module;
    const machine = server && implicitStatesOf(server);
    if (!server || !machine) return undefined;
    const { path, values, choices, changes } = machine;
    const shown = values.map((value) => `\`:${value}\``).join(', ');
    return {
      place: placeOfServer(server),
      message: `${nameOf(path)} of \`${module.name}\` goes through ${shown}, and its callbacks choose by it: a state machine that is written down nowhere; make it a \`:gen_statem\` with these states`,
      evidence: [
        ...choices.slice(0, 4).map((choice) => ({
          ...project.place(choice.clause.fn.module, choice.expr),
          message: `chooses by \`:${choice.value}\` here`,
        })),
        ...changes.slice(0, 4).map((change) => ({
          ...project.place(change.clause.fn.module, change.expr),
          message: `goes over to \`:${change.value}\` here`,
        })),
      ],
    };
  },
});

function nameOf(path: ImplicitStates['path']): string {
  if (path === '') return 'the state';
  return path === '0' ? 'the tag of the state' : `the field \`${path}\``;
}
