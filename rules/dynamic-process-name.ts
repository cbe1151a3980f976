import { shownExpr } from '../src/elixir/shown.js';
import { defineRule } from '../src/lint/rule.js';
import { evidenceOfName, placeOfMaker } from '../src/otp/names/name-evidence.js';
import { namedAtoms } from '../src/otp/names/named-atoms.js';
import { OTP } from '../src/otp/vocabulary.js';

export default defineRule({
  id: 'dynamic-process-name',
  level: 'error',
  redFlag: 'RF3',
  productionOnly: true,
  pointsTo: { section: 'names' },
  speaksOf: OTP,
  summary: 'an atom made from data at run time that becomes the name of a process',
  what: 'Finds atoms that are made from data while the program runs (`:"room_#{id}"`, `String.to_atom/1`, `List.to_atom/1`, `Module.concat` of data, …) and that become the name of a process, a supervisor, a `Registry` or an ETS table. The way from the atom to the name is followed through variables, pipes, options, functions and child lists of the whole project; the finding stands where the atom is made, its evidence where it becomes a name.',
  why: 'Atoms are never garbage collected, and the table that holds them has 1,048,576 places by default (Erlang "Efficiency Guide", "System Limits"). Each new room, user or device leaves one behind for good, and a full table takes the whole node down.',
  instead:
    'Start a `Registry` under the supervisor and name the process `{:via, Registry, {MyApp.Registry, id}}`: any term is a key. The same tuple goes to `GenServer.call/2`. For a table keep the reference that `:ets.new/2` returns, or put the id into the key of one table.',
  limits: [
    'A part that is called like the name of a component (`name`, `conf.name`, `stack_id`, `supervisor`) and comes from nowhere in sight counts as an option of that component; see `derived-process-name`.',
    'An atom that is kept in the state of a process and becomes a name in a later callback is not followed.',
    'Names given by `apply/3` or by a macro of a library are not seen.',
    '`String.to_existing_atom/1` and `Module.safe_concat/2` make no new atoms and are left alone.',
  ],
  examples: {
    bad: [
      'defmodule Room do\n  use GenServer\n\n  def start_link(id), do: GenServer.start_link(__MODULE__, id, name: :"room_#{id}")\n\n  def init(id), do: {:ok, id}\nend\n',
      'defmodule Device do\n  def ping(serial), do: serial |> process() |> GenServer.call(:ping)\n\n  defp process(serial), do: String.to_atom("device_" <> serial)\nend\n',
      '# lib/names.ex\ndefmodule Names do\n  def cache(user_id), do: Module.concat(__MODULE__, "User#{user_id}")\nend\n# lib/cache.ex\ndefmodule Cache do\n  def open(user_id), do: :ets.new(Names.cache(user_id), [:named_table])\nend\n',
    ],
    good: [
      'defmodule Room do\n  use GenServer\n\n  def start_link(id), do: GenServer.start_link(__MODULE__, id, name: via(id))\n\n  defp via(id), do: {:via, Registry, {Rooms, id}}\n\n  def init(id), do: {:ok, id}\nend\n',
      'defmodule Device do\n  @name Module.concat(__MODULE__, Server)\n\n  def ping, do: GenServer.call(@name, :ping)\nend\n',
    ],
  },
  project(project) {
    return namedAtoms(project)
      .filter(({ bound }) => bound.kind === 'data')
      .map((atom) => {
        const each = atom.bound.part ? ` for each \`${shownExpr(atom.bound.part)}\`` : '';
        const table = atom.positions.every((position) => position.table);
        const instead = table
          ? 'use the reference that `:ets.new/2` returns, or one table with the id in its keys'
          : 'name the process `{:via, Registry, {registry, key}}` instead';
        return {
          place: placeOfMaker(atom, project),
          message: `\`${shownExpr(atom.maker.expr)}\` makes an atom${each} to name ${table ? 'an ETS table' : 'a process'}, and atoms are never freed; ${instead}`,
          evidence: evidenceOfName(atom, project),
        };
      });
  },
});
