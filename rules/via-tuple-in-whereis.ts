import { shownExpr } from '../src/elixir/shown.js';
import type { Evidence } from '../src/lint/finding.js';
import { defineRule } from '../src/lint/rule.js';
import { type NameTuple, nameTupleGiven } from '../src/otp/names/name-tuples.js';
import type { Project } from '../src/project/project.js';
import { callText } from '../src/project/reach.js';

/** Functions that take a local name, with the position of it (`Process`, `Kernel.send/2`, `:erlang`). */
const TAKERS: ReadonlyMap<string, number> = new Map([
  ['Process.whereis/1', 0],
  ['Process.register/2', 1],
  ['Process.unregister/1', 0],
  ['Process.send/3', 0],
  ['Process.send_after/3', 0],
  ['Process.send_after/4', 0],
  ['Process.monitor/1', 0],
  ['Process.monitor/2', 0],
  ['Kernel.send/2', 0],
  [':erlang.whereis/1', 0],
  [':erlang.register/2', 0],
  [':erlang.unregister/1', 0],
  [':erlang.send/2', 0],
  [':erlang.send/3', 0],
]);

/** Functions that take `{name, node}` as well, and so read `{:global, name}` as a process `:global` elsewhere. */
const REMOTE: ReadonlySet<string> = new Set(['send', 'monitor']);

export default defineRule({
  id: 'via-tuple-in-whereis',
  level: 'error',
  pointsTo: { section: 'names' },
  summary: 'a `:via` or `:global` name given to a function that knows only local names',
  what: 'Finds `{:via, module, key}` and `{:global, key}` given to `Process.whereis/1`, `Process.register/2`, `send/2` and other functions of `Process` that take a local name, as it stands or through variables, attributes and functions of the project.',
  why: 'These functions belong to the runtime system and know only atoms, and some of them `{name, node}`; they raise `ArgumentError` for anything else. Only OTP’s behaviours read `:via` and `:global` (`GenServer`, "Name registration"). `send({:global, name}, message)` with an atom does not even raise: it is a message to a process called `:global` on the node `name`, and is lost.',
  instead:
    'Look the process up with `GenServer.whereis/1`, which takes every kind of name, and send to the pid; or use `GenServer.call/2` and `cast/2`. Register through `name:` of the start function or `Registry.register/3`.',
  limits: [
    'A name is followed only where nothing but such a tuple can come; a variable that a condition or another clause looks at is left alone.',
  ],
  examples: {
    bad: [
      'defmodule Room do\n  def online?(id), do: Process.whereis({:via, Registry, {Rooms, id}}) != nil\nend\n',
      'defmodule Room do\n  def notify(id, message), do: id |> via() |> send(message)\n\n  defp via(id), do: {:via, Registry, {Rooms, id}}\nend\n',
      'defmodule Leader do\n  @name {:global, __MODULE__}\n\n  def claim, do: Process.register(self(), @name)\nend\n',
    ],
    good: [
      'defmodule Room do\n  def online?(id), do: GenServer.whereis(via(id)) != nil\n\n  def notify(id, message), do: GenServer.cast(via(id), message)\n\n  defp via(id), do: {:via, Registry, {Rooms, id}}\nend\n',
      'defmodule Leader do\n  def ping(node), do: send({:leader, node}, :ping)\nend\n',
    ],
  },
  calls: [...TAKERS.keys()],
  check(call, _module, { project }) {
    const arg = TAKERS.get(`${call.module}.${call.name}/${call.arity}`);
    const given = arg === undefined || call.captured ? undefined : nameTupleGiven(call, arg, project);
    if (!given) return undefined;
    const outcome =
      REMOTE.has(call.name) && isNodeLike(given)
        ? 'takes it for a process `:global` on another node, and never reaches anybody'
        : 'raises, as it takes only a local name';
    return {
      place: project.placeOfCall(call),
      message: `\`${callText(call)}\` is given \`${shownExpr(given.tuple)}\` and ${outcome}; ${insteadOf(call.name)}`,
      evidence: evidenceOf(given, call.start, call.end, project),
    };
  },
});

const NO_ATOMS: ReadonlySet<string> = new Set(['tuple', 'text', 'interpolated', 'number', 'list', 'map']);

/** `{:global, name}` with an atom has the form of `{name, node}`. */
function isNodeLike({ kind, tuple }: NameTuple): boolean {
  return kind === 'global' && !NO_ATOMS.has(tuple.items[1]?.kind ?? '');
}

function insteadOf(name: string): string {
  if (name === 'register') return 'give the name as `name:` to the start function';
  if (name === 'unregister') return 'unregister where it was registered';
  if (name === 'whereis') return 'use `GenServer.whereis/1`';
  return 'find the pid with `GenServer.whereis/1` first';
}

/** The place where the name is written, where that is not in the call itself. */
function evidenceOf({ tuple, origin }: NameTuple, start: number, end: number, project: Project): Evidence[] {
  const { owner, clause } = origin.at;
  if (start <= tuple.start && tuple.end <= end) return [];
  const where = clause ? ` in \`${clause.fn.name}/${clause.fn.arity}\`` : '';
  return [{ ...project.place(owner, tuple), message: `the name is made here${where}` }];
}
