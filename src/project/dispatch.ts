import type { CallSite, FunctionClause } from '../elixir/model.js';
import { oncePerProject } from './memory.js';
import type { Project } from './project.js';
import type { ProjectModule } from './project-module.js';
import { clausesEntered, mayMatch } from './reach.js';

/**
 * The clauses that a call can enter, a protocol's function standing for what implements it
 * (`Protocol`, "Defining a protocol": dispatch goes to the module that `defimpl` defines).
 */
export function clausesBehind(site: CallSite, project: Project): readonly FunctionClause[] {
  const target = project.targetOf(site);
  if (target?.module.kind !== 'protocol') return clausesEntered(site, project);
  return implementations(target.module.name, project)
    .flatMap(({ def }) => def.functions)
    .filter(({ name, arity }) => name === site.name && arity === site.arity)
    .flatMap(({ clauses }) => clauses)
    .filter(
      ({ params }) => site.captured || params.every((param, index) => mayMatch(param, site.args[index])),
    );
}

function implementations(protocol: string, project: Project): readonly ProjectModule[] {
  return allImplementations(project).filter(({ name }) => name.startsWith(`${protocol}.`));
}

const allImplementations = oncePerProject(({ modules }): readonly ProjectModule[] =>
  modules.filter(({ def }) => def.kind === 'impl'),
);
