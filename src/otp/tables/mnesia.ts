import { isAtom } from '../../elixir/literals.js';
import type { CallSite } from '../../elixir/model.js';
import type { Project } from '../../project/project.js';

/**
 * What a call of Mnesia does outside of any transaction: `read`, `write`, or the other operations whose names begin
 * with `dirty_`; `undefined` for every other call (`:mnesia`, "dirty_*").
 */
export function dirtyOperation({ module, name }: CallSite): 'read' | 'write' | undefined {
  if (module !== ':mnesia' || !name.startsWith('dirty_')) return undefined;
  return /^dirty_(write|delete|update|clear)/.test(name) ? 'write' : 'read';
}

/** True for a call that runs a function as a transaction (`:mnesia.transaction/1`, `:mnesia.activity/2`). */
export function runsTransaction({ module, name, args }: CallSite): boolean {
  if (module !== ':mnesia') return false;
  if (name === 'transaction' || name === 'sync_transaction') return true;
  if (name !== 'activity') return false;
  const [kind] = args;
  const [inTuple] = kind?.kind === 'tuple' ? kind.items : [];
  return isAtom(inTuple ?? kind, 'transaction', 'sync_transaction');
}

const known = new WeakMap<Project, readonly CallSite[]>();

/** The transactions of a project's production code, in the order of its files. */
export function transactionsOf(project: Project): readonly CallSite[] {
  let found = known.get(project);
  if (!found) {
    found = project.modules
      .filter(({ production }) => production)
      .flatMap(({ sites }) => sites)
      .filter((site) => runsTransaction(site) && !site.situation.quoted && !site.situation.devOnly);
    known.set(project, found);
  }
  return found;
}
