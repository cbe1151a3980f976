import { calleeOf, type Named } from '../../elixir/callee.js';
import type { CallSite } from '../../elixir/model.js';
import { inspected } from '../../project/inspected.js';
import { type Origin, originsOf, type Standpoint } from '../../project/origins.js';
import type { Project } from '../../project/project.js';
import type { Expr } from '../../syntax/ast.js';

/**
 * The tables whose references are put where every process finds them, with the calls that put them there:
 * `:persistent_term.put(key, table)`, and the value of `Registry.register(registry, key, table)`.
 */
export function publishedTables(
  sites: readonly CallSite[],
  project: Project,
): ReadonlyMap<CallSite, CallSite> {
  const found = new Map<CallSite, CallSite>();
  for (const site of sites) {
    const value = valueGiven(site);
    for (const { expr, at } of value ? originsOf(value, [], standpoint(site), project) : []) {
      const making = at.clause?.calls.find((one) => one.expr === expr);
      if (making?.module === ':ets' && making.name === 'new' && !found.has(making)) found.set(making, site);
    }
  }
  return found;
}

/** `Module.function` → which argument is put where every process finds it. */
const PUBLISHING: Record<string, number> = { ':persistent_term.put': 1, 'Registry.register': 2 };

/** True for a function that puts a value where every process finds it. */
export function publishes(call: Named): boolean {
  return PUBLISHING[calleeOf(call)] !== undefined;
}

function valueGiven(site: CallSite): Expr | undefined {
  const at = PUBLISHING[calleeOf(site)];
  return at === undefined ? undefined : site.args[at];
}

/** Under what a call of `:persistent_term` or `Registry` keeps or finds a table. */
export function publishedKey(site: CallSite, project: Project): string {
  const [first, key] = site.args;
  const at = standpoint(site);
  if (site.module !== 'Registry') return first ? `persistent_term ${inspected(first, at, project)}` : '';
  return first && key ? `registry ${inspected(first, at, project)} ${shape(key, at, project)}` : '';
}

/** By what a table is known that `[{_pid, table}]` of `Registry.lookup(registry, key)` gives. */
export function registeredKeys({ expr, path, at }: Origin, project: Project): string[] {
  const last = path.at(-1);
  if (last?.kind !== 'item' || last.index !== 1) return [];
  const site = at.clause?.calls.find((one) => one.expr === expr);
  const lookup = site?.module === 'Registry' && site.name === 'lookup' ? site : undefined;
  return lookup ? [publishedKey(lookup, project)] : [];
}

/** A key of a registry, with `_` for what only run time knows. */
function shape(key: Expr, at: Standpoint, project: Project): string {
  if (key.kind === 'tuple') return `{${key.items.map((item) => shape(item, at, project)).join(', ')}}`;
  return key.kind === 'variable' && key.name !== '__MODULE__' ? '_' : inspected(key, at, project);
}

function standpoint({ situation: { owner, clause } }: CallSite): Standpoint {
  return { owner, ...(clause ? { clause } : {}), entered: [] };
}
