import type { CallSite } from '../elixir/model.js';
import { nameOption, namingCalls } from '../otp/names/naming.js';
import { isRequest, registeredModules, registeredName, requestOf } from '../otp/requests/clients.js';
import { callsTo } from './calls-to.js';
import type { Project } from './project.js';
import type { ProjectModule } from './project-module.js';

/** A registered process that modules which do not own it call straight. */
export interface OutsideCalls {
  name: string;
  /** The module whose process it is. */
  owner: ProjectModule;
  /** The first such call of each module, in the order of the files. */
  sites: readonly CallSite[];
}

const AGENT: ReadonlySet<string> = new Set(['get', 'update', 'get_and_update', 'cast']);

/** The registered processes of the project that other modules than their own send requests to, by name. */
export function outsideCalls(project: Project): OutsideCalls[] {
  const owners = ownersOf(project);
  const found = new Map<string, Map<ProjectModule, CallSite>>();
  for (const module of [...project.modules].sort(byPlace)) {
    if (!module.production || module.is('test', 'supervisor', 'dynamic_supervisor', 'application')) continue;
    for (const site of askingCalls(module)) {
      const name = askedName(site, project);
      const own = name === undefined ? undefined : owners.get(name);
      if (name === undefined || !own || own.has(module)) continue;
      const callers = found.get(name) ?? new Map<ProjectModule, CallSite>();
      if (!callers.has(module)) callers.set(module, site);
      found.set(name, callers);
    }
  }
  return [...found].flatMap(([name, callers]) => {
    const [owner] = owners.get(name) ?? [];
    return owner ? [{ name, owner, sites: [...callers.values()] }] : [];
  });
}

function byPlace(a: ProjectModule, b: ProjectModule): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return a.def.start - b.def.start;
}

const askingCalls = callsTo((callee) => callee.module === 'Agent' || isRequest(callee));

/** The name of the process that a call or cast goes to, where it is written out. */
function askedName(site: CallSite, project: Project): string | undefined {
  const { owner, clause, quoted, devOnly } = site.situation;
  if (quoted || devOnly) return undefined;
  const agent = site.module === 'Agent' && AGENT.has(site.name) ? site.args[0] : undefined;
  const target = agent ?? requestOf(site)?.target;
  return target && registeredName(target, owner, clause, project);
}

/** The modules that a registered name belongs to: whose process it is, and who starts it under that name. */
function ownersOf(project: Project): ReadonlyMap<string, ReadonlySet<ProjectModule>> {
  const owners = new Map<string, Set<ProjectModule>>();
  const note = (name: string, module: ProjectModule): void => {
    const known = owners.get(name);
    if (known) known.add(module);
    else owners.set(name, new Set([module]));
  };
  for (const [name, modules] of registeredModules(project)) for (const module of modules) note(name, module);
  for (const module of project.modules) {
    if (module.server && !module.def.quoted) note(module.name, module);
    for (const site of namingCalls(module)) {
      const given = nameOption(site);
      const name = given && registeredName(given, site.situation.owner, site.situation.clause, project);
      if (name !== undefined) note(name, module);
    }
  }
  return owners;
}
