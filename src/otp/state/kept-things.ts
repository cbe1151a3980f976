import { calleeOf } from '../../elixir/callee.js';
import { fatesOf } from '../../elixir/fates.js';
import type { CallSite } from '../../elixir/model.js';
import { inspected } from '../../project/inspected.js';
import type { Project } from '../../project/project.js';
import type { ProjectModule } from '../../project/project-module.js';
import { type Reached, reach } from '../../project/reach.js';
import type { SupervisedNode } from '../../project/supervision/supervised-node.js';
import { type ProcessUse, processesUsed } from '../processes/process-uses.js';
import { hearsOfOthers } from '../processes/process-watch.js';
import { startCodeOf } from '../processes/starts.js';
import { staticallyBelow, usedBelow } from '../supervision/child-uses.js';
import { tableAccess } from '../tables/tables.js';

/** Something that a process puts into, or takes from, another process once, while it starts. */
export interface Kept extends Reached {
  use: ProcessUse;
  /** What it does with the other process: `writes into its table`. */
  what: string;
  /** The process that keeps it: a child, or one below it. */
  node: SupervisedNode;
  /** The function where the way to it begins. */
  from: string;
}

/** A child that keeps something which dies with a sibling. */
export interface Dependency {
  child: SupervisedNode;
  sibling: SupervisedNode;
  kept: Kept;
}

/** What the children of a supervisor keep that dies with one of their siblings, and that they never renew. */
export function dependenciesIn(supervisor: SupervisedNode, project: Project): Dependency[] {
  const children = supervisor.children.filter(({ runtime }) => !runtime);
  return children.flatMap((child) => {
    const kept = [...staticallyBelow(child)].flatMap((node) => keptBy(node, project));
    return children.flatMap((sibling): Dependency[] => {
      if (sibling === child) return [];
      // Another instance of the same module has a table of its own.
      const found = kept.find(({ use, node }) => node.module !== sibling.module && usedBelow(use, sibling));
      return found ? [{ child, sibling, kept: found }] : [];
    });
  });
}

const known = new WeakMap<ProjectModule, readonly Omit<Kept, 'node'>[]>();

function keptBy(node: SupervisedNode, project: Project): Kept[] {
  const module = project.moduleNamed(node.module);
  if (!module) return [];
  let kept = known.get(module);
  if (!kept) {
    kept = collect(module);
    known.set(module, kept);
  }
  return kept.map((one) => ({ ...one, node }));
}

function collect(module: ProjectModule): Omit<Kept, 'node'>[] {
  const { project, server } = module;
  if (server && hearsOfOthers(server)) return [];
  const later = new Set(laterUses(module));
  return startCodeOf(module).flatMap(({ clause, inside }) => {
    const from = `${clause.fn.name}/${clause.fn.arity}`;
    return [...reach(clause, project, inside ? { inside } : {})].flatMap((reached) => {
      const found = keptThrough(reached, project);
      return found && !later.has(keyOf(found)) ? [{ ...reached, ...found, from }] : [];
    });
  });
}

/** What the callbacks that take messages keep as well: it is renewed there. */
function laterUses({ server, project }: ProjectModule): string[] {
  const callbacks = (server?.callbacks ?? []).filter(({ name }) => name !== 'init' && name !== 'terminate');
  const started = new Set(server ? startCodeOf(server.module).map(({ clause }) => clause) : []);
  return callbacks
    .filter(({ clause }) => !started.has(clause))
    .flatMap(({ clause }) => [...reach(clause, project)])
    .flatMap((reached) => {
      const found = keptThrough(reached, project);
      return found ? [keyOf(found)] : [];
    });
}

function keyOf({ use, what }: Pick<Kept, 'use' | 'what'>): string {
  return `${use.name} ${what}`;
}

/** What a call puts into another process, or takes from it, that is gone when that process is. */
function keptThrough(reached: Reached, project: Project): Pick<Kept, 'use' | 'what'> | undefined {
  const looked = lookedUp(reached, project);
  if (looked) return { use: looked, what: 'keeps its pid' };
  const what = whatIsWritten(reached);
  if (what === undefined) return undefined;
  const [use] = processesUsed(reached, project);
  return use && { use, what };
}

function whatIsWritten({ site }: Reached): string | undefined {
  const callee = calleeOf(site);
  // What is taken out again is nothing that is kept.
  if (tableAccess(site) === 'write' && /^(insert|update)/.test(site.name)) return 'writes into its table';
  if (callee === 'Agent.update' || callee === 'Agent.get_and_update') return 'writes into its state';
  return callee === ':pg.join' ? 'joins a group of it' : undefined;
}

const WHEREIS: ReadonlySet<string> = new Set(['Process.whereis', 'GenServer.whereis', ':erlang.whereis']);

/** The process whose pid a call looks up to return it, alone or in a state. */
function lookedUp({ site, chain }: Reached, project: Project): ProcessUse | undefined {
  const { owner, clause } = site.situation;
  const [name] = site.args;
  if (!WHEREIS.has(calleeOf(site)) || !name || !clause) return undefined;
  if (!chain.every(isReturned)) return undefined;
  const at = { owner, clause, entered: chain.slice(0, -1) };
  return { name: inspected(name, at, project), by: 'name', how: 'looks up' };
}

function isReturned({ expr, situation }: CallSite): boolean {
  return (
    situation.clause !== undefined && fatesOf(expr, situation.clause).some(({ kind }) => kind === 'returned')
  );
}
