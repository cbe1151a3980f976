import type { CallSite } from '../elixir/model.js';
import { oncePerProject } from './memory.js';
import type { Project } from './project.js';
import type { ProjectModule } from './project-module.js';

/** A function that calls name, as far as its name goes. */
export interface Callee {
  /** Absent where it is not known. */
  module?: string;
  name: string;
  /** As `calleeOf` gives it for each of its calls. */
  callee: string;
}

/** Where a function is called: positions in the list of all calls, in order. */
interface Called {
  callee: Callee;
  at: number[];
}

/** All calls of a project, in the order of its modules, and who is called. */
interface Calls {
  sites: readonly CallSite[];
  /** By the module that is called, then by the function's name. */
  called: ReadonlyMap<string | undefined, ReadonlyMap<string, Called>>;
  /** For each call the module that it stands in. */
  homes: readonly ProjectModule[];
}

const callsOf = oncePerProject(({ modules }): Calls => {
  const sites: CallSite[] = [];
  const homes: ProjectModule[] = [];
  const called = new Map<string | undefined, Map<string, Called>>();
  for (const home of modules) {
    for (const site of home.sites) {
      note(site, sites.length, called);
      sites.push(site);
      homes.push(home);
    }
  }
  return { sites, called, homes };
});

function note(site: CallSite, at: number, called: Map<string | undefined, Map<string, Called>>): void {
  const { module, name } = site;
  let functions = called.get(module);
  if (!functions) {
    functions = new Map();
    called.set(module, functions);
  }
  let known = functions.get(name);
  if (!known) {
    known = { callee: calleeNamed(module, name), at: [] };
    functions.set(name, known);
  }
  known.at.push(at);
  site.callee ??= known.callee.callee;
}

function calleeNamed(module: string | undefined, name: string): Callee {
  const callee = `${module ?? ''}.${name}`;
  return module === undefined ? { name, callee } : { module, name, callee };
}

const NONE: readonly CallSite[] = [];

/**
 * Looks for calls by the function that they name. Each function is judged once for a project, not once for each of
 * its calls, and a module without such a call is passed over at once.
 *
 * @param isWanted true for a function whose calls are looked for
 * @returns what gives the calls of a module, in order of appearance
 */
export function callsTo(
  isWanted: (callee: Callee, project: Project) => boolean,
): (module: ProjectModule) => readonly CallSite[] {
  const byModule = oncePerProject((project): ReadonlyMap<ProjectModule, readonly CallSite[]> => {
    const wanted: (readonly number[])[] = [];
    for (const functions of callsOf(project).called.values()) {
      for (const { callee, at } of functions.values()) if (isWanted(callee, project)) wanted.push(at);
    }
    return byHome(wanted, callsOf(project));
  });
  return (module) => byModule(module.project).get(module) ?? NONE;
}

/** The calls of a project that go to functions of a module, in order, by the module that they stand in. */
export function callsInto(module: string, project: Project): ReadonlyMap<ProjectModule, readonly CallSite[]> {
  const functions = callsOf(project).called.get(module)?.values() ?? [];
  return byHome(
    Array.from(functions, ({ at }) => at),
    callsOf(project),
  );
}

function byHome(
  wanted: readonly (readonly number[])[],
  { sites, homes }: Calls,
): ReadonlyMap<ProjectModule, readonly CallSite[]> {
  const found = new Map<ProjectModule, CallSite[]>();
  for (const at of inOrder(wanted)) {
    const site = sites[at];
    const home = homes[at];
    if (!site || !home) continue;
    const known = found.get(home);
    if (known) known.push(site);
    else found.set(home, [site]);
  }
  return found;
}

function inOrder(lists: readonly (readonly number[])[]): readonly number[] {
  const [only, ...others] = lists;
  if (!only) return [];
  return others.length === 0 ? only : lists.flat().sort((a, b) => a - b);
}
