import type { FunctionDef } from '../src/elixir/model.js';
import { implFix } from '../src/fix/impl.js';
import { defineRule } from '../src/lint/rule.js';
import { behavioursNamed, callbacksOf, isCallback } from '../src/otp/processes/behaviours.js';
import { OTP } from '../src/otp/vocabulary.js';

export default defineRule({
  id: 'missing-impl',
  level: 'info',
  pointsTo: { section: 'genserver' },
  speaksOf: OTP,
  summary: 'a callback of a declared behaviour without `@impl`',
  what: 'Finds functions that are callbacks of a behaviour which the module names itself, with `@behaviour` or with `use GenServer` and the like, and that have no `@impl` before any clause. Behaviours of the project are known by their `@callback`s, those of Elixir, OTP and well-known libraries by a list.',
  why: 'Without `@impl` nothing checks that the behaviour has such a callback: `handle_call/2` or `handel_info/2` compiles and is never called. With it the compiler warns, and once one callback of a module has `@impl`, about every other that lacks it (`Module`, "`@impl`").',
  instead:
    'Write `@impl true`, or `@impl GenServer` where the module has several behaviours, before the first clause.',
  limits: [
    'Behaviours that a macro of another name brings in (`use MyAppWeb, :live_view`) are not named by the module and are left alone.',
    'Behaviours of libraries that are not on the list are not known.',
    'State functions of a `:gen_statem` are no callbacks by name and are left alone.',
  ],
  examples: {
    bad: [
      'defmodule Counter do\n  use GenServer\n\n  def init(count), do: {:ok, count}\nend\n',
      'defmodule Clock do\n  @callback now() :: DateTime.t()\nend\n\ndefmodule Clock.System do\n  @behaviour Clock\n\n  def now, do: DateTime.utc_now()\nend\n',
    ],
    good: [
      'defmodule Counter do\n  use GenServer\n\n  @impl true\n  def init(count), do: {:ok, count}\n\n  @impl GenServer\n  def handle_call(:next, _from, count), do: {:reply, count, count + 1}\n  def handle_call(:peek, _from, count), do: {:reply, count, count}\nend\n',
      'defmodule Plain do\n  def init(value), do: value\nend\n',
    ],
  },
  module(module, { project }) {
    if (module.def.damaged) return undefined;
    const behaviours = behavioursNamed(module).flatMap(({ name }) => {
      const callbacks = callbacksOf(name, project);
      return callbacks ? [{ name, callbacks }] : [];
    });
    if (behaviours.length === 0) return undefined;
    return module.def.functions.filter(lacksImpl).flatMap((fn) => {
      const [first] = fn.clauses;
      const behaviour = behaviours.find(({ callbacks }) => isCallback(fn, callbacks));
      if (!first || !behaviour) return [];
      return [
        {
          place: project.placeOfHead(first),
          message: `\`${fn.name}/${fn.arity}\` is a callback of \`${behaviour.name}\` without \`@impl\`, so the compiler does not check that it is one; write \`@impl true\` before it`,
          fix: implFix(first, project),
        },
      ];
    });
  },
});

/** True for a public function with no `@impl` before any of its clauses; one made inside a macro call is the macro's. */
function lacksImpl({ kind, clauses }: FunctionDef): boolean {
  return (kind === 'def' || kind === 'defdelegate') && clauses.every(({ impl }) => !impl);
}
