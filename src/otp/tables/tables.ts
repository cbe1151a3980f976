import type { CallSite } from '../../elixir/model.js';
import type { Expr } from '../../syntax/ast.js';

/** What a call does with an ETS table: `key` reads look one key up, `scan` reads go through the table. */
export type TableAccess = 'key' | 'scan' | 'write';

/** The functions of `:ets` that read or write objects; `info`, `new`, iteration safety and ownership are neither. */
const ETS: Record<string, TableAccess> = {
  lookup: 'key',
  lookup_element: 'key',
  member: 'key',
  match: 'scan',
  match_object: 'scan',
  select: 'scan',
  select_reverse: 'scan',
  select_count: 'scan',
  tab2list: 'scan',
  foldl: 'scan',
  foldr: 'scan',
  first: 'scan',
  last: 'scan',
  next: 'scan',
  prev: 'scan',
  insert: 'write',
  insert_new: 'write',
  delete: 'write',
  delete_object: 'write',
  delete_all_objects: 'write',
  match_delete: 'write',
  select_delete: 'write',
  select_replace: 'write',
  take: 'write',
  update_counter: 'write',
  update_element: 'write',
};

/** What a call does with an ETS table (`:ets`); `undefined` for any other call. */
export function tableAccess({ module, name }: CallSite): TableAccess | undefined {
  return module === ':ets' ? ETS[name] : undefined;
}

/** The table that a call of `:ets` works on; `undefined` for a capture, whose arguments are not in sight. */
export function tableOf({ name, args, captured }: CallSite): Expr | undefined {
  if (captured) return undefined;
  return name === 'foldl' || name === 'foldr' ? args[2] : args[0];
}

/** True for a call that reads objects of an ETS table. */
export function readsTable(site: CallSite): boolean {
  const access = tableAccess(site);
  return access === 'key' || access === 'scan';
}

const STORE_WRITES =
  /^(insert|write|delete|put|erase|add|sub|exchange|compare_exchange|update|dirty_write|dirty_delete|transaction|sync_dirty|activity)/;
const STORES: ReadonlySet<string> = new Set([
  ':dets',
  ':mnesia',
  ':persistent_term',
  ':counters',
  ':atomics',
]);

/** True for a call that writes memory shared by processes: ETS, DETS, Mnesia, `:persistent_term`, counters. */
export function writesShared(site: CallSite): boolean {
  if (tableAccess(site) === 'write') return true;
  return site.module !== undefined && STORES.has(site.module) && STORE_WRITES.test(site.name);
}
