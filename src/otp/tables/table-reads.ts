import { sourceOf } from '../../elixir/bindings.js';
import type { CallSite, FunctionClause } from '../../elixir/model.js';
import type { Project } from '../../project/project.js';
import { clausesEntered, reach, sought } from '../../project/reach.js';
import type { Expr } from '../../syntax/ast.js';
import { findExpr } from '../../syntax/visit.js';
import type { Callback, ServerKind } from '../processes/server.js';
import { stateUseOf } from '../state/state-use.js';
import { readsTable, tableAccess, writesShared } from './tables.js';

/** A reply that comes from an ETS table. */
export interface TableReply {
  /** The call that reads the table. */
  site: CallSite;
  /** The calls from the callback to it, itself last. */
  chain: readonly CallSite[];
  /** The table, as an expression where the table is read. */
  table?: Expr;
}

/**
 * What a `handle_call` clause answers with out of an ETS table, where that is all it does: the state stays as it
 * was and gives no more than the table, nothing is written, sent or started.
 */
export function tableReplyOf(callback: Callback, kind: ServerKind, project: Project): TableReply | undefined {
  if (callback.name !== 'handle_call' || callback.clause.fn.module.damaged) return undefined;
  const read = reach(callback.clause, project, { only: tableReads }).next().value;
  if (!read || !reach(callback.clause, project, { only: changes }).next().done) return undefined;
  const { returns, unchanged, reads: needed } = stateUseOf(callback, kind, project);
  if (!unchanged || !returns.every(({ tag }) => tag === 'reply')) return undefined;
  if (
    !needed.every(({ into }) => into !== undefined && into.arg === 0 && tableAccess(into.site) !== undefined)
  )
    return undefined;
  const answers = returns.some(
    ({ reply, expr, holding }) => reply && comesFromTable(reply, expr, holding.clause, project),
  );
  const [table] = read.site.args;
  return answers ? { ...read, ...(table ? { table } : {}) } : undefined;
}

const MESSENGERS: ReadonlySet<string> = new Set([
  'GenServer',
  ':gen_server',
  'GenStage',
  ':gen_statem',
  'Agent',
  'Task',
  'Task.Supervisor',
  'DynamicSupervisor',
  'Supervisor',
  'Phoenix.PubSub',
  'Registry',
  'Port',
]);
const KERNEL: ReadonlySet<string> = new Set(['send', 'spawn', 'spawn_link', 'spawn_monitor', 'receive']);
const PROCESS: ReadonlySet<string> = new Set([
  'send',
  'send_after',
  'monitor',
  'demonitor',
  'link',
  'exit',
  'put',
  'cancel_timer',
  'sleep',
]);
const REPO_WRITES = /^(insert|update|delete|transaction|transact)/;

/** True for a call that writes, sends, starts or watches something: the order among messages may matter to it. */
function changesSomething(site: CallSite): boolean {
  const { module = '', name } = site;
  if (writesShared(site) || MESSENGERS.has(module)) return true;
  if (module === ':ets')
    return name === 'new' || name === 'rename' || name === 'give_away' || name === 'safe_fixtable';
  if (module === 'Kernel') return KERNEL.has(name);
  return module === 'Process' ? PROCESS.has(name) : module.endsWith('Repo') && REPO_WRITES.test(name);
}

/** True where a reply is read from a table, or is chosen by what was read from one. */
function comesFromTable(reply: Expr, whole: Expr, clause: FunctionClause, project: Project): boolean {
  const readers = clause.calls.filter((site) => leadsToTable(site, project));
  const isReader = (expr: Expr): boolean => readers.some((site) => site.expr === expr);
  if (
    findExpr(
      reply,
      (expr) =>
        isReader(expr) || (expr.kind === 'variable' && isRead(expr.name, expr.start, clause, isReader)),
    )
  )
    return true;
  return readers.some((site) => site.result === 'tested' && site.end <= whole.start);
}

/** True for a variable that is bound, over any number of steps, to something read. */
function isRead(
  name: string,
  at: number,
  clause: FunctionClause,
  isReader: (expr: Expr) => boolean,
  depth = 6,
): boolean {
  const value = sourceOf(clause, name, at);
  if (!value || depth === 0) return false;
  return (
    findExpr(
      value,
      (expr) =>
        isReader(expr) ||
        (expr.kind === 'variable' && isRead(expr.name, expr.start, clause, isReader, depth - 1)),
    ) !== undefined
  );
}

function leadsToTable(site: CallSite, project: Project): boolean {
  if (readsTable(site)) return true;
  for (const clause of clausesEntered(site, project)) {
    if (!reach(clause, project, { only: tableReads }).next().done) return true;
  }
  return false;
}

const tableReads = sought(readsTable);
const changes = sought(changesSomething);
