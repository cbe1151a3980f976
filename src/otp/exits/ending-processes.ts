import { isAtom } from '../../elixir/literals.js';
import type { CallSite } from '../../elixir/model.js';
import type { Project } from '../../project/project.js';
import type { BlockExpr, Expr } from '../../syntax/ast.js';
import { visit } from '../../syntax/visit.js';

/**
 * True for a call in a server's callback after which the process ends: the statements it stands among give back
 * `:ignore` or `{:stop, …}` (`GenServer.init/1` and the other callbacks).
 */
export function isBeforeEnd(site: CallSite, project: Project): boolean {
  const { clause, closure } = site.situation;
  const server = clause && project.moduleOf(clause.fn.module)?.server;
  if (closure || !clause?.body || !server?.callbacks.some((callback) => callback.clause === clause))
    return false;
  const last = blockAround(site, clause.body)?.items.at(-1);
  return last !== undefined && last.end > site.end && stops(last);
}

/** The innermost block that a call stands in. */
function blockAround({ start, end }: CallSite, body: Expr): BlockExpr | undefined {
  let innermost: BlockExpr | undefined;
  visit(body, (expr) => {
    if (expr.kind !== 'block' || expr.start > start || expr.end < end) return;
    if (!innermost || expr.end - expr.start < innermost.end - innermost.start) innermost = expr;
  });
  return innermost;
}

function stops(value: Expr): boolean {
  return isAtom(value, 'ignore') || (value.kind === 'tuple' && isAtom(value.items[0], 'stop'));
}
