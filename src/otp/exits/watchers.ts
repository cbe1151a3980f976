import type { CallSite } from '../../elixir/model.js';
import type { Project } from '../../project/project.js';
import type { Clause, Expr } from '../../syntax/ast.js';
import { findExpr } from '../../syntax/visit.js';

/** Calls that a process makes to hear of the end of others. */
const PREPARES: ReadonlySet<string> = new Set(['monitor', 'flag', 'link']);

/**
 * True for the start of a process that does nothing but wait until others end: it monitors them, or traps exits,
 * and then takes their `:DOWN` or `:EXIT` (`Process.monitor/1`, `Process.flag/2`). It is written in place, or is the
 * one function of the module that is called there.
 */
export function startsWatcher(site: CallSite, project: Project): boolean {
  const [started] = site.args;
  if (started?.kind !== 'fn') return false;
  const body = started.clauses[0]?.body;
  return watches(body) || bodiesCalled(body, site, project).some(watches);
}

/** The bodies of the function that is all a body calls. */
function bodiesCalled(body: Expr | undefined, site: CallSite, project: Project): (Expr | undefined)[] {
  const only = body?.kind === 'block' && body.items.length === 1 ? body.items[0] : body;
  const called = site.situation.clause?.calls.find(({ expr }) => expr === only);
  const target = called && project.targetOf(called);
  return target?.clauses.map((clause) => clause.body) ?? [];
}

function watches(body: Expr | undefined): boolean {
  if (body?.kind !== 'block') return false;
  const last = body.items.at(-1);
  const before = body.items.slice(0, -1);
  return (
    isWaitForEnds(last) && before.some(prepares) && before.every((item) => prepares(item) || isPlain(item))
  );
}

/** `receive` with clauses for `:DOWN` and `:EXIT` alone. */
function isWaitForEnds(expr: Expr | undefined): boolean {
  if (expr?.kind !== 'call' || expr.receiver || expr.name !== 'receive') return false;
  const clauses = expr.blocks?.do?.clauses ?? [];
  return clauses.length > 0 && clauses.every(takesEnd);
}

function takesEnd({ params }: Clause): boolean {
  return (
    findExpr(
      params[0],
      (part) => part.kind === 'atom' && (part.value === 'DOWN' || part.value === 'EXIT'),
    ) !== undefined
  );
}

/** `Process.monitor(pid)`, also where its value is bound. */
function prepares(expr: Expr): boolean {
  const call = boundTo(expr);
  return call.kind === 'call' && call.module === 'Process' && PREPARES.has(call.name);
}

/** A match of what is there already: `{pid, _ref} = started`. */
function isPlain(expr: Expr): boolean {
  return findExpr(boundTo(expr), (part) => part.kind === 'call') === undefined;
}

function boundTo(expr: Expr): Expr {
  return expr.kind === 'operator' && expr.name === '=' ? (expr.args[1] ?? expr) : expr;
}
