import type { CallExpr, CaptureExpr, Expr } from '../../syntax/ast.js';
import type { CallSite, Closure, Loop, Situation } from '../model.js';
import { innerScope, type Scope } from '../scope.js';
import { resolve, siteOf } from './sites.js';
import { placed } from './situations.js';
import { NESTED, TAIL } from './use.js';
import type { Walker } from './walker.js';

const ITERATORS: ReadonlySet<string> = new Set(['Enum', 'Stream', 'Flow']);

/** Walks what an anonymous function or a capture has inside; it stands where `closure` says. */
export function walkClosure(
  walker: Walker,
  expr: Expr,
  scope: Scope,
  situation: Situation,
  closure: Closure,
): void {
  if (situation.closure) closure.outer = situation.closure;
  const loop = iteration(closure.via, situation.loop) ?? situation.loop;
  const inside = placed(situation, { closure, loop, parent: undefined });
  if (expr.kind === 'fn') {
    for (const clause of expr.clauses) walker.clause(clause, scope, inside, TAIL);
  } else if (expr.kind === 'capture') {
    if (expr.named) namedCapture(walker, expr, expr.named, scope, inside);
    else if (expr.body) walker.walk(expr.body, innerScope(scope), inside, TAIL);
  }
}

function namedCapture(
  walker: Walker,
  expr: CaptureExpr,
  named: CallExpr,
  scope: Scope,
  situation: Situation,
): void {
  if (named.receiver) walker.walk(named.receiver, scope, situation, NESTED);
  resolve(named, scope, situation);
  const site = siteOf(named, situation, TAIL);
  site.expr = expr;
  site.captured = true;
  site.start = expr.start;
  site.end = expr.end;
  walker.calls.record(site, scope);
}

/** The loop that a call of `Enum`, `Stream` or `Flow` makes of the function it is given. */
function iteration(via: CallSite | undefined, outer: Loop | undefined): Loop | undefined {
  if (!via || via.module === undefined || !ITERATORS.has(via.module)) return undefined;
  const [collection] = via.args;
  if (!collection) return undefined;
  return { collection, start: via.start, end: via.end, site: via, ...(outer ? { outer } : {}) };
}

/** A function kept in a variable runs where the first call that is given it runs it. */
export function handOver(name: string, scope: Scope, via: CallSite, arg: number): void {
  const closure = scope.closures?.get(name);
  if (!closure || closure.via) return;
  closure.via = via;
  closure.arg = arg;
}
