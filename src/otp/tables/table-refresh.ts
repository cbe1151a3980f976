import { exclude } from '../../elixir/branches.js';
import type { CallSite } from '../../elixir/model.js';
import type { Project } from '../../project/project.js';
import { clausesEntered, reach, runnerOfSite } from '../../project/reach.js';
import type { Expr } from '../../syntax/ast.js';
import { findExpr } from '../../syntax/visit.js';
import { type EtsTable, isForeign, onSameTable, type TableUse } from './ets-tables.js';

/** A table emptied and filled again while others read it. */
export interface RefreshGap {
  /** The call that empties or deletes it. */
  emptied: CallSite;
  /** The first call after that which leads to rows in it. */
  filled: CallSite;
  /** The reads in other processes. */
  readers: readonly TableUse[];
}

/** Where a table that other processes read is emptied and then filled again. */
export function refreshGapsOf(table: EtsTable, project: Project): RefreshGap[] {
  if (table.protection === 'private') return [];
  const reads = table.uses.filter(
    ({ access, runs }) => access !== 'write' && runs.some((run) => isForeign(run, table)),
  );
  return table.uses.flatMap((emptied) => {
    const { site, runs } = emptied;
    if (!empties(site) || runs.every(({ runner }) => isStart(runner))) return [];
    const readers = reads.filter((read) => onSameTable(table, emptied, read));
    const filled = readers.length > 0 ? fillingAfter(emptied, table, project) : undefined;
    return filled ? [{ emptied: site, filled, readers }] : [];
  });
}

/** True for a run before anybody can read. */
function isStart(runner: TableUse['runs'][number]['runner']): boolean {
  if (runner.kind === 'start') return true;
  return runner.kind === 'callback' && /^(init|terminate)$/.test(runner.callback.name);
}

function empties({ name, arity }: CallSite): boolean {
  return name === 'delete_all_objects' || (name === 'delete' && arity === 1);
}

/** The call after an emptying, in its function or in the one that calls it, that leads to new rows. */
function fillingAfter(emptied: TableUse, table: EtsTable, project: Project): CallSite | undefined {
  const own = laterFilling(emptied.site, emptied, table, project);
  const { clause } = emptied.site.situation;
  if (own || !clause) return own;
  for (const caller of project.callersOf(clause.fn)) {
    if (caller.situation.clause === clause || runnerOfSite(caller, project) !== 'caller') continue;
    const filled = laterFilling(caller, emptied, table, project);
    if (filled) return filled;
  }
  return undefined;
}

function laterFilling(
  after: CallSite,
  emptied: TableUse,
  table: EtsTable,
  project: Project,
): CallSite | undefined {
  const { clause } = after.situation;
  return clause?.calls.find((site) => {
    if (site.start < after.end || site.situation.quoted || exclude(clause, after, site)) return false;
    if (runnerOfSite(site, project) !== 'caller') return false;
    return fills(site, emptied, table) || leadsToFilling(site, emptied, table, project);
  });
}

function leadsToFilling(site: CallSite, emptied: TableUse, table: EtsTable, project: Project): boolean {
  return clausesEntered(site, project).some((clause) =>
    [...reach(clause, project, { depth: 3 })].some((reached) => fills(reached.site, emptied, table)),
  );
}

/**
 * True for a call that puts rows into the table, where it was only emptied, or makes it anew, where it was deleted.
 * A row that is written out is where a table begins again after it was cleared on purpose.
 */
function fills(site: CallSite, emptied: TableUse, table: EtsTable): boolean {
  if (emptied.site.name === 'delete') return site === table.site;
  if (!site.name.startsWith('insert') || isLiteral(site.args[1])) return false;
  return table.uses.some((use) => use.site === site && onSameTable(table, emptied, use));
}

function isLiteral(rows: Expr | undefined): boolean {
  return rows !== undefined && !findExpr(rows, ({ kind }) => VARYING.has(kind));
}

const VARYING: ReadonlySet<Expr['kind']> = new Set([
  'variable',
  'call',
  'placeholder',
  'access',
  'attribute',
]);
