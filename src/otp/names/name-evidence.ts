import type { Evidence, Place } from '../../lint/finding.js';
import type { Project } from '../../project/project.js';
import type { NamedAtom } from './named-atoms.js';

/** As many places as a reader will look at. */
const MOST = 3;

/** The place where an atom is made; in a pipe, the step that makes it. */
export function placeOfMaker({ maker, clause }: NamedAtom, project: Project): Place {
  const { expr } = maker;
  const piped = expr.kind === 'call' && expr.piped;
  const start = piped ? (expr.receiver?.start ?? expr.nameStart) : expr.start;
  return project.place(clause.fn.module, { start, end: expr.end });
}

/** Where an atom becomes a name. */
export function evidenceOfName({ positions }: NamedAtom, project: Project): Evidence[] {
  const seen = new Set<string>();
  const steps: Evidence[] = [];
  for (const { clause, shown, how, table } of positions) {
    const place = project.place(clause.fn.module, shown);
    const key = `${place.file}:${place.line}`;
    if (seen.has(key) || steps.length === MOST) continue;
    seen.add(key);
    steps.push({
      ...place,
      message: `here it becomes ${table ? 'the name of a table' : 'a process name'}, ${how}`,
    });
  }
  return steps;
}
