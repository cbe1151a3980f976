import type { CallSite, FunctionDef } from '../elixir/model.js';
import { type Callee, callsTo } from './calls-to.js';
import { oncePerProject } from './memory.js';
import type { Project } from './project.js';

/** The functions of a project that make some calls, themselves or through functions of the project at any depth. */
export interface Leading {
  /** False for a name that none of them has: a call by that name enters none. */
  isName(name: string, project: Project): boolean;
  /** False for a call that enters none of them. What stands in `quote` is not judged. */
  mayEnter(site: CallSite, project: Project): boolean;
}

/**
 * Looks for the functions that lead to some calls: what follows values through functions of the project, down to
 * such a call, can leave out all others.
 *
 * @param isWanted true for a function whose calls are looked for
 */
export function leadingTo(isWanted: (callee: Callee, project: Project) => boolean): Leading {
  const calls = callsTo(isWanted);
  const functionsOf = oncePerProject((project): ReadonlySet<FunctionDef> => {
    const functions = new Set<FunctionDef>();
    const note = ({ situation }: CallSite): void => {
      if (situation.clause) functions.add(situation.clause.fn);
    };
    project.modules.flatMap(calls).forEach(note);
    // What is found on the way is looked into in its turn.
    for (const fn of functions) project.allCallersOf(fn).forEach(note);
    return functions;
  });
  const namesOf = oncePerProject(
    (project): ReadonlySet<string> => new Set(Array.from(functionsOf(project), ({ name }) => name)),
  );
  return {
    isName: (name, project) => namesOf(project).has(name),
    mayEnter(site, project) {
      if (!namesOf(project).has(site.name)) return project.moduleOf(site.situation.owner) === undefined;
      const target = project.targetOf(site);
      if (!target) return false;
      return functionsOf(project).has(target) || project.moduleOf(target.module) === undefined;
    },
  };
}
