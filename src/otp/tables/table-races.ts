import { sourceOf } from '../../elixir/bindings.js';
import { conditionsAround } from '../../elixir/conditions.js';
import type { CallSite, FunctionClause } from '../../elixir/model.js';
import { exprText } from '../../elixir/shown.js';
import { followValue } from '../../elixir/values.js';
import type { Project } from '../../project/project.js';
import type { Run } from '../../project/runs.js';
import type { Expr } from '../../syntax/ast.js';
import { findExpr } from '../../syntax/visit.js';
import { namingOf } from '../names/naming.js';
import { type EtsTable, isForeign, onSameTable } from './ets-tables.js';
import { rowReads } from './row-reads.js';
import { tableOf } from './tables.js';

/** A row that is looked up and then written by a process that other writers do not wait for. */
export interface TableRace {
  read: CallSite;
  write: CallSite;
  /** `value` where what is written is made from what was read, `choice` where that only decides whether to write. */
  by: 'value' | 'choice';
  key: Expr;
  /** In which process it happens. */
  run: Run;
}

const READS: ReadonlySet<string> = new Set(['lookup', 'lookup_element', 'member']);
const WRITES: ReadonlySet<string> = new Set(['insert', 'update_element']);

/** The rows of a public table that two processes may look up, and write, at the same time; one for each write. */
export function racesOn(table: EtsTable, project: Project): TableRace[] {
  if (table.protection === 'private' || table.protection === 'protected') return [];
  const reads = table.uses.filter(({ site }) => READS.has(site.name));
  return table.uses.flatMap((use) => {
    const { site: write, runs } = use;
    const { clause } = write.situation;
    if (!clause || !WRITES.has(write.name) || isLocked(runs)) return [];
    const run = runWithoutOwner(runs, table);
    const key = run && writtenKey(write, clause);
    if (!run || !key || isOwnKey(key, clause)) return [];
    const found = reads
      .filter((one) => tableOf(one.site) && onSameTable(table, one, use))
      .flatMap(({ site: read }) => rowReads(read, clause, project).map((row) => ({ ...row, read })))
      .find(({ call, key: asked }) => comesBefore(call, write) && isSameKey(asked, key, clause));
    const by = found && dependence(found.call, write, clause);
    return found && by ? [{ read: found.read, write, by, key, run }] : [];
  });
}

// --- who --------------------------------------------------------------------------------------------------

/** A run in another process than the owner's, where not one server alone is all there is of them. */
function runWithoutOwner(runs: readonly Run[], table: EtsTable): Run | undefined {
  const foreign = runs.filter((run) => isForeign(run, table));
  const servers = new Set(
    foreign.map(({ runner }) => (runner.kind === 'callback' ? runner.server.module : undefined)),
  );
  const [only] = servers;
  return servers.size === 1 && only && namingOf(only).kind === 'fixed' ? undefined : foreign[0];
}

const LOCK = /lock|mutex|semaphore|synchron|serializ|critical|exclusive/i;

/** True for a call that takes a lock, or runs a function under one (`:global.trans/2`, `:global.set_lock/1`). */
function takesLock({ module = '', name }: CallSite): boolean {
  if (module === ':global') return name === 'trans' || name === 'set_lock';
  return LOCK.test(name) || LOCK.test(module.split('.').at(-1) ?? '');
}

/** True where every process that comes by holds a lock, taken around the write, before it, or on the way there. */
function isLocked(runs: readonly Run[]): boolean {
  return runs.every(({ chain }) => chain.some(underLock));
}

function underLock(site: CallSite): boolean {
  const { clause } = site.situation;
  if (LOCK.test(clause?.fn.name ?? '')) return true;
  for (let { closure } = site.situation; closure; closure = closure.outer)
    if (closure.via && takesLock(closure.via)) return true;
  return clause?.calls.some((other) => other.end <= site.start && takesLock(other)) === true;
}

// --- which row --------------------------------------------------------------------------------------------

function writtenKey(write: CallSite, clause: FunctionClause): Expr | undefined {
  const row = rowOf(write, clause);
  if (write.name !== 'insert') return write.args[1];
  return row?.kind === 'tuple' ? row.items[0] : undefined;
}

/** The row that `:ets.insert/2` is given, also as the only one of a list. */
function rowOf(write: CallSite, clause: FunctionClause): Expr | undefined {
  const row = write.args[1] && followValue(write.args[1], clause.fn.module, clause);
  return row?.kind === 'list' && row.items.length === 1 ? row.items[0] : row;
}

/** True for a key that no other process writes: it holds `self()`. */
function isOwnKey(key: Expr, clause: FunctionClause): boolean {
  return (
    findExpr(key, (expr) => {
      const value = expr.kind === 'variable' ? followValue(expr, clause.fn.module, clause) : expr;
      return value.kind === 'call' && value.name === 'self' && value.args.length === 0;
    }) !== undefined
  );
}

function isSameKey(asked: Expr, key: Expr, clause: FunctionClause): boolean {
  if (sameText(asked, key)) return true;
  const { module } = clause.fn;
  return sameText(followValue(asked, module, clause), followValue(key, module, clause));
}

function sameText(one: Expr, other: Expr): boolean {
  const text = exprText(one);
  return !text.includes('…') && text === exprText(other);
}

/** True for a read that ends before the write, or stands among what is written. */
function comesBefore(read: CallSite, write: CallSite): boolean {
  if (read.situation.clause !== write.situation.clause) return false;
  return read.end <= write.start || (write.start <= read.start && read.end <= write.end);
}

// --- what depends on what ---------------------------------------------------------------------------------

function dependence(read: CallSite, write: CallSite, clause: FunctionClause): TableRace['by'] | undefined {
  const row = write.name === 'insert' ? rowOf(write, clause) : undefined;
  const written = row?.kind === 'tuple' ? row.items.slice(1) : write.args.slice(2);
  if (written.some((expr) => comesFrom(expr, read, clause))) return 'value';
  const decided = conditionsAround(write).some((expr) => comesFrom(expr, read, clause));
  return decided ? 'choice' : undefined;
}

/** True for an expression that holds what was read, over any number of variables. */
function comesFrom(expr: Expr, read: CallSite, clause: FunctionClause, depth = 6): boolean {
  return (
    findExpr(expr, (inner) => {
      if (inner === read.expr) return true;
      if (inner.kind !== 'variable' || depth === 0) return false;
      const source = sourceOf(clause, inner.name, inner.start);
      return source !== undefined && comesFrom(source, read, clause, depth - 1);
    }) !== undefined
  );
}
