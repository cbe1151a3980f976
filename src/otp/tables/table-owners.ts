import { isAtom } from '../../elixir/literals.js';
import type { CallSite } from '../../elixir/model.js';
import { followValue } from '../../elixir/values.js';
import { inspected } from '../../project/inspected.js';
import { oncePerProject } from '../../project/memory.js';
import type { ProjectModule } from '../../project/project-module.js';
import { reach } from '../../project/reach.js';
import { startCodeOf } from '../processes/starts.js';

/**
 * Named ETS tables, as `inspect/1` prints their names, with the module of the process that makes each while it
 * starts, and so owns it (`:ets.new/2`). A table that several modules make has no known owner.
 */
export const namedTables = oncePerProject((project): ReadonlyMap<string, string> => {
  const makers = new Map<string, Set<string>>();
  for (const module of project.modules) {
    if (module.def.quoted) continue;
    for (const table of tablesMadeBy(module))
      makers.set(table, (makers.get(table) ?? new Set()).add(module.name));
  }
  return new Map(
    [...makers].flatMap(([table, modules]): [string, string][] => {
      const [only, ...others] = modules;
      return only !== undefined && others.length === 0 ? [[table, only]] : [];
    }),
  );
});

function tablesMadeBy(module: ProjectModule): string[] {
  const { project } = module;
  return startCodeOf(module).flatMap(({ clause, kind, inside }) => {
    if (kind === 'start_link') return [];
    const reached = [...reach(clause, project, inside ? { inside } : {})];
    return reached.flatMap(({ site, chain }) => {
      const [table] = site.args;
      if (site.module !== ':ets' || site.name !== 'new' || !table || !isNamed(site)) return [];
      const { owner, clause: home } = site.situation;
      const at = { owner, ...(home ? { clause: home } : {}), entered: chain.slice(0, -1) };
      return [inspected(table, at, project)];
    });
  });
}

function isNamed({ args, situation }: CallSite): boolean {
  const options = args[1] && followValue(args[1], situation.owner, situation.clause);
  return options?.kind === 'list' && options.items.some((item) => isAtom(item, 'named_table'));
}
