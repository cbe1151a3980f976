import type { ModuleDef } from '../../elixir/model.js';
import type { Project } from '../project.js';

/** True for a caller outside production of a function of production: it says nothing about what comes in. */
export function isTest(caller: ModuleDef, callee: ModuleDef, project: Project): boolean {
  return (
    project.moduleOf(caller)?.production === false && project.moduleNamed(callee.name)?.production === true
  );
}
