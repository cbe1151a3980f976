import { shownExpr } from '../src/elixir/shown.js';
import type { Place, Problem } from '../src/lint/finding.js';
import { defineRule } from '../src/lint/rule.js';
import { type DataAtom, dataAtoms } from '../src/otp/names/data-atoms.js';
import { OTP } from '../src/otp/vocabulary.js';
import type { Project } from '../src/project/project.js';
import type { Expr } from '../src/syntax/ast.js';

export default defineRule({
  id: 'dynamic-atom',
  level: 'info',
  productionOnly: true,
  pointsTo: { section: 'names' },
  speaksOf: OTP,
  summary: 'an atom made at run time from data',
  what: 'Finds atoms that are made from data while the program runs (`String.to_atom/1`, `:"field_#{name}"`, `Module.concat` of data, `Jason.decode(json, keys: :atoms)`, …) for anything but the name of a process. It is a warning where the data provably comes from outside: the parameters of a controller, LiveView or channel, `conn.params`, a decoded body, the response of another service, a file.',
  why: 'Atoms are never garbage collected, and the table that holds them has 1,048,576 places by default (Erlang "Efficiency Guide", "System Limits"). Whoever may choose the text can fill it, and a full table takes the whole node down (`String.to_atom/1`, "Warning").',
  instead:
    'Use `String.to_existing_atom/1`, or a map from the known texts to atoms; `Module.safe_concat/2` for modules; leave the keys of decoded data strings, or name them with `keys: :atoms!`.',
  limits: [
    'Names of processes are `dynamic-process-name` and `derived-process-name`.',
    'Atoms that are bounded by the number of a component’s instances or by a count are left alone, as are those behind `in` a list.',
    'Macros, module bodies and functions that only they call run when the project is compiled and are left alone.',
    '`:erlang.binary_to_term/1` and decoders other than those of JSON and TOML are not seen.',
    'Several atoms that one function makes of the same part give one finding.',
  ],
  examples: {
    bad: [
      'defmodule Report do\n  def column(name), do: String.to_atom(name)\nend\n',
      'defmodule MyAppWeb.TableLive do\n  use Phoenix.LiveView\n\n  def handle_event("sort", %{"by" => by}, socket) do\n    {:noreply, assign(socket, :sort, String.to_atom(by))}\n  end\nend\n',
      'defmodule Rates do\n  def parse(body), do: Jason.decode!(body, keys: :atoms)\nend\n',
    ],
    good: [
      'defmodule Report do\n  @columns ~w(name date)\n\n  def column(name) when name in @columns, do: String.to_atom(name)\n  def column(name), do: String.to_existing_atom(name)\nend\n',
      'defmodule Fields do\n  defmacro field(name), do: quote(do: unquote(String.to_atom("field_" <> name)))\nend\n',
    ],
  },
  project(project) {
    return dataAtoms(project).map((atom): Problem => {
      const { outside } = atom;
      const problem = { place: placeOf(atom, project), message: messageOf(atom) };
      if (!outside) return problem;
      // What decodes responses says so itself.
      if (outside.start === atom.expr.start) return { ...problem, level: 'warning' };
      const source = {
        ...project.place(outside.owner, outside),
        message: `the data comes from ${outside.what}`,
      };
      return { ...problem, level: 'warning', evidence: [source] };
    });
  },
});

/** In a pipe, the step that makes the atom. */
function placeOf({ expr, owner }: DataAtom, project: Project): Place {
  const piped = expr.kind === 'call' && expr.piped;
  const start = piped ? (expr.receiver?.start ?? expr.nameStart) : expr.start;
  return project.place(owner, { start, end: expr.end });
}

function messageOf({ expr, part, items, keys, outside }: DataAtom): string {
  const instead = insteadOf(expr, keys);
  if (expr.kind === 'tuple')
    return `\`${shownExpr(expr)}\` makes an atom of every key in the responses, and atoms are never freed; ${instead}`;
  const each = part ? `\`${shownExpr(part)}\`` : 'text that it is given';
  const what = keys
    ? `an atom of every key in ${each}`
    : `an atom for each ${items ? 'item of ' : ''}${each}`;
  const from = outside ? `, which comes from ${outside.what}` : '';
  return `\`${shownExpr(expr)}\` makes ${what}${from}, and atoms are never freed; ${instead}`;
}

function insteadOf(expr: Expr, keys: boolean): string {
  if (keys) return 'leave the keys strings, or name the known ones with `keys: :atoms!`';
  const module = expr.kind === 'call' && expr.name === 'concat';
  return module ? 'use `Module.safe_concat/2`' : 'use `String.to_existing_atom/1` or map the known values';
}
