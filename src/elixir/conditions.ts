import type { BlockBody, CallExpr, Expr } from '../syntax/ast.js';
import { childrenOf } from '../syntax/visit.js';
import type { FunctionClause } from './model.js';

const SHORT_CIRCUITS: ReadonlySet<string> = new Set(['&&', '||', 'and', 'or']);

/** A call, or anything else that stands in a clause. */
interface Inside {
  start: number;
  end: number;
  situation: { clause?: FunctionClause | undefined };
}

/**
 * What decides, within its clause, whether a call is made: the conditions of every `if`, `case`, `cond` and `with`
 * around it, the steps of a `with` and `for` before it, the guards of functions it stands in, the left sides of `&&` and
 * `||`, and the clause's guard.
 */
export function conditionsAround(site: Inside): Expr[] {
  const { clause } = site.situation;
  if (!clause) return [];
  const found: Expr[] = clause.guard ? [clause.guard] : [];
  const roots = [clause.body, ...Object.values(clause.blocks).flatMap(exprsOf)];
  for (const root of roots) if (root && holds(root, site)) collect(root, site, found);
  return found;
}

function holds({ start, end }: { start: number; end: number }, site: Inside): boolean {
  return start <= site.start && site.end <= end;
}

function exprsOf(body: BlockBody | undefined): Expr[] {
  if (body?.expr) return [body.expr];
  return body?.clauses?.map((clause) => clause.body) ?? [];
}

function collect(expr: Expr, site: Inside, found: Expr[]): void {
  if (expr.kind === 'fn')
    for (const { guard, body } of expr.clauses) if (guard && holds(body, site)) found.push(guard);
  if (expr.kind === 'call' && expr.blocks && !expr.receiver) found.push(...decisions(expr, site));
  const [left, right] = expr.kind === 'operator' && SHORT_CIRCUITS.has(expr.name) ? expr.args : [];
  if (left && right && holds(right, site)) found.push(left);
  for (const child of childrenOf(expr)) if (holds(child, site)) collect(child, site, found);
}

/** The conditions of a form with blocks, where the call stands in one of the blocks, or in a step of `with`. */
function decisions({ name, args, blocks }: CallExpr, site: Inside): Expr[] {
  const bodies = Object.values(blocks ?? {});
  const clauses = bodies.flatMap((body) => body.clauses ?? []).filter((clause) => holds(clause.body, site));
  const inBlock = clauses.length > 0 || bodies.some((body) => body.expr && holds(body.expr, site));
  // A step of `with` is taken only when the ones before it match, one of `for` when they let the item through.
  const step = name === 'with' || name === 'for' ? args.findIndex((arg) => holds(arg, site)) : 0;
  if (!inBlock) return args.slice(0, Math.max(step, 0));
  if (name === 'cond') return clauses.flatMap(({ params }) => params);
  return [...args, ...clauses.flatMap(({ guard }) => (guard ? [guard] : []))];
}
