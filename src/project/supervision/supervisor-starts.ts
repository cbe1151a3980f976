import type { CallSite, FunctionClause } from '../../elixir/model.js';
import type { Expr } from '../../syntax/ast.js';
import { type Located, standpointOf } from '../entered.js';
import type { Standpoint } from '../origins.js';
import type { Project } from '../project.js';
import type { ProjectModule } from '../project-module.js';
import { reach } from '../reach.js';
import { listedChildren } from './child-lists.js';
import type { ChildSpec } from './child-spec.js';
import { startCalls } from './start-functions.js';

/** What starts a supervisor: its list of children, or the module whose `init/1` gives one, and its options. */
export interface SupervisorStart {
  children?: Located;
  init?: ProjectModule;
  /** What `init/1` gets. */
  argument?: Located;
  options?: Located;
}

/** The supervisor that `Application.start/2` starts and returns. */
export function topStart(clause: FunctionClause, project: Project): SupervisorStart | undefined {
  let best: SupervisorStart | undefined;
  let rank = 0;
  for (const { site, chain } of reach(clause, project, { depth: 5 })) {
    const started = supervisorStart(site, chain.slice(0, -1), project);
    const [outermost] = chain;
    const mark =
      outermost?.result === 'tail'
        ? 3
        : outermost?.result === 'bound' || outermost?.result === 'tested'
          ? 2
          : 1;
    if (!started || mark < rank) continue;
    if (best && mark === rank && sizeOf(started, project) <= sizeOf(best, project)) continue;
    best = started;
    rank = mark;
  }
  return best;
}

/** Of several branches that start a supervisor, the one with most children is the application as it usually runs. */
function sizeOf({ children, init }: SupervisorStart, project: Project): number {
  if (!children) return init ? Number.POSITIVE_INFINITY : 0;
  return listedChildren(children.expr, children.at, project).length;
}

/** How a supervisor module starts: through its `init/1`, or by a list in its own start function. */
export function moduleStart(module: ProjectModule, spec: ChildSpec, project: Project): SupervisorStart {
  for (const { site, chain, from } of startCalls(module, spec, project)) {
    const started = supervisorStart(site, [...from.entered, ...chain.slice(0, -1)], project);
    if (started) return started;
  }
  return { init: module };
}

/** `Supervisor.start_link(children, options)` and `Supervisor.start_link(Module, argument, options)`. */
function supervisorStart(
  site: CallSite,
  entered: readonly CallSite[],
  project: Project,
): SupervisorStart | undefined {
  if (site.module === ':supervisor' && site.name === 'start_link') return erlangStart(site, entered, project);
  if (site.module !== 'Supervisor' || site.name !== 'start_link') return undefined;
  const [first, second, third] = site.args;
  if (!first) return undefined;
  const at = standpointOf(site, entered);
  const init = callbackModule(first, at, project);
  if (init)
    return {
      init,
      ...(second ? { argument: { expr: second, at } } : {}),
      ...(third ? { options: { expr: third, at } } : {}),
    };
  return { children: { expr: first, at }, ...(second ? { options: { expr: second, at } } : {}) };
}

/** `:supervisor.start_link(Module, argument)`, with `{:local, name}` before it or without (`:supervisor`). */
function erlangStart(
  site: CallSite,
  entered: readonly CallSite[],
  project: Project,
): SupervisorStart | undefined {
  const at = standpointOf(site, entered);
  const [callback, argument] = site.args.slice(-2);
  const init = callback && callbackModule(callback, at, project);
  return init && { init, ...(argument ? { argument: { expr: argument, at } } : {}) };
}

/** The module that is named as callback module, also as `__MODULE__`. */
function callbackModule(expr: Expr, at: Standpoint, project: Project): ProjectModule | undefined {
  if (expr.kind === 'alias') return project.moduleNamed(expr.module);
  return expr.kind === 'variable' && expr.name === '__MODULE__'
    ? project.moduleNamed(at.owner.name)
    : undefined;
}
