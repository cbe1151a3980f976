import { shownExpr } from '../src/elixir/shown.js';
import { defineRule } from '../src/lint/rule.js';
import { evidenceOfName, placeOfMaker } from '../src/otp/names/name-evidence.js';
import { type NamedAtom, namedAtoms } from '../src/otp/names/named-atoms.js';
import { OTP } from '../src/otp/vocabulary.js';

export default defineRule({
  id: 'derived-process-name',
  level: 'info',
  productionOnly: true,
  pointsTo: { section: 'names' },
  speaksOf: OTP,
  summary: 'a process name that is derived from the name of its instance, or numbered',
  what: 'Finds atoms made at run time for process names whose number is bounded: derived from the own start option of an instance (`Module.concat(name, Registry)`, `:"#{conf.name}_sup"`), or numbered (`:"worker_#{i}"` for a configured number of workers). Names that one function derives from one part give one finding, at the first.',
  why: 'Atoms are never garbage collected. Here there are only as many as there are instances or workers, which is how many libraries name their processes; it stays harmless as long as nobody starts an instance for each user, room or request.',
  instead:
    'Keep it where instances are few and started at boot. Otherwise give each instance a `Registry` and name its processes `{:via, Registry, {registry, {name, role}}}`; for numbered workers see `PartitionSupervisor`.',
  limits: [
    'What an option means is judged by its name; see `dynamic-process-name` for names made from data.',
  ],
  examples: {
    bad: [
      'defmodule Pool do\n  def start_link(opts) do\n    name = Keyword.fetch!(opts, :name)\n    Supervisor.start_link([], strategy: :one_for_one, name: Module.concat(name, "Supervisor"))\n  end\nend\n',
      'defmodule Workers do\n  def children(count) do\n    for i <- 1..count, do: {Worker, name: :"worker_#{i}"}\n  end\nend\n',
    ],
    good: [
      'defmodule Pool do\n  def start_link(_opts) do\n    Supervisor.start_link([], strategy: :one_for_one, name: Module.concat(__MODULE__, Supervisor))\n  end\nend\n',
    ],
  },
  project(project) {
    const derived = namedAtoms(project).filter(
      ({ bound }) => bound.kind === 'instance' || bound.kind === 'counter',
    );
    return firstOfEach(derived).map((atom) => {
      const part = atom.bound.part ? `\`${shownExpr(atom.bound.part)}\`` : 'its instance';
      const numbered = atom.bound.kind === 'counter';
      const bound = numbered
        ? `one atom for each number that ${part} takes`
        : `an atom for each value of ${part}`;
      const instead = numbered
        ? 'use a `PartitionSupervisor` where the number can grow'
        : 'use a `Registry` where there can be many';
      return {
        place: placeOfMaker(atom, project),
        message: `\`${shownExpr(atom.maker.expr)}\` makes ${bound} to name a process, which is fine for a few; ${instead}`,
        evidence: evidenceOfName(atom, project),
      };
    });
  },
});

/** The names that one function derives from one part are one design: the first stands for all. */
function firstOfEach(atoms: readonly NamedAtom[]): NamedAtom[] {
  const seen = new Map<NamedAtom['clause'], Set<string>>();
  return [...atoms]
    .sort((a, b) => a.maker.expr.start - b.maker.expr.start)
    .filter(({ clause, bound }) => {
      const part = bound.part ? shownExpr(bound.part) : '';
      const parts = seen.get(clause) ?? new Set();
      if (parts.has(part)) return false;
      seen.set(clause, parts.add(part));
      return true;
    });
}
