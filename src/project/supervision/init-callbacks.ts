import { clauseTails } from '../../elixir/flow.js';
import { atomOf } from '../../elixir/literals.js';
import type { Expr } from '../../syntax/ast.js';
import { enteredWith, type Located, reachedFrom, standpointOf } from '../entered.js';
import type { Standpoint } from '../origins.js';
import type { Project } from '../project.js';
import type { ProjectModule } from '../project-module.js';
import { reach } from '../reach.js';
import type { SupervisorStart } from './supervisor-starts.js';

/** The lists of children that a supervisor's `init/1` can give (`Supervisor.init/2`, `:supervisor`). */
export function initStarts(
  module: ProjectModule,
  argument: Located | undefined,
  project: Project,
): SupervisorStart[] {
  const found: SupervisorStart[] = [];
  const clauses = module.clausesOf('init', 1).filter(({ body }) => body);
  for (const clause of clauses) {
    const from = enteredWith(clause, argument ? [argument] : []);
    for (const { site, chain } of reach(clause, project, { depth: 4 })) {
      const [children, options] = site.args;
      const inits = (site.module === 'Supervisor' && site.name === 'init') || site.name === 'supervise';
      const at = reachedFrom(from, chain);
      if (!inits || !children || !at) continue;
      found.push({
        children: { expr: children, at },
        ...(options ? { options: { expr: options, at } } : {}),
      });
    }
    for (const { expr } of clauseTails(clause)) found.push(...returnedByHand(expr, from));
  }
  return found;
}

/** `{:ok, {%{strategy: …}, children}}` and `{:ok, {{strategy, restarts, seconds}, children}}`. */
function returnedByHand(expr: Expr, at: Standpoint): SupervisorStart[] {
  const [ok, result] = expr.kind === 'tuple' ? expr.items : [];
  const [flags, children] = atomOf(ok) === 'ok' && result?.kind === 'tuple' ? result.items : [];
  if (!flags || !children) return [];
  return [{ children: { expr: children, at }, options: { expr: namedFlags(flags), at } }];
}

/** `{strategy, intensity, period}` as the map it stands for. */
function namedFlags(flags: Expr): Expr {
  if (flags.kind !== 'tuple') return flags;
  const { start, end } = flags;
  const pairs = ['strategy', 'intensity', 'period'].flatMap((name, index) => {
    const value = flags.items[index];
    return value ? [{ key: { kind: 'atom' as const, value: name, start, end }, value }] : [];
  });
  return { kind: 'map', pairs, start, end };
}

/** The options that a module's `init/1` can give to `DynamicSupervisor.init/1`. */
export function dynamicOptions(module: ProjectModule, project: Project): Located[] {
  return module.clausesOf('init', 1).flatMap((clause) =>
    [...reach(clause, project, { depth: 4 })].flatMap(({ site }) => {
      const [given] = site.args;
      const inits = site.module === 'DynamicSupervisor' && site.name === 'init';
      return inits && given ? [{ expr: given, at: standpointOf(site) }] : [];
    }),
  );
}
