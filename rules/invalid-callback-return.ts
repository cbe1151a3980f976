import { exprText, shownExpr } from '../src/elixir/shown.js';
import type { Evidence, Place } from '../src/lint/finding.js';
import { defineRule } from '../src/lint/rule.js';
import { type InvalidReturn, invalidReturns } from '../src/otp/processes/invalid-returns.js';
import { OTP } from '../src/otp/vocabulary.js';
import type { Project } from '../src/project/project.js';
import { callText } from '../src/project/reach.js';
import type { Expr } from '../src/syntax/ast.js';

export default defineRule({
  id: 'invalid-callback-return',
  level: 'error',
  pointsTo: { section: 'genserver' },
  speaksOf: OTP,
  summary: 'a callback that returns what its behaviour does not accept',
  what: 'Finds values that a callback returns and that its behaviour has no use for: `{:ok, state}` from `handle_call/3`, `{:reply, …}` from `handle_info/2`, `{:noreply, state}` without events from a `GenStage`, the `nil` of an `if` without `else`, the `:ok` of a `Logger` call. It knows `GenServer`, `GenStage`, `:gen_statem` and `GenStateMachine` in both callback modes, `init/1` of supervisors, `start/2` of an `Application`, and LiveViews, LiveComponents and channels, and follows functions of the same module.',
  why: 'A process can only go on with a return that says how: for anything else it exits with `{:bad_return_value, value}` (`GenServer`, "Callbacks"; `:gen_statem`, `{:bad_return_from_state_function, value}`), and everything it held is gone; from `init/1` and `start/2` the start fails. A LiveView or channel raises, and its user is thrown out (`Phoenix.LiveView`, `Phoenix.Channel`, "Callbacks").',
  instead:
    'Return one of the forms of that callback. What a caller should learn goes into the reply: `{:reply, {:error, reason}, state}`.',
  limits: [
    'A return through a parameter, a macro or a function of another module is not judged, nor one of a function that several callbacks share, where some of them may return it.',
    'A callback that another behaviour of the same module has too, or that a macro adds, is left alone.',
    '`{:error, reason}` from `init/1` is accepted since OTP 26 and is not reported.',
    'Other behaviours of libraries are not looked at, nor hooks that are attached to a LiveView.',
  ],
  examples: {
    bad: [
      'defmodule Counter do\n  use GenServer\n\n  @impl true\n  def init(count), do: {:ok, count}\n\n  @impl true\n  def handle_call(:reset, _from, _count), do: {:ok, 0}\nend\n',
      'defmodule Poller do\n  use GenServer\n\n  @impl true\n  def init(url), do: {:ok, url}\n\n  @impl true\n  def handle_info(:poll, url) do\n    case Client.get(url) do\n      {:ok, _body} -> {:noreply, url}\n      {:error, reason} -> {:error, reason}\n    end\n  end\nend\n',
      'defmodule Door do\n  @behaviour :gen_statem\n\n  @impl true\n  def callback_mode, do: :state_functions\n\n  @impl true\n  def init(code), do: {:ok, :locked, code}\n\n  def locked(:cast, :break, _code), do: {:shutdown, :broken}\nend\n',
    ],
    good: [
      'defmodule Counter do\n  use GenServer\n\n  @impl true\n  def init(count), do: {:ok, count}\n\n  @impl true\n  def handle_call(:reset, _from, _count), do: {:reply, :ok, 0}\n\n  @impl true\n  def handle_info(_message, count), do: {:noreply, count, :hibernate}\nend\n',
    ],
  },
  module(module, { project }) {
    return invalidReturns(module).map((found) => ({
      place: placeOf(found, project),
      message: messageOf(found),
      evidence: evidenceOf(found, project),
    }));
  },
});

/** The place of what is returned: of a pipe its last step, of a long `if` its condition. */
function placeOf({ expr, within, nothing }: InvalidReturn, project: Project): Place {
  const { start, end } = expr;
  if (expr.kind !== 'call') return project.place(within.fn.module, { start, end });
  const condition = nothing ? expr.args[0] : undefined;
  const name = expr.piped ? (expr.receiver?.start ?? expr.nameStart) : start;
  return project.place(within.fn.module, { start: name, end: condition?.end ?? end });
}

function messageOf({ clause, expr, nothing, accepted, behaviour, chain }: InvalidReturn): string {
  const name = `${clause.fn.name}/${clause.fn.arity}`;
  const path = [name, ...chain.map(callText)].join(' → ');
  const condition = nothing && expr.kind === 'call' && expr.args[0] ? shownExpr(expr.args[0]) : '…';
  const called =
    expr.kind === 'call' ? `the \`:ok\` of \`${expr.module}.${expr.name}\`` : `\`${shown(expr)}\``;
  const form = expr.kind === 'call' ? expr.name : 'if';
  const value = nothing ? `\`nil\` where \`${form} ${condition}\` does not hold` : called;
  const current = accepted.filter(({ former }) => !former);
  const forms = current.slice(0, 3).map(({ text }) => `\`${text}\``);
  const more = current.length > forms.length ? ' or the like' : '';
  return `\`${path}\` returns ${value}, which no \`${behaviour}\` accepts there, and the process fails; return ${forms.join(', ')}${more}`;
}

/** What is returned; the contents of a map are beside the point. */
function shown(expr: Expr): string {
  if (expr.kind === 'map') return '%{…}';
  return exprText(expr) === '…' ? '…' : shownExpr(expr);
}

function evidenceOf({ clause, chain }: InvalidReturn, project: Project): Evidence[] {
  if (chain.length === 0) return [];
  const { name, arity } = clause.fn;
  return [
    project.evidenceAtHead(clause, `the callback \`${name}/${arity}\``),
    ...chain.map((site) => project.evidence(site, `ends with \`${callText(site)}\``)),
  ];
}
