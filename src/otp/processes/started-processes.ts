import type { CallSite } from '../../elixir/model.js';
import type { Origin, Standpoint } from '../../project/origins.js';
import type { Project } from '../../project/project.js';
import type { Expr } from '../../syntax/ast.js';
import { registeredModules, registeredName } from '../requests/clients.js';
import { originsThroughState } from '../state/state-origins.js';
import { processStartOf } from './process-starts.js';
import { starterOf } from './processes.js';

/** A call that starts a process, and the module whose process it is, where the source says. */
export interface Started {
  site?: CallSite;
  module?: string;
}

/**
 * What starts the process that a pid stands for: the calls whose results it comes from, also through a field of a
 * state that the same module fills, and the server registered under the name that is looked up.
 *
 * @returns nothing where the source does not say
 */
export function startsBehind(pid: Expr, site: CallSite, project: Project): Started[] {
  const { owner, clause } = site.situation;
  const name = registeredName(pid, owner, clause, project);
  const named = name === undefined ? [] : (registeredModules(project).get(name) ?? []);
  if (named.length > 0) return named.map((module) => ({ module: module.name }));
  const at: Standpoint = { owner, ...(clause ? { clause } : {}), entered: [] };
  return originsThroughState(pid, at, project).flatMap((origin) => startAt(origin, project));
}

function startAt({ expr, at }: Origin, project: Project): Started[] {
  const site = at.clause?.calls.find((call) => call.expr === expr);
  if (!site) return [];
  const child = site.name === 'start_child' ? childOf(site) : undefined;
  if (child !== undefined) return [{ site, module: child }];
  const start = processStartOf(site, project);
  if (start) return [{ site, ...(start.module === undefined ? {} : { module: start.module }) }];
  return starterOf(site) || site.name.startsWith('start') ? [{ site }] : [];
}

/** The module in `start_child(supervisor, Module)` and `start_child(supervisor, {Module, argument})`. */
function childOf({ args: [, spec] }: CallSite): string | undefined {
  const module = spec?.kind === 'tuple' ? spec.items[0] : spec;
  return module?.kind === 'alias' ? module.module : undefined;
}
